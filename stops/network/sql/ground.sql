-- The base layer up to a rank, one geometry for each kind, rank and shape (line or area), as GeoJSON text.
-- Lines that meet are merged, so that no position stands twice; small steps are smoothed in the metric
-- projection; what lies outside the box is cut off at its border.
WITH chosen AS MATERIALIZED (
    SELECT
        kind, rank, ST_Dimension(geometry) AS dimension,
        CASE WHEN %(west)s::float8 IS NULL THEN geometry
             ELSE ST_ClipByBox2D(geometry, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326))
        END AS geometry
    FROM network_basefeature
    WHERE rank <= %(rank)s
      AND (%(west)s::float8 IS NULL
           OR geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326))
),
together AS MATERIALIZED (
    SELECT kind, rank, dimension, ST_CollectionExtract(ST_Collect(geometry), dimension + 1) AS geometry
    FROM chosen
    GROUP BY kind, rank, dimension
),
smooth AS MATERIALIZED (
    SELECT
        kind, rank, dimension,
        ST_Transform(
            ST_Simplify(
                ST_Transform(CASE WHEN dimension = 1 THEN ST_LineMerge(geometry) ELSE geometry END, %(srid)s),
                %(tolerance_m)s
            ), 4326
        ) AS geometry
    FROM together
)
SELECT kind, rank, dimension, ST_AsGeoJSON(ST_Multi(geometry), %(digits)s)
FROM smooth
WHERE geometry IS NOT NULL AND NOT ST_IsEmpty(geometry)
ORDER BY rank DESC, kind, dimension
