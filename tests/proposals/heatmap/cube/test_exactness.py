"""The cube equals a recount from the proposals, whatever is done to them, in whatever order, by whomever."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from districts.models import District
from proposals.assigning import assign_everything
from proposals.filters import ProposalFilter
from proposals.heatmap.cube.checking import find_differences
from proposals.heatmap.cube.folding import fold, fold_if_due
from proposals.heatmap.cube.reading import read_cells
from proposals.heatmap.cube.rebuilding import rebuild
from proposals.heatmap.cube.version import data_version
from proposals.heatmap.models import STATUS_CODES, CubeDelta, CubeFold, CubeTile
from proposals.models import COUNTED_STATUSES, Proposal, Status
from tests.factories import (
    EAST_BBOX,
    IN_EAST,
    IN_WEST,
    OUTSIDE,
    make_city,
    make_proposal,
    make_route,
    make_topic,
)

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 1, 31, 18, 30, tzinfo=dt.UTC)
PLACES = [IN_WEST, IN_EAST, OUTSIDE, (69.6, 42.35), (69.5005, 42.3005), None]
TOPICS = ("transport", "parks")
STATUSES = [status for status in STATUS_CODES if status != Status.MERGED]

acts = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(PLACES), st.sampled_from(TOPICS), st.sampled_from(STATUSES)),
    st.tuples(st.just("move"), st.integers(0, 9), st.sampled_from(PLACES[:5])),
    st.tuples(st.just("topic"), st.integers(0, 9), st.sampled_from(TOPICS)),
    st.tuples(st.just("later"), st.integers(0, 9), st.integers(0, 70)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("fold")),
    st.tuples(st.just("rebuild")),
)


def act(kind: str, *values: object) -> None:
    if kind == "add":
        at, topic, status = values
        version = None if at else make_route("7")
        make_proposal(at=at, along=version, topic=topic, status=status, submitted_at=START)
        return
    if kind == "fold":
        fold()
        return
    if kind == "rebuild":
        rebuild()
        return
    chosen = list(Proposal.objects.order_by("pk"))
    if not chosen:
        return
    proposal = chosen[int(values[0]) % len(chosen)]
    records = Proposal.objects.filter(pk=proposal.pk)
    if kind == "move" and proposal.location is not None:
        records.update(location=f"SRID=4326;POINT({values[1][0]} {values[1][1]})")
    if kind == "topic":
        records.update(topic=make_topic(values[1]))
    if kind == "later":
        records.update(submitted_at=START + dt.timedelta(days=values[1]))
    if kind == "withdraw" and proposal.status in COUNTED_STATUSES:
        records.update(status=Status.WITHDRAWN)
    if kind == "delete":
        records.delete()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(acts, min_size=1, max_size=14))
def test_any_edits_and_folds_leave_the_cube_equal_to_a_recount(done: list[tuple]) -> None:
    with transaction.atomic():
        make_city()
        for each in done:
            act(*each)
        assert find_differences() == []
        assert read_cells(ProposalFilter()).total == pytest.approx(Proposal.objects.published().count())
        fold()
        assert not CubeDelta.objects.exists()
        assert find_differences() == []
        transaction.set_rollback(True)


def test_every_status_has_the_code_that_the_triggers_write() -> None:
    make_city()
    for status in STATUSES:
        last = make_proposal(at=IN_WEST, status=status)
    make_proposal(at=IN_WEST, status=Status.MERGED, merged_into=last)
    written = set(CubeDelta.objects.filter(status__gt=0).values_list("status", flat=True))
    assert written == set(STATUS_CODES.values())
    assert len(STATUS_CODES) == len(Status)
    assert all((code <= 8) == (status in COUNTED_STATUSES) for status, code in STATUS_CODES.items())


def test_a_change_of_boundaries_moves_counts_and_is_folded_with_it() -> None:
    west, east = make_city()
    make_proposal(at=IN_WEST)
    make_proposal(along=make_route())
    fold()
    west.boundary, east.boundary = east.boundary, west.boundary
    District.objects.filter(pk=west.pk).update(boundary=west.boundary)
    District.objects.filter(pk=east.pk).update(boundary=east.boundary)
    assign_everything()
    assert not CubeDelta.objects.exclude(status=0).exists()
    assert find_differences() == []
    here = read_cells(ProposalFilter(districts=("east",)))
    assert here.total == pytest.approx(1 + 0.4, abs=1e-5)


def test_an_edit_that_changes_no_count_leaves_no_delta() -> None:
    make_city()
    proposal = make_proposal(at=IN_WEST)
    fold()
    Proposal.objects.filter(pk=proposal.pk).update(title="Another headline")
    assert not CubeDelta.objects.filter(status__gt=0).exists()


def test_a_statement_about_many_proposals_writes_one_delta_for_each_count() -> None:
    make_city()
    for _number in range(5):
        make_proposal(at=IN_WEST, status=Status.PUBLISHED)
    fold()
    Proposal.objects.update(status=Status.UNDER_REVIEW)
    assert sorted(CubeDelta.objects.values_list("count", flat=True)) == [-5, 5]


def test_a_fold_that_fails_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make_city()
    make_proposal(at=IN_WEST)

    class PulledPlug(Exception):
        pass

    def fail(*args: object, **values: object) -> None:
        raise PulledPlug

    with monkeypatch.context() as patched:
        patched.setattr(CubeFold.objects, "create", fail)
        with pytest.raises(PulledPlug), transaction.atomic():
            fold()
    assert read_cells(ProposalFilter()).total == 1
    assert find_differences() == []
    assert fold().deltas > 0
    assert read_cells(ProposalFilter()).total == 1


def test_few_young_deltas_wait_and_many_or_old_ones_are_folded() -> None:
    make_city()
    make_proposal(at=IN_WEST)
    assert fold_if_due().deltas == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE heatmap_cubedelta SET at = at - interval '1 hour'")
    assert fold_if_due().deltas > 0


def test_emptied_tiles_go() -> None:
    make_city()
    proposal = make_proposal(at=IN_WEST)
    fold()
    assert CubeTile.objects.exists()
    Proposal.objects.filter(pk=proposal.pk).update(status=Status.WITHDRAWN)
    fold()
    assert not CubeTile.objects.filter(hidden=False).exists()


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE heatmap_cubetile SET total = by_status WHERE level = 14",
        "DELETE FROM heatmap_cubetile WHERE level = 12 AND topic = 0",
        "INSERT INTO heatmap_cubedelta (cell, version, district, topic, status, month, count)"
        " SELECT cell, 0, 0, topic_id, 1, 24313, 1 FROM proposals_proposal WHERE cell IS NOT NULL LIMIT 1",
        "DELETE FROM network_sharetile WHERE level = 15",
        "UPDATE heatmap_cubetile SET district = 0 WHERE level = 18",
        "UPDATE heatmap_cubetile SET hidden = true WHERE level = 16",
    ],
)
def test_check_command_finds_what_is_wrong_and_rebuild_mends_it(spoil: str) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    make_proposal(along=make_route())
    fold()
    call_command("check_heatmap")
    with connection.cursor() as cursor:
        cursor.execute(spoil)
        assert cursor.rowcount > 0
    with pytest.raises(CommandError, match="rebuild_heatmap"):
        call_command("check_heatmap")
    call_command("rebuild_heatmap")
    call_command("check_heatmap")


def test_months_are_those_of_the_time_zone_and_a_rebuild_follows_a_change_of_it(settings: object) -> None:
    make_city()
    make_proposal(at=IN_WEST, submitted_at=START)  # 18:30 in UTC is 23:30 of 31 January in Almaty
    january = ProposalFilter(month_to=dt.date(2026, 1, 1))
    assert read_cells(january).total == 1
    settings.TIME_ZONE = "Asia/Tokyo"
    assert any("Asia/Tokyo" in line for line in find_differences())
    rebuild()
    assert find_differences() == []
    assert read_cells(january).total == 0


def test_version_changes_with_public_counts_and_not_with_hidden_ones() -> None:
    make_city()
    make_proposal(at=IN_WEST)
    seen = {data_version()}
    hidden = make_proposal(at=IN_WEST, status=Status.SUBMITTED)
    assert data_version() in seen
    for change in (
        lambda: make_proposal(at=IN_WEST),
        lambda: Proposal.objects.exclude(pk=hidden.pk).update(status=Status.UNDER_REVIEW),
        fold,
        lambda: make_topic("another"),
        lambda: District.objects.filter(slug="west").update(population=5),
        make_route,
        rebuild,
    ):
        change()
        assert data_version() not in seen
        seen.add(data_version())


def test_cells_carry_the_version_of_what_they_say() -> None:
    make_city()
    make_proposal(at=IN_WEST)
    assert read_cells(ProposalFilter()).version == data_version()


def test_boxes_take_whole_cells_anywhere() -> None:
    make_city()
    make_proposal(at=IN_WEST)
    make_proposal(at=IN_EAST)
    chosen = ProposalFilter(bbox=(69.5499, 42.3499, 69.5501, 42.3501))
    assert read_cells(chosen, level=18).total == 1
    assert read_cells(replace(chosen, bbox=(10, 10, 11, 11)), zoom=9).total == 0
    assert read_cells(replace(chosen, bbox=(179, -80, -179, 80)), zoom=3).total == 0
    assert read_cells(replace(chosen, bbox=(69.6, -90, 69.5, 90)), zoom=3).total == 2
    assert read_cells(replace(chosen, bbox=(-180, -90, 180, 90)), zoom=22).total == 2
    assert read_cells(replace(chosen, bbox=EAST_BBOX), level=16).total == 1


def test_level_follows_the_zoom_and_never_more_cells_than_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    make_city()
    for number in range(12):
        make_proposal(at=(69.51 + number * 0.005, 42.35))
    for zoom in (0, 5, 8, 13, 22):
        cells = read_cells(ProposalFilter(), zoom=zoom)
        assert cells.level == min(18, zoom + 5)
        assert cells.total == 12
    monkeypatch.setattr("proposals.heatmap.cube.query.CELLS_MAX", 5)
    monkeypatch.setattr("proposals.heatmap.cube.reading.CELLS_MAX", 5)
    unfolded = read_cells(ProposalFilter(), zoom=13)
    fold()
    coarse = read_cells(ProposalFilter(), zoom=13)
    assert len(coarse.x) <= 5
    assert coarse.total == unfolded.total == 12
    assert coarse.level == unfolded.level
    filtered = read_cells(ProposalFilter(statuses=(Status.DONE,)), zoom=13)
    assert filtered.level == coarse.level


def test_cells_stand_in_rows_and_their_middles_in_the_cell() -> None:
    make_city()
    make_proposal(at=(69.52, 42.31))
    make_proposal(at=(69.58, 42.39))
    make_proposal(at=(69.51, 42.39))
    cells = read_cells(ProposalFilter(), level=17)
    assert (np.diff(cells.y) >= 0).all()
    lon, lat = cells.lon_lat()
    size = 360 / (1 << 17)
    assert np.allclose(sorted(lon), sorted([69.52, 69.58, 69.51]), atol=size)
    assert np.allclose(sorted(lat), sorted([42.31, 42.39, 42.39]), atol=size)
