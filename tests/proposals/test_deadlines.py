"""Working days: Monday to Friday, less the holidays with a fixed date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.deadlines import add_workdays, is_workday

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-20", 3, "2026-11-25"),
        ("2026-11-20", 15, "2026-12-11"),
        ("2026-12-14", 3, "2026-12-18"),
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-01-06", 1, "2026-01-08"),
        ("2026-03-20", 1, "2026-03-26"),
        ("2026-11-21", 0, "2026-11-21"),
    ],
)
def test_working_days_skip_weekends_and_holidays(start: str, count: int, end: str) -> None:
    assert add_workdays(dt.date.fromisoformat(start), count) == dt.date.fromisoformat(end)


def test_holiday_on_a_weekend_frees_the_next_working_day() -> None:
    assert not is_workday(dt.date(2026, 3, 9))
    assert not is_workday(dt.date(2026, 8, 31))


def test_christmas_on_a_weekend_frees_no_other_day() -> None:
    assert is_workday(dt.date(2029, 1, 8))


@given(DAYS, st.integers(1, 60))
def test_the_day_reached_is_a_working_day_with_as_many_before_it(start: dt.date, count: int) -> None:
    end = add_workdays(start, count)
    passed = [start + dt.timedelta(days=offset) for offset in range(1, (end - start).days + 1)]
    assert is_workday(end)
    assert sum(is_workday(day) for day in passed) == count
