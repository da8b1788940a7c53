"""Drawn proposals keep the rules whatever the day, the seed and their number; no database is asked."""

import datetime as dt

import numpy as np
import pytest
import shapely
import time_machine

from proposals.models import COUNTED_STATUSES, Status
from proposals.seeding.draws import draw_proposals
from proposals.seeding.pool import Pool
from proposals.seeding.rows import COLUMNS, NULL, Writer
from proposals.seeding.texts import Texts

DAYS = ("2026-11-28", "2027-01-01", "2027-02-26", "2027-07-01", "2028-02-29")
SQUARE = shapely.box(69.5, 42.3, 69.7, 42.4)


@pytest.fixture(scope="module")
def pool() -> Pool:
    """One district with one place, one stop and one route."""
    one = np.array([1])
    return Pool(
        topics=one, topic_weights=np.ones(1), places=one, place_codes=one, place_districts=one,
        place_points=np.array([[69.6, 42.35]]), place_weights=np.ones(1), stops=np.array([0]), stop_versions=one,
        versions=one, version_districts=one, version_weights=np.ones(1), departments=one, consent=1,
        centres=np.array([[69.6, 42.35]]), centre_weights=np.ones(1), boundaries=[(1, SQUARE)],
        texts=Texts(["Скамейка"], ["Скамейка"], ["ru"]),
    )  # fmt: skip


def written(pool: Pool, count: int, seed: int) -> list[dict[str, str]]:
    writer = Writer(pool, seed=seed, first_id=1, first_number=1, already=0)
    lines = b"".join(map(writer.lines, draw_proposals(count, seed, pool))).decode().splitlines()
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


@pytest.mark.parametrize("day", DAYS)
def test_what_is_merged_leads_on_to_one_that_is_counted(day: str, pool: Pool) -> None:
    """Of few, a month has one or none, and that one may be merged."""
    merged = 0
    with time_machine.travel(f"{day}T06:00:00Z", tick=False):
        for count, seed in [(count, seed) for count in (1, 2, 50) for seed in range(40)]:
            rows = written(pool, count, seed)
            assert len(rows) == count
            status = {row["id"]: row["status"] for row in rows}
            targets = [row["merged_into_id"] for row in rows if row["status"] == Status.MERGED]
            assert all(status[target] in COUNTED_STATUSES for target in targets)
            assert all(row["merged_into_id"] == NULL for row in rows if row["status"] != Status.MERGED)
            merged += len(targets)
    assert merged


@pytest.mark.parametrize("day", DAYS)
def test_none_is_sent_before_it_could_be_or_after_today(day: str, pool: Pool) -> None:
    with time_machine.travel(f"{day}T06:00:00Z", tick=False):
        rows = written(pool, 200, seed=1)
    sent = [dt.datetime.fromisoformat(row["submitted_at"]) for row in rows]
    assert sent == sorted(sent)
    assert sent[-1] < dt.datetime.fromisoformat(f"{day}T00:00:00Z")
    years = {
        (row["number"][:4], (moment + dt.timedelta(hours=5)).year)
        for row, moment in zip(rows, sent, strict=True)
    }
    assert all(int(number) == year for number, year in years)
