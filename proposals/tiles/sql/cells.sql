-- A tile of the heat map's cells: squares by their tile numbers, drawn on the tile's own grid of 4096 × 4096.
-- No buffer: each cell stands in one tile, so the weights of a zoom's tiles sum to the total.
SELECT ST_AsMVT(tile, 'cells', 4096, 'geom', 'id')
FROM (
    SELECT
        ST_AsMVTGeom(
            ST_TileEnvelope(%(level)s, cell.x, cell.y), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 0, true
        ) AS geom,
        grid_key(cell.x, cell.y) AS id,
        cell.weight,
        cell.per_km2
    FROM unnest(
        %(columns)s::integer[], %(rows)s::integer[], %(weights)s::float8[], %(per_km2)s::float8[]
    ) AS cell (x, y, weight, per_km2)
) AS tile
WHERE tile.geom IS NOT NULL
