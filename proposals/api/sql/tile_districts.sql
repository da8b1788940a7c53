-- A tile of today's districts with their counts and rates, which come from the counting service as parallel arrays.
-- Borders are first simplified by less than half a pixel of a 512-pixel tile: far out a tile stays small, and no gap
-- between neighbours is wide enough to be seen.
-- The name stands by itself on a map, so it begins with a capital.
-- Materialized, or each shape would be cut twice: once to see whether anything is left of it.
WITH drawn AS MATERIALIZED (
    SELECT
        ST_AsMVTGeom(
            ST_SimplifyPreserveTopology(ST_Transform(district.boundary, 3857), %(tolerance)s),
            ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s, true
        ) AS geom,
        district.kato,
        district.slug,
        upper(left(named.name, 1)) || substr(named.name, 2) AS name,
        district.name_kk,
        district.name_ru,
        nullif(district.name_en, '') AS name_en,
        district.population,
        district.area_km2,
        counted.count,
        counted.per_1000,
        counted.per_km2,
        counted.scans,
        counted.per_1000_scans
    FROM unnest(
        %(districts)s::bigint[], %(counts)s::float8[], %(per_1000)s::float8[], %(per_km2)s::float8[],
        %(scans)s::float8[], %(per_1000_scans)s::float8[]
    ) AS counted (district_id, count, per_1000, per_km2, scans, per_1000_scans)
    JOIN districts_district AS district ON district.id = counted.district_id
    CROSS JOIN LATERAL (
        SELECT coalesce(
            nullif(CASE %(language)s WHEN 'ru' THEN district.name_ru WHEN 'en' THEN district.name_en END, ''),
            nullif(district.name_kk, ''), nullif(district.name_ru, ''), district.name_en
        ) AS name
    ) AS named
    WHERE district.boundary && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
    ORDER BY district.kato
)
SELECT ST_AsMVT(tile, 'districts', 4096, 'geom')
FROM (SELECT drawn.* FROM drawn WHERE drawn.geom IS NOT NULL) AS tile
