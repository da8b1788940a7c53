"""Saving what a source has: by its identifiers, versions for changed lines, retired for what vanished."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from districts.importing.errors import ImportRefused
from stops.network.importing.records import Network
from stops.network.importing.saving import save_network, sort_key
from stops.network.importing.summary import ImportSummary, write_summary
from stops.network.models import BusRoute, Place, RouteShare, RouteVersion
from stops.signs.models import CodeState
from tests.factories import make_city, make_code, make_place, make_proposal
from tests.stops.network.importing.networks import MIDDLE, STREET, WEST_END, network, place, route

pytestmark = pytest.mark.django_db


def save(imported: Network, **options: Any) -> ImportSummary:
    return save_network(imported, source="gtfs", at=timezone.now(), **options)


def counts(summary: ImportSummary, kind: str) -> tuple[int, int, int, int]:
    each = summary.counts[kind]
    return each.created, each.updated, each.unchanged, each.retired


def test_first_import_creates_places_routes_versions_and_shares() -> None:
    west, east = make_city()
    summary = save(network(route("19", "a", "b", "c")))
    assert counts(summary, "places") == (3, 0, 0, 0)
    assert counts(summary, "routes") == (1, 0, 0, 0)
    assert counts(summary, "versions") == (1, 0, 0, 0)
    assert Place.objects.get(source_id="a").district == west
    assert Place.objects.get(source_id="c").district == east
    shares = RouteShare.objects.filter(version__route__number="19")
    assert sum(share.share for share in shares) == pytest.approx(1)
    assert {share.district for share in shares} == {west, east}


def test_second_import_of_the_same_changes_nothing() -> None:
    make_city()
    save(network(route("19", "a", "b", "c")))
    before = RouteVersion.objects.get()
    summary = save(network(route("19", "a", "b", "c")))
    assert summary.changed_nothing
    assert counts(summary, "places") == (0, 0, 3, 0)
    assert counts(summary, "versions") == (0, 0, 1, 0)
    assert RouteVersion.objects.get().valid_from == before.valid_from


def test_changed_line_makes_a_new_version_and_the_old_proposal_keeps_its_own() -> None:
    make_city()
    save(network(route("19", "a", "b", "c")))
    old = RouteVersion.objects.get()
    proposal = make_proposal(along=old)
    summary = save(network(route("19", "a", "b")))
    assert counts(summary, "versions") == (0, 1, 0, 0)
    old.refresh_from_db()
    proposal.refresh_from_db()
    assert proposal.route_version == old
    assert old.valid_to is not None
    assert old.directions.get().line.num_points == 3
    assert RouteVersion.objects.current().get().number == 2


def test_moved_and_renamed_stop_is_updated_and_its_old_proposal_stays_where_it_was() -> None:
    make_city()
    save(network())
    stop = Place.objects.get(source_id="a")
    proposal = make_proposal(at=WEST_END, place=stop)
    summary = save(Network(places=[place("a", (69.56, 42.35), "Рынок"), *network(stops="bc").places]))
    assert counts(summary, "places") == (0, 1, 2, 0)
    stop.refresh_from_db()
    proposal.refresh_from_db()
    assert (stop.name_ru, stop.location.coords) == ("Рынок", (69.56, 42.35))
    assert proposal.location.coords == WEST_END


def test_what_vanished_is_retired_and_its_codes_in_use_are_listed() -> None:
    make_city()
    save(network(route("19", "a", "b", "c"), route("5", "a", "b")))
    hanging = make_code(place=Place.objects.get(source_id="c"))
    revoked = make_code(place=Place.objects.get(source_id="c"))
    revoked.state = CodeState.REVOKED
    revoked.save()
    in_bus = make_code(version=RouteVersion.objects.get(route__number="5"))
    summary = save(network(route("19", "a", "b"), stops="ab"))
    assert counts(summary, "places") == (0, 0, 2, 1)
    assert counts(summary, "routes") == (0, 0, 1, 1)
    assert Place.objects.get(source_id="c").retired_at is not None
    assert [line[:11] for line in summary.keepers] == sorted([str(hanging), str(in_bus)])


def test_what_comes_back_is_in_use_again_with_its_version() -> None:
    make_city()
    save(network(route("19", "a", "b", "c")))
    save(network(stops="ab"))
    assert not BusRoute.objects.in_use().exists()
    summary = save(network(route("19", "a", "b", "c")))
    assert counts(summary, "routes") == (0, 1, 0, 0)
    assert counts(summary, "versions") == (0, 0, 1, 0)
    assert BusRoute.objects.in_use().count() == 1
    assert Place.objects.in_use().count() == 3


def test_nothing_is_retired_where_the_source_is_known_to_be_a_part() -> None:
    make_city()
    save(network(route("19", "a", "b", "c")))
    summary = save(network(stops="a"), retire=False)
    assert counts(summary, "places") == (0, 0, 1, 0)
    assert Place.objects.in_use().count() == 3
    assert BusRoute.objects.in_use().count() == 1


def test_records_of_another_source_are_left_alone() -> None:
    make_city()
    other = make_place()
    save(network())
    save(network(stops="a"))
    other.refresh_from_db()
    assert other.retired_at is None


def test_dry_run_says_what_would_happen_and_changes_nothing() -> None:
    make_city()
    summary = save(network(route("19", "a", "b", "c")), dry_run=True)
    assert counts(summary, "places") == (3, 0, 0, 0)
    assert counts(summary, "versions") == (1, 0, 0, 0)
    assert not Place.objects.exists()
    assert not BusRoute.objects.exists()


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (Network(), "no stop, place or route"),
        (Network(places=[place("a", MIDDLE), place("a", WEST_END)]), "place 'a' stands twice"),
        (Network(places=[place("a", MIDDLE, "я" * 201)]), "too long"),
        (network(route("19", "a", "b", "c"), stops="ab"), "stops at 'c'"),
        (network(route("1" * 21, "a", "b", "c")), "number or operator"),
    ],
    ids=["nothing", "twice", "long name", "unknown stop", "long number"],
)
def test_what_cannot_be_stored_is_refused_and_nothing_changes(broken: Network, sentence: str) -> None:
    make_city()
    with pytest.raises(ImportRefused, match=sentence):
        save(broken)
    assert not Place.objects.exists()


def test_a_stop_may_be_visited_twice() -> None:
    make_city()
    loop = [*STREET.values(), (69.6, 42.36), WEST_END]
    save(network(route("7", "a", "b", "c", "a", line=loop)))
    direction = RouteVersion.objects.get().directions.get()
    measures = [stop.measure_m for stop in direction.stops.all()]
    assert measures[0] == 0
    assert measures == sorted(measures)
    assert measures[3] > measures[2]


@pytest.mark.parametrize(
    ("number", "key"), [("171а", 171), ("19", 19), ("Аэро", 0), ("9" * 18, 999_999_999), ("٣", 0)]
)
def test_routes_sort_by_the_value_of_their_number(number: str, key: int) -> None:
    assert sort_key(number) == key


def test_summary_tells_skips_with_their_line_and_cuts_long_lists() -> None:
    from stops.network.importing.records import Skipped

    lines: list[str] = []
    skipped = [Skipped(f"stop {number}", "no coordinates", number, "stops.txt") for number in range(1, 60)]
    write_summary(lines.append, ImportSummary(skipped=skipped), dry_run=True, shown_max=2)
    assert lines == [
        "skipped: stop 1 (stops.txt line 1): no coordinates",
        "skipped: stop 2 (stops.txt line 2): no coordinates",
        "… and 57 more",
        "Dry run, nothing changed.",
        "skipped: 59",
    ]


def test_at_is_when_the_new_version_begins() -> None:
    make_city()
    begins = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    save_network(network(route("19", "a", "b", "c")), source="gtfs", at=begins)
    assert RouteVersion.objects.get().valid_from == begins
