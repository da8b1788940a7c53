"""The staff's map shows all statuses, to each member only what they may see."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Sum
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from districts.models import District
from geoportal.staff.access import Action
from geoportal.staff.models import Role, StaffRole
from proposals.heatmap.cube.folding import fold
from proposals.models import Proposal, StaffTopic, Status
from stops.network.models import RouteShare, RouteVersion
from tests.factories import (
    EAST_KATO,
    IN_EAST,
    IN_WEST,
    OUTSIDE,
    WEST_KATO,
    make_city,
    make_proposal,
    make_route,
    make_staff,
    make_topic,
)

PAGE = "/en/review/map/"
CELLS, DISTRICTS, PROPOSALS = f"{PAGE}cells/", f"{PAGE}districts/", f"{PAGE}proposals/"
ALL = "&".join(f"status={status}" for status in Status)
TOPICS = ("transport", "roads", "parks")


def get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.json()


def counts(answer: dict[str, Any]) -> dict[str, float]:
    return {row["slug"]: row["count"] for row in answer["districts"]} | {"outside": answer["outside"]}


@pytest.fixture
def city(db: None) -> tuple[District, District]:
    """Two waiting in the west, one in the east, one outside; one published in the east."""
    districts = make_city()
    make_proposal(at=IN_WEST, status=Status.SUBMITTED)
    make_proposal(at=IN_WEST, status=Status.SUBMITTED, topic="roads")
    make_proposal(at=IN_EAST, status=Status.SUBMITTED, topic="roads")
    make_proposal(at=OUTSIDE, status=Status.SUBMITTED)
    make_proposal(at=IN_EAST)
    return districts


@pytest.mark.usefixtures("city")
class TestWhoSees:
    """Doors and caches."""

    @pytest.mark.parametrize("path", [PAGE, CELLS, DISTRICTS, PROPOSALS])
    @pytest.mark.parametrize("role", [None, Role.PLANNER, Role.SIGN_KEEPER])
    def test_nobody_without_the_right_to_view_comes_in(
        self, client: Client, path: str, role: Role | None
    ) -> None:
        if role is not None:
            client.force_login(make_staff(role))
        response = client.get(path)
        assert response.status_code == (302 if role is None else 403)

    @pytest.mark.parametrize("path", [PAGE, CELLS, DISTRICTS, PROPOSALS])
    def test_no_cache_keeps_an_answer(self, client: Client, path: str) -> None:
        client.force_login(make_staff(Role.MODERATOR, kato=WEST_KATO))
        response = client.get(path)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert "ETag" not in response

    def test_what_the_public_map_says_is_untouched(self, client: Client) -> None:
        client.force_login(make_staff(Role.CHIEF))
        assert get(client, f"{DISTRICTS}?{ALL}")["total"] == 5
        assert get(client, "/api/v1/districts")["total"] == 1
        assert client.get(f"/api/v1/districts?{ALL}").status_code == 422


@pytest.mark.usefixtures("city")
class TestWhatIsSeen:
    """Statuses, districts and topics."""

    def test_what_waits_is_shown_first_and_any_status_can_be(self, client: Client) -> None:
        client.force_login(make_staff(Role.MODERATOR))
        assert counts(get(client, DISTRICTS)) == {"west": 2, "east": 1, "outside": 1}
        assert counts(get(client, f"{DISTRICTS}?status=published")) == {"west": 0, "east": 1, "outside": 0}
        assert get(client, f"{CELLS}?{ALL}")["total"] == 5
        assert get(client, f"{PROPOSALS}?{ALL}")["numberMatched"] == 5

    @pytest.mark.parametrize(
        "more", ["", "&district=east", "&district=outside", "&bbox=69.6,42.3,69.8,42.4&zoom=16"]
    )
    def test_no_parameter_opens_another_district(self, client: Client, more: str) -> None:
        client.force_login(make_staff(Role.MODERATOR, kato=WEST_KATO))
        districts = get(client, f"{DISTRICTS}?{ALL}{more.partition('&bbox')[0]}")
        assert set(counts(districts)) == {"west", "outside"}
        assert districts["outside"] == 0
        cells, records = (
            get(client, f"{path}?{ALL}{more.replace('&zoom=16', '')}") for path in (CELLS, PROPOSALS)
        )
        expected = 0 if more else 2
        assert cells["total"] == records["numberMatched"] == expected
        assert districts["total"] == (2 if not more or "bbox" in more else 0)

    def test_topic_limits_hold_in_every_answer(self, client: Client) -> None:
        client.force_login(make_staff(Role.MODERATOR, topics=("roads",)))
        assert counts(get(client, DISTRICTS)) == {"west": 1, "east": 1, "outside": 0}
        assert get(client, f"{CELLS}?topic=transport&{ALL}")["total"] == 0
        page = client.get(f"{PAGE}?{ALL}")
        assert [topic.slug for topic, _count in page.context["topics"]] == ["roads"]
        assert page.context["counts"].total == 2

    def test_page_says_the_same_as_its_data(self, client: Client) -> None:
        client.force_login(make_staff(Role.OFFICIAL, kato=EAST_KATO))
        context = client.get(f"{PAGE}?{ALL}").context
        assert [(row.district.slug, row.count) for row, _shade in context["rows"]] == [("east", 2)]
        assert dict(context["statuses"])[Status.SUBMITTED] == 1
        assert {topic.slug: count for topic, count in context["topics"]} == {"transport": 1, "roads": 1}
        assert [proposal.district.slug for proposal, _due in context["oldest"]] == ["east", "east"]
        assert context["months"][-1].count + context["months"][-2].count == 2

    def test_presets_choose_the_parts_of_the_queue(self, client: Client) -> None:
        client.force_login(make_staff(Role.MODERATOR))
        context = client.get(f"{PAGE}?topic=roads").context
        assert [preset.is_chosen for preset in context["presets"]] == [True, False, False, False]
        everything = client.get(f"{PAGE}?{context['presets'][-1].query}").context
        assert everything["chosen"].statuses == tuple(Status)
        assert everything["chosen"].topics == ("roads",)

    def test_unknown_values_are_refused_by_data_and_reported_by_the_page(self, client: Client) -> None:
        client.force_login(make_staff(Role.MODERATOR))
        for path, wrong in (
            (CELLS, "status=secret"), (CELLS, "zoom=99"), (CELLS, "user=1"), (DISTRICTS, "bbox=1,2,3,4"),
            (PROPOSALS, "limit=501"), (PROPOSALS, "whole_routes=perhaps"),
        ):  # fmt: skip
            response = client.get(f"{path}?{wrong}")
            assert response.status_code == 422, wrong
            assert response.json()["detail"][0]["loc"] == ["query", wrong.partition("=")[0]]
        context = client.get(f"{PAGE}?status=secret&topic=none").context
        assert {error.parameter for error in context["errors"]} == {"status", "topic"}
        assert context["chosen"].statuses == (Status.SUBMITTED,)

    def test_single_proposals_lead_to_their_review(self, client: Client) -> None:
        client.force_login(make_staff(Role.MODERATOR, kato=EAST_KATO))
        (feature,) = get(client, PROPOSALS)["features"]
        assert client.get(feature["properties"]["url"]).status_code == 200
        assert feature["geometry"]["coordinates"] == list(IN_EAST)

    def test_queue_leads_to_the_map_and_back(self, client: Client) -> None:
        client.force_login(make_staff(Role.MODERATOR))
        assert f'href="{PAGE}"' in client.get("/en/review/").content.decode()
        assert 'href="/en/review/"' in client.get(PAGE).content.decode()


def recount(user: User, statuses: list[Status]) -> dict[str, float]:
    """Count by district through ``for_staff``; a whole route by its shares where one of the roles reaches."""
    seen = Proposal.objects.for_staff(user, Action.VIEW).filter(status__in=statuses)
    sums = {"west": 0.0, "east": 0.0, "outside": 0.0}
    for proposal in seen.select_related("district"):
        if proposal.location is not None:
            sums[proposal.district.slug if proposal.district else "outside"] += 1
            continue
        shares = RouteShare.objects.filter(version=proposal.route_version).values_list(
            "district__kato", "district__slug"
        )
        for kato, slug, share in shares.annotate(sum=Sum("share")):
            if any(
                role.kato in {"", kato} and proposal.topic.slug in (limits(role) or TOPICS)
                for role in StaffRole.objects.filter(user=user)
            ):
                sums[slug or "outside"] += share
    return sums


def limits(role: StaffRole) -> list[str]:
    return list(role.topic_limits.values_list("topic__slug", flat=True))


places = st.sampled_from([IN_WEST, (69.5501, 42.3502), IN_EAST, OUTSIDE, None])
proposals = st.lists(
    st.tuples(places, st.sampled_from(list(Status)), st.sampled_from(TOPICS)), min_size=1, max_size=12
)
roles = st.lists(
    st.tuples(st.sampled_from(["", WEST_KATO, EAST_KATO]), st.sets(st.sampled_from(TOPICS), max_size=2)),
    min_size=1,
    max_size=3,
    unique_by=lambda granted: granted[0],
)


class TestAnyReach(TestCase):
    """Whatever was sent, whoever looks: the map equals a recount."""

    version: RouteVersion
    other: Proposal

    @classmethod
    def setUpTestData(cls) -> None:
        make_city()
        cls.version = make_route()
        for slug in TOPICS:
            make_topic(slug)
        cls.other = make_proposal(at=IN_EAST, topic="parks")

    @settings(max_examples=20)
    @given(proposals, roles, st.sets(st.sampled_from(list(Status)), min_size=1), st.booleans())
    def test_map_equals_a_recount_through_the_access_rule(
        self,
        sent: list[tuple[tuple[float, float] | None, Status, str]],
        granted: list[tuple[str, set[str]]],
        statuses: set[Status],
        is_folded: bool,
    ) -> None:
        for number, (at, status, topic) in enumerate(sent):
            submitted_at = dt.datetime(2026, 11, 1 + number, tzinfo=dt.UTC)
            where: dict[str, Any] = {"at": None, "along": self.version} if at is None else {"at": at}
            if status == Status.MERGED:
                where["merged_into"] = self.other
            make_proposal(status=status, topic=topic, submitted_at=submitted_at, **where)
        if is_folded:
            fold()
        user = User.objects.create_user("member")
        for kato, topics in granted:
            role = StaffRole.objects.create(user=user, role=Role.MODERATOR, kato=kato)
            for slug in topics:
                StaffTopic.objects.create(staff_role=role, topic=make_topic(slug))
        client = Client()
        client.force_login(user)
        query = "&".join(f"status={status}" for status in sorted(statuses))
        expected = recount(user, list(statuses))
        told = counts(get(client, f"{DISTRICTS}?{query}"))
        assert told == {slug: pytest.approx(expected[slug], abs=1e-6) for slug in told}
        total = pytest.approx(sum(expected.values()), abs=1e-5)
        assert sum(told.values()) == total
        for zoom in (9, 17):
            cells = get(client, f"{CELLS}?{query}&zoom={zoom}")
            assert cells["total"] == total
            assert sum(weight for _lon, _lat, weight in cells["cells"]) == total
        for slug in ("west", "east", "outside"):
            assert get(client, f"{CELLS}?{query}&district={slug}")["total"] == pytest.approx(
                expected[slug], abs=1e-5
            )
