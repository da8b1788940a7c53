-- A tile of the heat map's cells: squares on the tile's own grid of 4096 × 4096, which their sides divide evenly, so
-- nothing is to be cut or rounded. No buffer: each cell stands in one tile, and the weights of a zoom's tiles sum to the
-- total. Exterior rings have a positive area there, as Mapbox Vector Tile 2.1 asks.
SELECT ST_AsMVT(tile, 'cells', 4096, 'geom', 'id')
FROM (
    SELECT
        ST_ForcePolygonCCW(
            ST_MakeEnvelope(
                cell.across * %(side)s, cell.down * %(side)s, (cell.across + 1) * %(side)s, (cell.down + 1) * %(side)s
            )
        ) AS geom,
        cell.id,
        cell.weight,
        cell.per_km2
    FROM unnest(
        %(ids)s::bigint[], %(across)s::integer[], %(down)s::integer[], %(weights)s::float8[], %(per_km2)s::float8[]
    ) AS cell (id, across, down, weight, per_km2)
) AS tile
