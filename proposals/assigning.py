"""Put proposals into today's districts."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from proposals.signals import assigned_everything
from stops.network.assigning import assign_places
from stops.network.shares import compute_shares
from stops.signs.district_scans import count_district_scans

# A point on a shared border belongs to the district with the lowest KATO code; a whole-route proposal
# to the one with the largest share of its route, the lowest code among equals. Shares are computed first.
# Most proposals stand at the points of signs, so each point is looked up once.
ASSIGN_SQL = """
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
"""


def assign_proposals() -> int:
    """Give every proposal its district of today, or none outside them; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN_SQL, {"today": timezone.localdate()})
        return int(cursor.rowcount)


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many places and proposals changed their district, and how many route shares were written."""

    places: int
    shares: int
    proposals: int


@transaction.atomic
def assign_everything() -> Assigned:
    """Give places, route shares and proposals their districts of today, in this order, then sum the scans there.

    Who counts the proposals is told, and takes in the many changes at once.
    """
    assigned = Assigned(assign_places(), compute_shares(), assign_proposals())
    count_district_scans()
    assigned_everything.send(sender=None)
    return assigned
