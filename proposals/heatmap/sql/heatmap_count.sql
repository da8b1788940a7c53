-- Write down what a statement changes in the counts, whoever makes it and how: one row a count, however many rows
-- changed; what did not change cancels out.
CREATE OR REPLACE FUNCTION public.heatmap_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.heatmap_cubedelta (cell, version, district, topic, status, month, count)
        SELECT coalesce(cell, 0),
            CASE WHEN location IS NULL THEN coalesce(route_version_id, 0) ELSE 0 END,
            CASE WHEN location IS NULL THEN 0 ELSE coalesce(district_id, 0) END,
            topic_id, public.heatmap_status(status), public.heatmap_month(submitted_at), count(*)
        FROM new_rows
        GROUP BY 1, 2, 3, 4, 5, 6;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.heatmap_cubedelta (cell, version, district, topic, status, month, count)
        SELECT coalesce(cell, 0),
            CASE WHEN location IS NULL THEN coalesce(route_version_id, 0) ELSE 0 END,
            CASE WHEN location IS NULL THEN 0 ELSE coalesce(district_id, 0) END,
            topic_id, public.heatmap_status(status), public.heatmap_month(submitted_at), -count(*)
        FROM old_rows
        GROUP BY 1, 2, 3, 4, 5, 6;
    ELSE
        INSERT INTO public.heatmap_cubedelta (cell, version, district, topic, status, month, count)
        SELECT coalesce(cell, 0),
            CASE WHEN location IS NULL THEN coalesce(route_version_id, 0) ELSE 0 END,
            CASE WHEN location IS NULL THEN 0 ELSE coalesce(district_id, 0) END,
            topic_id, public.heatmap_status(status), public.heatmap_month(submitted_at), sum(change)
        FROM (SELECT *, -1 AS change FROM old_rows UNION ALL SELECT *, 1 AS change FROM new_rows) AS changed
        GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(change) <> 0;
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER heatmap_inserted AFTER INSERT ON public.proposals_proposal
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();
CREATE OR REPLACE TRIGGER heatmap_updated AFTER UPDATE ON public.proposals_proposal
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();
CREATE OR REPLACE TRIGGER heatmap_deleted AFTER DELETE ON public.proposals_proposal
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_count();
