"""Shares of routes by cell and district."""

import pytest
from django.db.models import Count, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from districts.grid import FINEST_LEVEL, key_of_tile, tile_of
from stops.network.models import RouteVersion
from stops.network.shares import compute_shares, leading_district
from tests.factories import EAST_KATO, WEST_KATO, make_city, make_route

pytestmark = pytest.mark.django_db

positions = st.tuples(
    st.floats(min_value=69.45, max_value=69.75).map(lambda lon: round(lon, 5)),
    st.floats(min_value=42.25, max_value=42.45).map(lambda lat: round(lat, 5)),
)


def shares_by_kato(version: RouteVersion) -> dict[str | None, float]:
    rows = version.shares.values_list("district__kato").annotate(total=Sum("share"))
    return dict(rows)


def test_straight_route_is_shared_by_length() -> None:
    make_city()
    # 0.1° in the west, 0.1° in the east, 0.05° beyond.
    shares = shares_by_kato(make_route("1", (69.5, 42.35), (69.75, 42.35)))
    assert shares[WEST_KATO] == pytest.approx(0.4, abs=1e-3)
    assert shares[EAST_KATO] == pytest.approx(0.4, abs=1e-3)
    assert shares[None] == pytest.approx(0.2, abs=1e-3)


def test_route_on_the_shared_border_counts_once_in_the_lower_code() -> None:
    make_city()
    shares = shares_by_kato(make_route("2", (69.6, 42.32), (69.6, 42.38)))
    assert shares == {WEST_KATO: pytest.approx(1)}


def test_route_along_a_cell_edge_counts_each_piece_once() -> None:
    make_city()
    edge = 69.6 // (360 / 2**FINEST_LEVEL) * (360 / 2**FINEST_LEVEL)
    version = make_route("3", (edge, 42.33), (edge, 42.34))
    assert version.shares.aggregate(total=Sum("share"))["total"] == pytest.approx(1)
    crossed = abs(tile_of(69.6, 42.34, FINEST_LEVEL)[1] - tile_of(69.6, 42.33, FINEST_LEVEL)[1]) + 1
    assert version.shares.count() == crossed


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(track=st.lists(positions, min_size=2, max_size=8, unique=True))
def test_shares_of_any_route_sum_to_one(track: list[tuple[float, float]]) -> None:
    if not RouteVersion.objects.exists():
        make_city()
    version = make_route("7", *track)
    totals = version.shares.aggregate(total=Sum("share"), rows=Count("pk"))
    assert totals["total"] == pytest.approx(1, abs=1e-9)
    assert totals["rows"] > 0


def test_each_share_lies_in_the_cell_that_its_piece_crosses() -> None:
    make_city()
    version = make_route("4", (69.55, 42.351), (69.56, 42.351))
    first, last = tile_of(69.55, 42.351, FINEST_LEVEL), tile_of(69.56, 42.351, FINEST_LEVEL)
    expected = {key_of_tile(x, first[1]) for x in range(first[0], last[0] + 1)}
    assert set(version.shares.values_list("cell", flat=True)) == expected


def test_leading_district_has_the_largest_share() -> None:
    make_city()
    leading = leading_district(make_route("5", (69.58, 42.35), (69.69, 42.35)))
    assert leading is not None
    assert leading.kato == EAST_KATO


def test_route_outside_leads_nowhere() -> None:
    make_city()
    assert leading_district(make_route("6", (69.8, 42.35), (69.9, 42.35))) is None


def test_computing_again_changes_nothing() -> None:
    make_city()
    version = make_route()
    rows = version.shares.order_by("cell", "district").values_list("cell", "district", "share")
    before = list(rows)
    assert compute_shares() == len(before)
    assert list(rows.all()) == before
