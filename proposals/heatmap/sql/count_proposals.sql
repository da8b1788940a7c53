-- Count all proposals into the temporary table heatmap_counted. One statement, so one state of the database: what is
-- counted, and which deltas are thereby done with.
-- Parameters: statuses and codes, as STATUS_CODES says; zone, in which months are counted.
WITH done AS (DELETE FROM heatmap_cubedelta)
INSERT INTO heatmap_counted
SELECT
    coalesce(proposal.cell, 0),
    CASE WHEN proposal.location IS NULL THEN coalesce(proposal.route_version_id, 0) ELSE 0 END,
    CASE WHEN proposal.location IS NULL THEN 0 ELSE coalesce(proposal.district_id, 0) END,
    proposal.topic_id,
    known.code,
    12 * extract(year FROM local.moment) + extract(month FROM local.moment) - 1,
    count(*)
FROM proposals_proposal AS proposal
JOIN unnest(%(statuses)s::text[], %(codes)s::smallint[]) AS known (status, code) USING (status)
CROSS JOIN LATERAL (SELECT timezone(%(zone)s, proposal.submitted_at) AS moment) AS local
GROUP BY 1, 2, 3, 4, 5, 6
