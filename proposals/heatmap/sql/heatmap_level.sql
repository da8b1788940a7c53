-- The finest level at which a view has at most so many cells.
-- Two ranges of columns, the second empty (its first above its last) away from the antimeridian; the columns and rows
-- are cells of level 18, blocks are 32 of them wide at that level.
CREATE OR REPLACE FUNCTION public.heatmap_level(
    coarsest integer, finest integer, cells_most bigint,
    first0 integer, last0 integer, first1 integer, last1 integer, top integer, bottom integer
) RETURNS smallint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT CASE WHEN count(*) = 0 THEN finest
            ELSE coalesce(max(levels.level) FILTER (WHERE levels.cells <= cells_most), coarsest) END
        FROM (
            SELECT blocks.level, sum(blocks.occupied) AS cells
            FROM (
                SELECT tile.level, tile.occupied, tile.x, tile.y FROM public.heatmap_cubetile AS tile
                WHERE tile.level BETWEEN coarsest AND finest AND NOT tile.hidden AND tile.topic = 0
                UNION ALL
                SELECT share.level, share.occupied, share.x, share.y FROM public.network_sharetile AS share
                WHERE share.level BETWEEN coarsest AND finest
            ) AS blocks
            WHERE (
                blocks.x BETWEEN first0 >> (23 - blocks.level) AND last0 >> (23 - blocks.level)
                OR blocks.x BETWEEN first1 >> (23 - blocks.level) AND last1 >> (23 - blocks.level)
                   AND first1 <= last1
            ) AND blocks.y BETWEEN top >> (23 - blocks.level) AND bottom >> (23 - blocks.level)
            GROUP BY blocks.level
        ) AS levels
    );
END
$$;
