"""Made-up proposals: counted exactly, the same for a seed, all rules kept, and never in a city's database."""

import io
from collections import Counter

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Sum
from pytest_django.fixtures import Settings

from districts.locating import district_at
from proposals.filters import ProposalFilter
from proposals.heatmap.counts import count_cells, count_districts
from proposals.models import COUNTED_STATUSES, LocationSource, Proposal, Status
from proposals.seeding.keys import by_residents
from proposals.seeding.loading import CONSTRAINTS_SQL, INDEXES_SQL
from proposals.seeding.rows import public_ids
from stops.network.models import Place, RouteShare
from stops.signs.codes import is_valid
from tests.factories import make_city, make_proposal

pytestmark = pytest.mark.django_db
PROPOSALS = 2_000
TRIGGERS_SQL = """
SELECT tgname, tgenabled FROM pg_trigger
WHERE tgrelid = 'proposals_proposal'::regclass AND NOT tgisinternal ORDER BY 1
"""


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO = True


def load(proposals: int = PROPOSALS, **options: object) -> str:
    said = io.StringIO()
    call_command("seed_load", proposals=proposals, stdout=said, stderr=io.StringIO(), **options)
    return said.getvalue()


def test_all_that_is_loaded_is_counted_once_everywhere() -> None:
    assert "Loaded 2,000" in load()
    public = Proposal.objects.filter(status__in=COUNTED_STATUSES).count()
    counts = count_districts(ProposalFilter())
    assert Proposal.objects.count() == PROPOSALS
    assert 0.8 * PROPOSALS < public < PROPOSALS
    assert counts.outside + sum(row.count for row in counts.rows) == pytest.approx(public)
    assert sum(cell.weight for cell in count_cells(ProposalFilter(), 18)) == pytest.approx(public)
    call_command("check_heatmap", stdout=io.StringIO(), stderr=io.StringIO())


def test_a_city_clusters_and_varies_as_asked_for() -> None:
    load()
    proposals = Proposal.objects.all()
    assert not proposals.filter(text__regex=r"\\|\t").exists()
    assert set(proposals.values_list("language", flat=True)) == {"kk", "ru"}
    assert Status.SUBMITTED in set(proposals.values_list("status", flat=True))
    sources = Counter(proposals.values_list("location_source", flat=True))
    assert sources[LocationSource.WHOLE_ROUTE] == pytest.approx(0.08 * PROPOSALS, rel=0.3)
    assert sources[LocationSource.PIN] == pytest.approx(0.12 * PROPOSALS, rel=0.3)
    by_place = Counter(proposals.exclude(place=None).values_list("place", flat=True)).most_common()
    assert by_place[0][1] > 10 * by_place[len(by_place) // 2][1]
    years = sorted(Counter(number[:4] for number in proposals.values_list("number", flat=True)).items())
    assert years[0][1] < years[-2][1] + years[-1][1]
    shares = RouteShare.objects.values("version").annotate(total=Sum("share")).values_list("total", flat=True)
    assert list(shares) == [pytest.approx(1)] * len(shares)


def test_each_lies_in_the_district_of_its_point() -> None:
    load()
    pins = Proposal.objects.filter(location_source=LocationSource.PIN).order_by("pk")[:100]
    places = Place.objects.filter(source="seed").order_by("pk")[:100]
    assert [pin.district for pin in pins] == [district_at(pin.location) for pin in pins]
    assert [place.district for place in places] == [district_at(place.location) for place in places]


def test_indexes_constraints_and_triggers_are_as_before() -> None:
    def described() -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(CONSTRAINTS_SQL)
            rows = cursor.fetchall()
            cursor.execute(INDEXES_SQL)
            # PostgreSQL writes an index's condition again in other words of the same meaning.
            rows += [(name, definition.split(" WHERE ")[0]) for name, definition in cursor.fetchall()]
            cursor.execute(TRIGGERS_SQL)
            return [*rows, *cursor.fetchall()]

    before = described()
    load(100)
    assert described() == before


def test_the_same_seed_draws_the_same_proposals_and_another_others() -> None:
    def drawn(seed: int) -> list[tuple[object, ...]]:
        load(300, seed=seed)
        loaded = Proposal.objects.order_by("-pk")[:300]
        return list(loaded.values_list("submitted_at", "topic", "place__source_id", "status", "text"))

    first, other, again = drawn(1), drawn(2), drawn(1)
    assert first == again
    assert first != other
    assert Proposal.objects.count() == 900


def test_a_city_s_database_is_refused_without_leave(settings: Settings) -> None:
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="set DEMO=1"):
        load()
    assert not Proposal.objects.exists()


def test_proposals_of_residents_are_refused_without_leave() -> None:
    make_city()
    make_proposal()
    with pytest.raises(CommandError, match="holds proposals of residents"):
        load()
    load(50, yes_into_this_database=True)
    assert by_residents().count() == 1
    assert Proposal.objects.count() == 51


def test_public_identifiers_are_valid_codes_and_never_met_twice() -> None:
    drawn = public_ids(np.arange(200_000))
    assert len(set(drawn)) == len(drawn)
    assert all(is_valid(code) for code in drawn[::997])
