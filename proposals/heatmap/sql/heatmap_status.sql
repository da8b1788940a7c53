-- How the cube writes a status; proposals.heatmap.models.STATUS_CODES says the same to Python.
CREATE OR REPLACE FUNCTION public.heatmap_status(status text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (CASE status
    WHEN 'published' THEN 1 WHEN 'under_review' THEN 2 WHEN 'accepted' THEN 3 WHEN 'planned' THEN 4
    WHEN 'in_progress' THEN 5 WHEN 'done' THEN 6 WHEN 'declined' THEN 7 WHEN 'forwarded' THEN 8
    WHEN 'submitted' THEN 9 WHEN 'rejected' THEN 10 WHEN 'withdrawn' THEN 11 WHEN 'merged' THEN 12
END)::smallint;
