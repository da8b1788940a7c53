"""Put proposals into today's districts."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from geoportal.database.sql import read_sql
from proposals.signals import assigned_everything
from stops.network.assigning import assign_places
from stops.network.shares import compute_shares
from stops.signs.district_scans import count_district_scans

ASSIGN_SQL = read_sql("proposals", "assign_proposals")


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
