"""The public map's page: what it says without a script, for any address and any city."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from proposals.filters import month_after, start_of
from proposals.models import Status
from tests.factories import IN_EAST, IN_WEST, make_city, make_place, make_proposal, make_route, make_topic

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/en/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_city_without_districts_and_proposals_has_a_page(client: Client, language: str) -> None:
    assert "map-total" in page(client, f"/{language}/")


def test_empty_city_says_so(client: Client) -> None:
    text = page(client)
    assert "has not imported any boundaries" in text
    assert "Nothing matches this filter" in text


def test_filter_without_matches_keeps_the_districts_at_zero(client: Client) -> None:
    make_city()
    make_topic("roads")
    make_proposal()
    response = client.get("/en/?topic=roads")
    assert [row.count for row, _shade in response.context["rows"]] == [0, 0]


def test_districts_stand_from_the_highest_rate(client: Client) -> None:
    west, east = make_city()
    west.population, east.population = 200_000, 20_000
    west.save()
    east.save()
    for _ in range(3):
        make_proposal(at=IN_WEST)
    make_proposal(at=IN_EAST)

    def order(address: str) -> list[str]:
        return [row.district.slug for row, _shade in client.get(address).context["rows"]]

    assert order("/en/") == ["east", "west"]
    assert order("/en/?metric=count") == ["west", "east"]


def test_each_facet_is_counted_under_the_others(client: Client) -> None:
    make_city()
    make_proposal(topic="roads", status=Status.PUBLISHED)
    make_proposal(topic="roads", status=Status.DONE)
    make_proposal(topic="parks", status=Status.DONE)
    context = client.get("/en/?topic=roads&status=done").context
    assert {topic.slug: count for topic, count in context["topics"]} == {"roads": 1, "parks": 1}
    statuses = dict(context["statuses"])
    assert (statuses[Status.PUBLISHED], statuses[Status.DONE]) == (1, 1)
    assert context["counts"].total == 1


def test_address_fills_the_form(client: Client) -> None:
    make_city()
    make_topic("roads")
    month = f"{timezone.localdate():%Y-%m}"
    text = page(
        client, f"/en/?topic=roads&status=done&from={month}&district=west&view=districts&metric=per_km2"
    )
    assert 'value="roads" checked' in text
    assert 'value="done" checked' in text
    assert f'<option value="{month}" selected>' in text
    assert '<option value="west" selected>' in text
    assert 'name="view" value="districts"' in text
    assert 'name="metric" value="per_km2"' in text


def test_what_an_address_says_wrong_is_left_out_and_named(client: Client) -> None:
    make_city()
    make_proposal()
    response = client.get("/en/?topic=nothing&from=2026-13&view=orbit")
    assert {error.parameter for error in response.context["errors"]} == {"from", "topic"}
    assert response.context["counts"].total == 1
    assert response.context["view"] == "heat"


@pytest.fixture(params=["2026-11-23T06:00Z", "2026-12-31T20:00Z", "2027-01-01T06:00Z", "2028-02-29T06:00Z"])
def present(request: pytest.FixtureRequest) -> Iterator[dt.date]:
    """The first day of the present month, of an ordinary day and of some that are not; it is night already in one."""
    with time_machine.travel(request.param, tick=False):
        yield timezone.localdate().replace(day=1)


def test_months_to_choose_reach_back_to_the_first_proposal(client: Client, present: dt.date) -> None:
    make_city()
    assert client.get("/en/").context["month_choices"][-1] == month_after(present, -11)
    make_proposal(submitted_at=start_of(month_after(present, -24)))
    context = client.get(f"/en/?from={present:%Y-%m}").context
    assert context["month_choices"][0] == present
    assert context["month_choices"][-1] == month_after(present, -24)


def test_bar_has_every_month_whatever_is_filtered_and_names_years_where_there_are_many(
    client: Client, present: dt.date
) -> None:
    make_city()
    make_topic("roads")
    assert [bool(bar.label) for bar in client.get("/en/").context["months"]] == [True] * 12
    make_proposal(submitted_at=start_of(month_after(present, -24)))
    bars = client.get("/en/?topic=roads").context["months"]
    assert [bar.month for bar in bars] == [month_after(present, step) for step in range(-24, 1)]
    assert sum(bar.count for bar in bars) == 0
    labels = {bar.month: bar.label for bar in bars}
    assert all(label == (f"{month:%Y}" if month.month == 1 else "") for month, label in labels.items())


@pytest.mark.parametrize(
    ("address", "metric"),
    [
        ("?view=grid&metric=per_km2", "per_km2"),
        ("?view=grid&metric=per_1000", "count"),
        ("?view=districts&metric=per_1000_scans", "per_1000_scans"),
        ("?view=districts&metric=nonsense", "per_1000"),
        ("?metric=count", "per_km2"),
    ],
)
def test_measure_is_one_that_the_view_can_show(client: Client, address: str, metric: str) -> None:
    assert client.get(f"/en/{address}").context["metric"] == metric


def test_table_says_proposals_per_1000_scans_or_a_dash(client: Client) -> None:
    make_city()
    make_proposal()
    text = page(client, "/en/?view=districts&metric=per_1000_scans")
    assert '<th scope="col" class="num" aria-sort="descending">Per 1,000 scans</th>' in text
    assert '<td class="num" data-measure="per_1000_scans">–</td>' in text


def test_embedded_map_has_neither_header_nor_side_and_keeps_its_filter(client: Client) -> None:
    make_city()
    make_topic("roads")
    text = page(client, "/en/?embed=1&topic=roads&view=grid&metric=per_km2&from=2026-01")
    for part in ("site-header", "site-footer", "desk-map__side", 'id="filters"'):
        assert part not in text
    for part in (
        "data-view",
        'data-legend="grid"',
        "data-months",
        'name="topic" value="roads"',
        'name="embed"',
    ):
        assert part in text
    assert 'name="from" value="2026-01"' in text
    assert (
        'href="/en/?topic=roads&amp;from=2026-01&amp;view=grid&amp;metric=per_km2" target="_blank" rel="noopener"'
        in text
    )
    assert "site-header" in page(client, "/en/?embed=0")


def test_unpublished_proposals_are_neither_counted_nor_named(client: Client) -> None:
    make_city()
    hidden = [
        make_proposal(status=status, title=f"Secret {status}")
        for status in (Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN)
    ]
    response = client.get("/en/")
    assert response.context["counts"].total == 0
    for proposal in hidden:
        assert proposal.title not in response.content.decode()
        assert proposal.public_id not in response.content.decode()


def test_page_says_when_it_was_read_and_what_to_beware_of(client: Client, settings: Settings) -> None:
    make_city()
    settings.DEMO = True
    text = page(client)
    assert f"{timezone.localdate():%d.%m.%Y}" in text
    assert "do not mean greater need" in text
    assert "Demonstration data" in text


def test_queries_do_not_grow_with_the_records(client: Client, django_assert_max_num_queries: Any) -> None:
    make_city()
    for number in range(8):
        make_proposal(place=make_place(), topic=f"topic-{number}")
        make_proposal(along=make_route(str(number)))
    with django_assert_max_num_queries(20):
        page(client)


def test_page_opens_under_a_strict_policy(client: Client) -> None:
    response = client.get("/en/")
    text = response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
