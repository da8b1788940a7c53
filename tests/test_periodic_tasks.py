"""The worker's periodic tasks are due as often as their descriptions say: a cron line counts its seconds last."""

import datetime as dt
import itertools

import pytest
from procrastinate.contrib.django import app

NOON = dt.datetime(2026, 11, 23, 12, 0, 30, tzinfo=dt.UTC).timestamp()


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("residents.send_receipts", 5),
        ("heatmap.fold_heatmap", 10),
        ("signs.fold_scans", 24 * 60 * 60),
        ("proposals.purge_personal_data", 24 * 60 * 60),
        ("proposals.follow_calendar", 60 * 60),
    ],
)
def test_task_is_due_again_after_its_time(name: str, seconds: int) -> None:
    [periodic] = [each for each in app.periodic_registry.periodic_tasks.values() if each.task.name == name]
    times = [NOON]
    for _turn in range(4):
        times.append(periodic.croniter.get_next(ret_type=float, start_time=times[-1]))
    assert {later - earlier for earlier, later in itertools.pairwise(times[1:])} == {seconds}
