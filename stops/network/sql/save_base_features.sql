-- Make the staged features those of a source, in one statement; count what was made, changed and deleted.
-- A geometry that simplifying leaves empty or of too few positions is kept as it was given.
WITH given AS (
    SELECT
        source_id, kind, rank, name_kk, name_ru, name_en,
        CASE WHEN simple IS NULL OR ST_IsEmpty(simple) THEN geometry ELSE simple END AS geometry
    FROM (
        SELECT DISTINCT ON (source_id)
            *,
            ST_ReducePrecision(
                ST_Transform(
                    ST_SimplifyPreserveTopology(ST_Transform(geometry, %(srid)s), %(tolerance_m)s), 4326
                ), 0.000001
            ) AS simple
        FROM base_feature_given
        ORDER BY source_id
    ) AS staged
),
saved AS (
    INSERT INTO network_basefeature AS stored
        (source, source_id, kind, rank, name_kk, name_ru, name_en, geometry)
    SELECT %(source)s, source_id, kind, rank, name_kk, name_ru, name_en, geometry FROM given
    ON CONFLICT (source, source_id) DO UPDATE SET
        kind = excluded.kind, rank = excluded.rank, name_kk = excluded.name_kk,
        name_ru = excluded.name_ru, name_en = excluded.name_en, geometry = excluded.geometry
    WHERE (stored.kind, stored.rank, stored.name_kk, stored.name_ru, stored.name_en, stored.geometry)
        IS DISTINCT FROM
        (excluded.kind, excluded.rank, excluded.name_kk, excluded.name_ru, excluded.name_en, excluded.geometry)
    RETURNING (xmax = 0) AS is_new
),
gone AS (
    DELETE FROM network_basefeature AS stored
    WHERE stored.source = %(source)s
      AND NOT EXISTS (SELECT FROM given WHERE given.source_id = stored.source_id)
    RETURNING 1
)
SELECT
    (SELECT count(*) FROM saved WHERE is_new),
    (SELECT count(*) FROM saved WHERE NOT is_new),
    (SELECT count(*) FROM gone),
    (SELECT count(*) FROM given)
