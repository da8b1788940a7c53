-- Count all proposals into the temporary table heatmap_recounted, written apart from the triggers and the rebuild: cells by
-- the plain formula of web Mercator from the location, months as text, statuses as they are stored.
-- Parameters: codes, of the statuses as JSON; zone, in which months are counted.
CREATE TEMPORARY TABLE heatmap_recounted ON COMMIT DROP AS
SELECT
    CASE WHEN location IS NULL THEN 0 ELSE
        least(262143, greatest(0, floor((ST_X(location) + 180) / 360 * 262144)))::integer END AS x,
    CASE WHEN location IS NULL THEN 0 ELSE
        least(262143, greatest(0, floor((0.5 - asinh(tan(radians(
            least(85.0511287798066, greatest(-85.0511287798066, ST_Y(location)))))) / (2 * pi())) * 262144
        )))::integer END AS y,
    CASE WHEN location IS NULL THEN route_version_id ELSE 0 END AS version,
    CASE WHEN location IS NULL OR district_id IS NULL THEN 0 ELSE district_id END AS district,
    topic_id::integer AS topic,
    (%(codes)s::jsonb ->> status)::smallint AS status,
    left(local.month, 4)::integer * 12 + right(local.month, 2)::integer - 1 AS month,
    count(*)::integer AS count
FROM proposals_proposal
CROSS JOIN LATERAL (SELECT to_char(submitted_at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month) AS local
GROUP BY 1, 2, 3, 4, 5, 6, 7
