-- A tile of places in use, thinned: of those in one square of the tile, ``squares`` × ``squares`` of them, the first
-- by kind stands for all, and ``count`` says for how many. Each place stands in one tile.
WITH numbered AS (
    -- Position in units of whole tiles of this zoom, x eastward and y southward.
    SELECT
        place.*,
        (ST_X(place.location) + 180) / 360 * (1 << %(z)s) AS tile_x,
        (0.5 - asinh(tan(radians(ST_Y(place.location)))) / (2 * pi())) * (1 << %(z)s) AS tile_y
    FROM network_place AS place
    WHERE place.retired_at IS NULL
        AND place.kind = ANY(%(kinds)s)
        AND place.location && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
),
ranked AS (
    SELECT
        numbered.*,
        count(*) OVER square AS count,
        row_number() OVER (
            square ORDER BY array_position(%(kinds)s, numbered.kind::text), numbered.id
        ) AS rank
    FROM numbered
    WHERE floor(numbered.tile_x) = %(x)s AND floor(numbered.tile_y) = %(y)s
    WINDOW square AS (
        PARTITION BY floor(numbered.tile_x * %(squares)s), floor(numbered.tile_y * %(squares)s)
    )
)
SELECT ST_AsMVT(tile, 'places', 4096, 'geom')
FROM (
    -- Already on the tile's grid; 4096 itself would belong to the next tile, and some readers drop it.
    SELECT
        ST_Point(
            least(4095, round((ranked.tile_x - %(x)s) * 4096)), least(4095, round((ranked.tile_y - %(y)s) * 4096))
        ) AS geom,
        coalesce(
            nullif(CASE %(language)s WHEN 'ru' THEN ranked.name_ru WHEN 'en' THEN ranked.name_en END, ''),
            nullif(ranked.name_kk, ''), nullif(ranked.name_ru, ''), ranked.name_en
        ) AS name,
        ranked.name_kk,
        ranked.name_ru,
        nullif(ranked.name_en, '') AS name_en,
        ranked.kind,
        ranked.count
    FROM ranked
    WHERE ranked.rank = 1
    ORDER BY ranked.id
) AS tile
