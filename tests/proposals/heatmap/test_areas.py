"""Counts in a drawn area, a strip along a route, of one route, of one place."""

import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from districts.grid import FINEST_LEVEL
from proposals.filters import ProposalFilter
from proposals.heatmap.counts import (
    count_by_month,
    count_by_status,
    count_by_topic,
    count_cells,
    count_districts,
    count_total,
)
from proposals.models import Proposal, Status
from stops.network.models import RouteVersion
from tests.factories import make_city, make_place, make_proposal, make_route

pytestmark = pytest.mark.django_db

# Written apart from the code it checks: the centre of a cell is found from its key by PostGIS, not by the grid.
RECOUNT_SQL = """
WITH area AS (SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) AS shape),
counted AS (SELECT * FROM proposals_proposal WHERE status IN ('published', 'done')),
share AS (
  SELECT s.share, ST_Transform(ST_Centroid(ST_TileEnvelope(18, tile.x, tile.y)), 4326) AS centre
  FROM counted AS p
  JOIN network_routeshare AS s ON s.version_id = p.route_version_id
  CROSS JOIN LATERAL (
    SELECT sum(((s.cell >> (2 * bit)) & 1) << bit)::int AS x,
           sum(((s.cell >> (2 * bit + 1)) & 1) << bit)::int AS y
    FROM generate_series(0, 17) AS bit
  ) AS tile
  WHERE p.location IS NULL
)
SELECT (SELECT count(*) FROM counted, area WHERE ST_Intersects(location, shape))
     + (SELECT coalesce(sum(share), 0) FROM share, area WHERE ST_Contains(shape, centre))
"""

longitudes = st.floats(69.45, 69.8)
latitudes = st.floats(42.25, 42.45)


def ground() -> RouteVersion:
    if not RouteVersion.objects.exists():
        make_city()
        make_route()
    return RouteVersion.objects.get()


def boxed(west: float, south: float, east: float, north: float) -> ProposalFilter:
    area = Polygon.from_bbox((west, south, east, north))
    area.srid = 4326
    return ProposalFilter(area=area)


def assert_conserved(chosen: ProposalFilter, expected: float) -> None:
    exactly = pytest.approx(expected, abs=1e-6)
    districts = count_districts(chosen)
    assert count_total(chosen) == exactly
    assert districts.outside + sum(row.count for row in districts.rows) == exactly
    assert sum(cell.weight for cell in count_cells(chosen, 13)) == exactly
    assert sum(cell.weight for cell in count_cells(chosen, FINEST_LEVEL)) == exactly
    assert sum(count_by_topic(chosen).values()) == exactly
    assert sum(count_by_status(chosen).values()) == exactly
    assert sum(weight for _month, weight in count_by_month(chosen)) == exactly


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    points=st.lists(st.tuples(longitudes, latitudes), max_size=6),
    corners=st.tuples(longitudes, latitudes, st.floats(0.001, 0.3), st.floats(0.001, 0.2)),
)
def test_drawn_area_holds_its_points_and_the_shares_of_its_cells(
    points: list[tuple[float, float]], corners: tuple[float, float, float, float]
) -> None:
    version = ground()
    Proposal.objects.all().delete()
    for at in points:
        make_proposal(at=at)
    make_proposal(along=version)
    make_proposal(along=version, status=Status.DONE)
    make_proposal(along=version, status=Status.SUBMITTED)
    west, south, width, height = corners
    box = {"west": west, "south": south, "east": west + width, "north": south + height}
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT_SQL, box)
        (expected,) = cursor.fetchone()
    assert_conserved(boxed(**box), float(expected))


def test_strip_counts_its_own_route_whole_and_others_by_what_runs_in_it() -> None:
    make_city()
    along = make_route("19")
    across = make_route("5", (69.55, 42.31), (69.55, 42.39))
    make_proposal(along=along)
    make_proposal(along=across)
    make_proposal(at=(69.65, 42.3505))
    make_proposal(at=(69.65, 42.38))
    chosen = ProposalFilter(route=along.route, within_m=500)
    within = count_total(chosen) - 2
    # 1,000 m of the 8.9 km that route 5 has, to the width of a cell.
    assert within == pytest.approx(1000 / 8890, abs=0.03)
    assert_conserved(chosen, 2 + within)


def test_route_alone_counts_its_own_proposals_whole() -> None:
    make_city()
    version, other = make_route("19"), make_route("5")
    make_proposal(along=version)
    make_proposal(along=other)
    make_proposal(at=(69.55, 42.35))
    make_proposal(at=(69.55, 42.35), route_version=version, place=make_place(), location_source="chosen_stop")
    assert_conserved(ProposalFilter(route=version.route), 2)


def test_place_counts_what_is_about_it() -> None:
    make_city()
    place = make_place()
    make_proposal(place=place)
    make_proposal(along=make_route())
    make_proposal()
    assert_conserved(ProposalFilter(place=place), 1)
