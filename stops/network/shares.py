"""The joint shares of route versions by finest cell and district of today."""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from districts.models import District
from geoportal.database.sql import read_sql
from stops.network.models import RouteShare, RouteVersion
from stops.network.share_tiles import write_share_tiles

COMPUTE_SQL = read_sql("stops.network", "compute_shares")


@transaction.atomic
def compute_shares(versions: QuerySet[RouteVersion] | None = None) -> int:
    """Compute the shares of some route versions anew, or of all of them.

    Lengths are measured in the city's metric projection; what lies beyond today's districts has no district.

    Returns:
        The number of rows written; for each version their shares sum to 1.
    """
    chosen = RouteVersion.objects.all() if versions is None else versions
    ids = list(chosen.values_list("pk", flat=True))
    RouteShare.objects.filter(version__in=ids).delete()
    with connection.cursor() as cursor:
        # Compiling the long statement takes seconds, running it for one version hundredths of one.
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        cursor.execute(
            COMPUTE_SQL, {"versions": ids, "srid": settings.CITY_SRID, "today": timezone.localdate()}
        )
        written = int(cursor.rowcount)
    write_share_tiles()
    return written


def leading_district(version: RouteVersion) -> District | None:
    """Return the district with the largest share of a route version, the lowest KATO among equals.

    Returns:
        None where no part of the route lies in a district of today.
    """
    shares = RouteShare.objects.filter(version=version, district__isnull=False)
    leading = (
        shares.values("district").annotate(total=Sum("share")).order_by("-total", "district__kato").first()
    )
    return None if leading is None else District.objects.get(pk=leading["district"])
