-- Shares of route versions by finest cell (level 18) and district of today.
-- Each straight segment is cut at the cells of the web-Mercator grid, then at the borders of the districts.
-- A piece lies in the cell that grid_cell gives its middle; a straight segment has one piece in a cell, so one
-- that runs on an edge and is cut out of both neighbours counts once. On a border between districts the one
-- with the lowest KATO counts. Dividing by the version's sum makes 1 of the rest.
WITH lines AS (
    SELECT direction.version_id, (ST_Dump(direction.line)).geom AS geom
    FROM stops_routedirection AS direction
    WHERE direction.version_id = ANY(%(versions)s)
),
segments AS (
    SELECT lines.version_id, row_number() OVER () AS number, ST_Transform(segment.geom, 3857) AS geom
    FROM lines CROSS JOIN LATERAL ST_DumpSegments(lines.geom) AS segment
),
cut AS (
    SELECT segments.version_id, segments.number,
           ST_Transform(ST_Intersection(segments.geom, square.geom), 4326) AS geom
    FROM segments CROSS JOIN LATERAL ST_SquareGrid(40075016.68557849 / 262144, segments.geom) AS square
    WHERE ST_Intersects(segments.geom, square.geom)
),
in_cells AS (
    SELECT DISTINCT ON (version_id, number, cell) version_id, cell, geom
    FROM (
        SELECT version_id, number, grid_cell(ST_LineInterpolatePoint(geom, 0.5)) AS cell, geom
        FROM cut
        WHERE ST_Dimension(geom) = 1
    ) AS placed
    ORDER BY version_id, number, cell, ST_Length(geom) DESC
),
today AS (
    SELECT id, kato, boundary
    FROM districts_district
    WHERE valid_from <= %(today)s AND (valid_to IS NULL OR valid_to > %(today)s)
),
inside AS (
    SELECT in_cells.version_id, in_cells.cell, today.id AS district_id, today.kato, part.geom
    FROM in_cells
    JOIN today ON ST_Intersects(today.boundary, in_cells.geom)
    CROSS JOIN LATERAL ST_Dump(ST_CollectionExtract(ST_Intersection(in_cells.geom, today.boundary), 2)) AS part
),
pieces AS (
    SELECT version_id, cell, district_id, geom
    FROM inside
    WHERE NOT EXISTS (
        SELECT 1 FROM today AS other
        WHERE other.kato < inside.kato
          AND ST_Intersects(other.boundary, ST_LineInterpolatePoint(inside.geom, 0.5))
    )
    UNION ALL
    SELECT in_cells.version_id, in_cells.cell, NULL,
           CASE WHEN near.boundary IS NULL THEN in_cells.geom
                ELSE ST_CollectionExtract(ST_Difference(in_cells.geom, near.boundary), 2) END
    FROM in_cells
    CROSS JOIN LATERAL (
        SELECT ST_Union(today.boundary) AS boundary FROM today WHERE ST_Intersects(today.boundary, in_cells.geom)
    ) AS near
    WHERE NOT EXISTS (SELECT 1 FROM today WHERE ST_CoveredBy(in_cells.geom, today.boundary))
),
lengths AS (
    SELECT version_id, cell, district_id, sum(ST_Length(ST_Transform(geom, %(srid)s))) AS length_m
    FROM pieces
    WHERE NOT ST_IsEmpty(geom)
    GROUP BY version_id, cell, district_id
)
INSERT INTO stops_routeshare (version_id, cell, district_id, share)
SELECT version_id, cell, district_id, length_m / sum(length_m) OVER (PARTITION BY version_id)
FROM lengths
WHERE length_m > 0.000001
