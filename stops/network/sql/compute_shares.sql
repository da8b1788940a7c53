-- Shares of route versions by finest cell (level 18) and district of today.
-- Each straight segment is cut where it crosses the grid, reckoned in units of cells (grid_cell's own formula), so
-- a piece lies in the cell of its middle. A segment that touches one district only and lies in it, or that touches
-- none, is settled at once; the few at a border are cut again by the districts. On a border between districts the
-- one with the lowest KATO counts. Lengths are metric; dividing by the version's sum makes 1 of the rest.
-- A street that several lines, or both directions, run along with the same points is worked out once.
WITH dumped AS MATERIALIZED (
    SELECT version_id,
           CASE WHEN is_eastward THEN lon1 ELSE lon2 END AS lon1, CASE WHEN is_eastward THEN lat1 ELSE lat2 END AS lat1,
           CASE WHEN is_eastward THEN lon2 ELSE lon1 END AS lon2, CASE WHEN is_eastward THEN lat2 ELSE lat1 END AS lat2
    FROM (
        SELECT version_id, lon1, lat1, lon2, lat2, (lon1, lat1) < (lon2, lat2) AS is_eastward
        FROM (
            SELECT direction.version_id,
                   ST_X(ST_StartPoint(segment.geom)) AS lon1, ST_Y(ST_StartPoint(segment.geom)) AS lat1,
                   ST_X(ST_EndPoint(segment.geom)) AS lon2, ST_Y(ST_EndPoint(segment.geom)) AS lat2
            FROM network_routedirection AS direction
            CROSS JOIN LATERAL ST_Dump(direction.line) AS part
            CROSS JOIN LATERAL ST_DumpSegments(part.geom) AS segment
            WHERE direction.version_id = ANY(%(versions)s)
        ) AS ends
    ) AS turned
),
segments AS MATERIALIZED (
    SELECT row_number() OVER () AS number, lon1, lat1, lon2, lat2,
           ST_SetSRID(ST_MakeLine(ST_MakePoint(lon1, lat1), ST_MakePoint(lon2, lat2)), 4326) AS geom,
           (lon1 + 180) / 360 * 262144 AS x1, (0.5 - asinh(tan(radians(lat1))) / (2 * pi())) * 262144 AS y1,
           (lon2 + 180) / 360 * 262144 AS x2, (0.5 - asinh(tan(radians(lat2))) / (2 * pi())) * 262144 AS y2
    FROM (SELECT DISTINCT lon1, lat1, lon2, lat2 FROM dumped) AS streets
),
uses AS MATERIALIZED (
    SELECT dumped.version_id, segments.number, count(*) AS times
    FROM dumped
    JOIN segments USING (lon1, lat1, lon2, lat2)
    GROUP BY dumped.version_id, segments.number
),
spans AS (
    SELECT number, lon1, lon2, lat1, x1, x2, y1, y2, t AS t1,
           lead(t) OVER (PARTITION BY number ORDER BY t) AS t2
    FROM segments
    CROSS JOIN LATERAL (
        SELECT 0.0::float8 AS t
        UNION ALL SELECT 1.0
        UNION ALL SELECT (edge - x1) / (x2 - x1)
        FROM generate_series(ceil(least(x1, x2))::bigint, floor(greatest(x1, x2))::bigint) AS edge
        WHERE x1 <> x2
        UNION ALL SELECT (edge - y1) / (y2 - y1)
        FROM generate_series(ceil(least(y1, y2))::bigint, floor(greatest(y1, y2))::bigint) AS edge
        WHERE y1 <> y2
    ) AS cuts
),
-- What runs straight along a meridian or a parallel keeps its exact coordinate: it may be a border.
in_cells AS MATERIALIZED (
    SELECT number,
           floor(x1 + (x2 - x1) * (t1 + t2) / 2)::bigint AS x, floor(y1 + (y2 - y1) * (t1 + t2) / 2)::bigint AS y,
           ST_SetSRID(ST_MakeLine(
               ST_MakePoint(lon1 + (lon2 - lon1) * t1, CASE WHEN y1 = y2 THEN lat1 ELSE
                   degrees(atan(sinh(pi() * (1 - 2 * (y1 + (y2 - y1) * t1) / 262144)))) END),
               ST_MakePoint(lon1 + (lon2 - lon1) * t2, CASE WHEN y1 = y2 THEN lat1 ELSE
                   degrees(atan(sinh(pi() * (1 - 2 * (y1 + (y2 - y1) * t2) / 262144)))) END)), 4326) AS geom
    FROM spans
    WHERE t2 > t1
),
today AS MATERIALIZED (
    SELECT id, kato, boundary
    FROM districts_district
    WHERE valid_from <= %(today)s AND (valid_to IS NULL OR valid_to > %(today)s)
),
-- One district after the other (OFFSET keeps that order), so that its prepared boundary serves all segments.
touched AS MATERIALIZED (
    SELECT near.number, count(*) AS districts, bool_and(near.is_inside) AS is_inside, min(today.id) AS district_id
    FROM today
    CROSS JOIN LATERAL (
        SELECT segments.number, ST_Covers(today.boundary, segments.geom) AS is_inside
        FROM segments
        WHERE ST_Intersects(today.boundary, segments.geom)
        OFFSET 0
    ) AS near
    GROUP BY near.number
),
at_borders AS MATERIALIZED (
    SELECT in_cells.*
    FROM in_cells
    JOIN touched ON touched.number = in_cells.number AND (touched.districts > 1 OR NOT touched.is_inside)
),
inside AS (
    SELECT at_borders.number, at_borders.x, at_borders.y, today.id AS district_id, today.kato, part.geom
    FROM at_borders
    JOIN today ON ST_Intersects(today.boundary, at_borders.geom)
    CROSS JOIN LATERAL ST_Dump(ST_CollectionExtract(ST_Intersection(at_borders.geom, today.boundary), 2)) AS part
),
pieces AS (
    SELECT in_cells.number, in_cells.x, in_cells.y, touched.district_id, in_cells.geom
    FROM in_cells
    LEFT JOIN touched ON touched.number = in_cells.number
    WHERE touched.number IS NULL OR (touched.districts = 1 AND touched.is_inside)
    UNION ALL
    SELECT number, x, y, district_id, geom
    FROM inside
    WHERE NOT EXISTS (
        SELECT 1 FROM today AS other
        WHERE other.kato < inside.kato
          AND ST_Intersects(other.boundary, ST_LineInterpolatePoint(inside.geom, 0.5))
    )
    UNION ALL
    SELECT at_borders.number, at_borders.x, at_borders.y, NULL,
           CASE WHEN near.boundary IS NULL THEN at_borders.geom
                ELSE ST_CollectionExtract(ST_Difference(at_borders.geom, near.boundary), 2) END
    FROM at_borders
    CROSS JOIN LATERAL (
        SELECT ST_Union(today.boundary) AS boundary FROM today WHERE ST_Intersects(today.boundary, at_borders.geom)
    ) AS near
    WHERE NOT EXISTS (SELECT 1 FROM today WHERE ST_CoveredBy(at_borders.geom, today.boundary))
),
measured AS MATERIALIZED (
    SELECT number, x, y, district_id, ST_Length(ST_Transform(geom, %(srid)s)) AS length_m
    FROM pieces
    WHERE NOT ST_IsEmpty(geom)
),
cells AS MATERIALIZED (
    SELECT x, y, grid_key(x, y) AS cell FROM (SELECT DISTINCT x, y FROM measured) AS squares
),
lengths AS (
    SELECT uses.version_id, cells.cell, measured.district_id, sum(measured.length_m * uses.times) AS length_m
    FROM measured
    JOIN uses ON uses.number = measured.number
    JOIN cells ON cells.x = measured.x AND cells.y = measured.y
    GROUP BY uses.version_id, cells.cell, measured.district_id
)
INSERT INTO network_routeshare (version_id, cell, district_id, share)
SELECT version_id, cell, district_id, length_m / sum(length_m) OVER (PARTITION BY version_id)
FROM lengths
WHERE length_m > 0.000001
