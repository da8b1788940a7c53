"""Slots of days that are over become one row, and no count is lost."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stops.signs.models import QRCode, Scan
from stops.signs.models.codes import SCAN_SLOTS
from stops.signs.scan_folding import DAYS_LEFT_OPEN, fold_scans
from stops.signs.scanning import COUNT_SQL
from stops.signs.tasks import fold_scans_nightly
from tests.factories import make_city, make_code

TODAY = dt.date(2026, 11, 23)
OVER = TODAY - dt.timedelta(days=DAYS_LEFT_OPEN)
PEOPLE, SCANS_EACH = 4, 25

days_ago = st.integers(min_value=0, max_value=5)
slots = st.integers(min_value=0, max_value=SCAN_SLOTS - 1)
counts = st.tuples(st.integers(min_value=0, max_value=99), st.integers(min_value=0, max_value=9))


def sums(code: QRCode) -> dict[dt.date, tuple[int, int]]:
    rows = Scan.objects.filter(code=code).values("day").annotate(scans=Sum("count"), sent=Sum("submissions"))
    return {row["day"]: (row["scans"], row["sent"]) for row in rows}


class TestAnyScans(TestCase):
    """Whatever was counted."""

    @given(st.dictionaries(st.tuples(days_ago, slots), counts, max_size=30))
    def test_folding_keeps_every_day_and_leaves_one_row_of_each_that_is_over(
        self, counted: dict[tuple[int, int], tuple[int, int]]
    ) -> None:
        if not QRCode.objects.exists():
            make_city()
        code = make_code()
        for (ago, slot), (count, sent) in counted.items():
            day = TODAY - dt.timedelta(days=ago)
            Scan.objects.create(code=code, day=day, slot=slot, count=count, submissions=sent)
        before = sums(code)
        fold_scans(TODAY)
        assert sums(code) == before
        over = Scan.objects.filter(code=code, day__lte=OVER)
        assert list(over.order_by("day").values_list("day", "slot")) == [
            (day, 0) for day in sorted(before) if day <= OVER
        ]
        assert Scan.objects.filter(code=code, day__gt=OVER).count() == sum(ago < 2 for ago, _slot in counted)
        assert fold_scans(TODAY) == 0


@pytest.mark.django_db
def test_nightly_task_tells_how_many_rows_went() -> None:
    make_city()
    code = make_code()
    day = timezone.localdate() - dt.timedelta(days=DAYS_LEFT_OPEN)
    for slot in (0, 3, 7):
        Scan.objects.create(code=code, day=day, slot=slot, count=2)
    assert fold_scans_nightly(timestamp=0) == 2
    assert Scan.objects.get().count == 6


@pytest.mark.django_db(transaction=True)
def test_no_scan_is_lost_while_others_fold() -> None:
    make_city()
    code = make_code()

    def count(_person: int) -> None:
        try:
            for _number in range(SCANS_EACH):
                values = {"code": code.pk, "day": OVER, "scans": 1, "sent": 1}
                with connection.cursor() as cursor:
                    cursor.execute(COUNT_SQL, values)
        finally:
            connection.close()

    def fold(_times: int) -> None:
        try:
            for _ in range(10):
                fold_scans(TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE + 2) as pool:
        work = [pool.submit(count, person) for person in range(PEOPLE)] + [
            pool.submit(fold, n) for n in range(2)
        ]
        for part in work:
            part.result()
    fold_scans(TODAY)
    assert sums(code) == {OVER: (PEOPLE * SCANS_EACH, PEOPLE * SCANS_EACH)}
    assert Scan.objects.count() == 1
