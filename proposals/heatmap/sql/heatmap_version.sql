-- The version of the public data.
-- Folding removes deltas and adds a row to the log; between two folds deltas are only added. So the newest fold and the
-- number of public deltas after it name one state of the public counts. Hidden changes are not told.
CREATE OR REPLACE FUNCTION public.heatmap_version() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN coalesce((
            SELECT fold.id || '.' || (1000000 * extract(epoch FROM fold.at))::bigint
            FROM public.heatmap_cubefold AS fold ORDER BY fold.id DESC LIMIT 1
        ), '0')
        || '.' || (SELECT count(*) FROM public.heatmap_cubedelta WHERE status <= 8);
END
$$;
