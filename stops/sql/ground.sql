-- The base layer up to a rank, one geometry for each kind, rank and shape (line or area), as GeoJSON text.
-- Lines that meet are merged, so that no position stands twice; small steps are smoothed in the metric
-- projection; what lies outside the box is cut off at its border.
WITH chosen AS (
    SELECT kind, rank, ST_Dimension(geometry) AS dimension, geometry
    FROM stops_basefeature
    WHERE rank <= %(rank)s
      AND (%(west)s::float8 IS NULL
           OR geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326))
),
cut AS (
    SELECT
        kind, rank, dimension,
        CASE WHEN %(west)s::float8 IS NULL THEN geometry
             ELSE ST_CollectionExtract(
                 ST_ClipByBox2D(geometry, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)),
                 dimension + 1
             )
        END AS geometry
    FROM chosen
),
together AS (
    SELECT
        kind, rank, dimension,
        CASE WHEN dimension = 1 THEN ST_LineMerge(ST_Collect(part)) ELSE ST_Collect(part) END AS geometry
    FROM (SELECT kind, rank, dimension, (ST_Dump(geometry)).geom AS part FROM cut) AS parts
    WHERE NOT ST_IsEmpty(part)
    GROUP BY kind, rank, dimension
)
SELECT kind, rank, dimension, ST_AsGeoJSON(simple, %(digits)s)
FROM (
    SELECT
        kind, rank, dimension,
        ST_Multi(ST_Transform(ST_Simplify(ST_Transform(geometry, %(srid)s), %(tolerance_m)s), 4326)) AS simple
    FROM together
) AS smooth
WHERE simple IS NOT NULL AND NOT ST_IsEmpty(simple)
ORDER BY rank DESC, kind, dimension
