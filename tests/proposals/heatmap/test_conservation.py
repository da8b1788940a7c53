"""Conservation: districts + outside = cells = number of proposals, for any data, filter and edit."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from districts.grid import FINEST_LEVEL
from proposals.filters import ProposalFilter, parse_filter
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
from tests.factories import make_city, make_proposal, make_route, make_topic

pytestmark = pytest.mark.django_db

TOPICS = ("transport", "roads", "parks")
STATUSES = (
    Status.SUBMITTED,
    Status.PUBLISHED,
    Status.UNDER_REVIEW,
    Status.DECLINED,
    Status.DONE,
    Status.REJECTED,
)
COUNTED = (Status.PUBLISHED, Status.UNDER_REVIEW, Status.DECLINED, Status.DONE)
NEXT = {Status.SUBMITTED: Status.PUBLISHED, Status.PUBLISHED: Status.UNDER_REVIEW}
MONTHS = [f"2026-{month:02d}" for month in range(1, 7)]

# Points inside, outside, and exactly on the borders and corners of the two squares.
longitudes = st.one_of(st.sampled_from([69.5, 69.6, 69.7]), st.floats(69.45, 69.75))
latitudes = st.one_of(st.sampled_from([42.3, 42.4]), st.floats(42.25, 42.45))
places = st.one_of(st.none(), st.tuples(longitudes, latitudes))
records = st.tuples(places, st.sampled_from(TOPICS), st.sampled_from(STATUSES), st.integers(0, 180))
filters = st.fixed_dictionaries(
    {
        "topic": st.lists(st.sampled_from(TOPICS), unique=True, max_size=2),
        "status": st.lists(st.sampled_from(COUNTED), unique=True, max_size=2),
        "from": st.sampled_from([[], *[[month] for month in MONTHS[:3]]]),
        "to": st.sampled_from([[], *[[month] for month in MONTHS[3:]]]),
    }
)

# Written apart from the code it checks: one statement over the plain tables.
RECOUNT_SQL = """
SELECT count(*) FROM proposals_proposal AS p JOIN proposals_topic AS t ON t.id = p.topic_id
WHERE p.status IN ('published', 'under_review', 'accepted', 'planned', 'in_progress',
                   'done', 'declined', 'forwarded')
  AND (cardinality(%(topic)s::text[]) = 0 OR t.slug = ANY(%(topic)s))
  AND (cardinality(%(status)s::text[]) = 0 OR p.status = ANY(%(status)s))
  AND to_char(p.submitted_at AT TIME ZONE 'Asia/Almaty', 'YYYY-MM') >= %(first)s
  AND to_char(p.submitted_at AT TIME ZONE 'Asia/Almaty', 'YYYY-MM') <= %(last)s
"""


def recount(chosen: dict[str, list[str]]) -> int:
    parameters = {
        "topic": chosen["topic"],
        "status": [str(status) for status in chosen["status"]],
        "first": (chosen["from"] or ["0000-00"])[0],
        "last": (chosen["to"] or ["9999-99"])[0],
    }
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT_SQL, parameters)
        (number,) = cursor.fetchone()
    return int(number)


def assert_conserved(chosen: ProposalFilter, expected: float) -> None:
    districts = count_districts(chosen)
    exactly = pytest.approx(expected, abs=1e-6)
    assert districts.total == exactly
    assert districts.outside + sum(row.count for row in districts.rows) == exactly
    for level in (9, 14, FINEST_LEVEL):
        assert sum(cell.weight for cell in count_cells(chosen, level)) == exactly
    assert sum(count_by_topic(chosen).values()) == exactly
    assert sum(count_by_status(chosen).values()) == exactly
    assert sum(weight for _month, weight in count_by_month(chosen)) == exactly
    assert count_total(chosen) == exactly


def ground() -> RouteVersion:
    for slug in TOPICS:
        make_topic(slug)
    if not RouteVersion.objects.exists():
        make_city()
        make_route()
    return RouteVersion.objects.get()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(records, min_size=1, max_size=12),
    chosen=filters,
    edits=st.lists(st.integers(0, 11), max_size=4),
)
def test_sums_are_conserved_on_any_data_filter_and_edit(
    rows: list, chosen: dict[str, list[str]], edits: list[int]
) -> None:
    version = ground()
    Proposal.objects.all().delete()
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for at, topic, status, day in rows:
        make_proposal(
            at=at,
            along=version if at is None else None,
            topic=topic,
            status=status,
            submitted_at=start + dt.timedelta(days=day, hours=19, minutes=59),
        )
    address = QueryDict(urlencode(chosen, doseq=True))
    assert_conserved(parse_filter(address), recount(chosen))
    proposals = list(Proposal.objects.order_by("pk"))
    for index in edits:
        proposal = proposals[index % len(proposals)]
        proposal.topic = make_topic(TOPICS[index % len(TOPICS)])
        proposal.status = NEXT.get(Status(proposal.status), proposal.status)
        proposal.published_at = proposal.published_at or proposal.submitted_at
        proposal.save()
    assert_conserved(parse_filter(address), recount(chosen))


def test_strip_counts_at_most_what_it_lists() -> None:
    version = ground()
    make_proposal(at=(69.55, 42.3505))
    make_proposal(along=version)
    crossing = make_route("2", (69.55, 42.33), (69.55, 42.37))
    make_proposal(along=crossing)
    strip = ProposalFilter(route=version.route, within_m=300)
    listed = strip.apply().count()
    assert listed == 3
    assert 2 < count_total(strip) < listed
    assert sum(count_by_topic(strip).values()) == pytest.approx(count_total(strip))


def test_districts_share_what_each_filter_by_one_of_them_counts() -> None:
    version = ground()
    make_proposal(at=(69.55, 42.35))
    make_proposal(at=(69.6, 42.35))
    make_proposal(at=(69.8, 42.35))
    make_proposal(along=version)
    everywhere = count_districts(ProposalFilter())
    for row in everywhere.rows:
        here = ProposalFilter(districts=(row.district.slug,))
        assert count_total(here) == pytest.approx(row.count)
        assert sum(cell.weight for cell in count_cells(here, 14)) == pytest.approx(row.count)
    assert count_total(ProposalFilter(districts=("outside",))) == pytest.approx(everywhere.outside)
    assert everywhere.total == pytest.approx(4)
    assert everywhere.outside == pytest.approx(1.2, abs=0.01)
