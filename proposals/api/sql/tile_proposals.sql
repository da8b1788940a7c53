-- A tile of published proposals at points. ``matching`` is written by ProposalFilter.apply(), the one reading of
-- filters. Of the proposals in one square of the tile, ``squares`` × ``squares`` of them, one feature stands for all:
-- alone with what its public page is headed by, in a stack with their number, middle and what all of them share. Cells
-- that are too full to be read come counted, as parallel arrays of their middles; they are no part of ``matching``.
WITH matching AS ({matching}),
counted AS (
    SELECT id, topic_id, status, submitted_at, ST_X(location) AS lon, ST_Y(location) AS lat, 1 AS count
    FROM matching
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, crowded.lon, crowded.lat, crowded.count
    FROM unnest(%(crowded_lon)s::float8[], %(crowded_lat)s::float8[], %(crowded)s::integer[])
        AS crowded (lon, lat, count)
),
numbered AS (
    -- Position in units of whole tiles of this zoom, x eastward and y southward.
    SELECT
        counted.*,
        (counted.lon + 180) / 360 * (1 << %(z)s) AS tile_x,
        (0.5 - asinh(tan(radians(counted.lat))) / (2 * pi())) * (1 << %(z)s) AS tile_y
    FROM counted
),
stack AS (
    SELECT
        sum(numbered.count)::integer AS count,
        max(numbered.id) AS id,
        avg(numbered.tile_x) - %(x)s AS right_of_edge,
        avg(numbered.tile_y) - %(y)s AS below_edge,
        CASE WHEN min(numbered.topic_id) = max(numbered.topic_id) THEN min(numbered.topic_id) END AS topic_id,
        CASE WHEN min(numbered.status) = max(numbered.status) THEN min(numbered.status) END AS status,
        max(numbered.submitted_at) AS submitted_at
    FROM numbered
    WHERE floor(numbered.tile_x) = %(x)s AND floor(numbered.tile_y) = %(y)s
    GROUP BY floor(numbered.tile_x * %(squares)s), floor(numbered.tile_y * %(squares)s)
)
SELECT ST_AsMVT(tile, 'proposals', 4096, 'geom')
FROM (
    -- Already on the tile's grid; 4096 itself would belong to the next tile, and some readers drop it.
    SELECT
        ST_Point(
            least(4095, round(stack.right_of_edge * 4096)), least(4095, round(stack.below_edge * 4096))
        ) AS geom,
        stack.count,
        topic.slug AS topic,
        stack.status,
        to_char(timezone(%(time_zone)s, stack.submitted_at), 'YYYY-MM-DD') AS submitted_on,
        alone.public_id,
        alone.number,
        -- As Proposal.headline: the moderator's, or the beginning of the text cut at a word.
        CASE
            WHEN alone.title <> '' THEN alone.title
            WHEN length(alone.text) <= 90 THEN alone.text
            ELSE regexp_replace(left(alone.text, 90), ' [^ ]*$', '') || '…'
        END AS title,
        %(url_before)s || alone.public_id || %(url_after)s AS url
    FROM stack
    LEFT JOIN proposals_topic AS topic ON topic.id = stack.topic_id
    LEFT JOIN proposals_proposal AS alone ON alone.id = stack.id AND stack.count = 1
    ORDER BY stack.id
) AS tile
