-- Give every proposal its district of today, or none outside them.
-- A point on a shared border belongs to the district with the lowest KATO code; a whole-route proposal to the one with the
-- largest share of its route, the lowest code among equals. Shares are computed first. Most proposals stand at the points
-- of signs, so each point is looked up once.
-- Parameters: today, the date whose boundaries hold.
WITH today AS (
    SELECT id, kato, boundary FROM districts_district
    WHERE valid_from <= %(today)s AND (valid_to IS NULL OR valid_to > %(today)s)
),
lead AS (
    SELECT DISTINCT ON (version_id) version_id, district_id
    FROM (
        SELECT share.version_id, share.district_id, today.kato, sum(share.share) AS total
        FROM network_routeshare AS share JOIN today ON today.id = share.district_id
        GROUP BY share.version_id, share.district_id, today.kato
    ) AS totals
    ORDER BY version_id, total DESC, kato
),
points AS MATERIALIZED (
    SELECT DISTINCT location FROM proposals_proposal WHERE location IS NOT NULL
),
-- One district after the other (OFFSET keeps that order), so that its prepared boundary serves all points.
inside AS MATERIALIZED (
    SELECT DISTINCT ON (held.location) held.location, today.id
    FROM today
    CROSS JOIN LATERAL (
        SELECT points.location FROM points WHERE ST_Intersects(today.boundary, points.location) OFFSET 0
    ) AS held
    ORDER BY held.location, today.kato
),
found AS (
    SELECT proposal.id, CASE WHEN proposal.location IS NULL THEN lead.district_id ELSE inside.id END AS district_id
    FROM proposals_proposal AS proposal
    LEFT JOIN lead ON proposal.location IS NULL AND lead.version_id = proposal.route_version_id
    LEFT JOIN inside ON inside.location = proposal.location
)
UPDATE proposals_proposal AS proposal
SET district_id = found.district_id
FROM found
WHERE found.id = proposal.id AND proposal.district_id IS DISTINCT FROM found.district_id
