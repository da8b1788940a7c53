"""The database's own copies of the counted statuses say what ``COUNTED_STATUSES`` says."""

import re

import pytest
from django.db import connection

from proposals.heatmap.models import LAST_COUNTED, STATUS_CODES
from proposals.models import COUNTED_STATUSES, Status

pytestmark = pytest.mark.django_db

LITERAL = re.compile(r"'(\w+)'::")


def one(sql: str, *parameters: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("status", Status)
def test_database_writes_a_status_by_its_code(status: Status) -> None:
    assert one("SELECT public.heatmap_status(%s)", status.value) == str(STATUS_CODES[status])


def test_counted_statuses_have_the_first_codes() -> None:
    assert sorted(STATUS_CODES[status] for status in COUNTED_STATUSES) == list(range(1, LAST_COUNTED + 1))


def test_version_tells_changes_of_the_counted_statuses_only() -> None:
    definition = one("SELECT pg_get_functiondef('public.heatmap_version()'::regprocedure)")
    assert re.findall(r"status (\S+) (\d+)", definition) == [("<=", str(LAST_COUNTED))]


def test_notice_looks_at_the_counted_statuses_only() -> None:
    definition = one(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE tgname = 'heatmap_notice' AND tgrelid = 'public.proposals_proposal'::regclass"
    )
    assert sorted(LITERAL.findall(definition)) == sorted(status.value for status in COUNTED_STATUSES)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "SELECT string_agg(pg_get_expr(indpred, indrelid), ' ') FROM pg_index "
            "WHERE indrelid = 'public.proposals_proposal'::regclass AND indpred IS NOT NULL "
            "AND pg_get_expr(indpred, indrelid) LIKE '%%published%%'",
            id="indexes",
        ),
        pytest.param(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'public.proposals_proposal'::regclass "
            "AND pg_get_constraintdef(oid) LIKE '%%published_at IS NOT NULL%%'",
            id="constraint",
        ),
    ],
)
def test_indexes_and_constraint_hold_for_the_counted_statuses(sql: str) -> None:
    named = set(LITERAL.findall(one(sql)))
    assert named == {status.value for status in COUNTED_STATUSES}
