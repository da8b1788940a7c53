-- A row that counts nothing makes the data's version another one: what public answers show beside counts has changed.
-- Of proposals it is told here what leaves the counts as they were: words and points that are shown beside them.
CREATE OR REPLACE FUNCTION public.heatmap_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.heatmap_cubedelta (cell, version, district, topic, status, month, count)
    VALUES (0, 0, 0, 0, 0, 0, 0);
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.network_sharetile
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.districts_district
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.proposals_topic
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER UPDATE ON public.proposals_proposal
    FOR EACH ROW WHEN (
        NEW.status IN (
            'published', 'under_review', 'accepted', 'planned', 'in_progress', 'done', 'declined', 'forwarded'
        )
        AND (OLD.title, OLD.text, OLD.location::text) IS DISTINCT FROM (NEW.title, NEW.text, NEW.location::text)
    ) EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.network_place
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.network_busroute
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
CREATE OR REPLACE TRIGGER heatmap_notice AFTER INSERT OR UPDATE OR DELETE ON public.signs_districtscans
    FOR EACH STATEMENT EXECUTE FUNCTION public.heatmap_notice();
