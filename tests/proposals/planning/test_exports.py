"""Exports carry exactly what is filtered, and nothing else."""

import csv
import io
import json
import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from districts.models import Role
from proposals.models import Proposal, Status
from proposals.planning.tables import HEADINGS
from tests.factories import (
    IN_EAST,
    IN_WEST,
    make_city,
    make_code,
    make_place,
    make_proposal,
    make_route,
    make_staff,
    make_topic,
)

pytestmark = pytest.mark.django_db
EXPORTS = ("proposals:planning_csv", "proposals:planning_geojson", "proposals:planning_html")


@pytest.fixture
def planner(client: Client) -> User:
    user = make_staff(Role.PLANNER)
    client.force_login(user)
    return user


def content(client: Client, name: str, query: str = "") -> str:
    with translation.override("ru"):
        response = client.get(f"{reverse(name)}?{query}")
    assert response.status_code == 200, response.content
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8-sig")


def address(extension: str, query: str = "", language: str = "ru") -> str:
    with translation.override(language):
        return f"{reverse(f'proposals:planning_{extension}')}?{query}"


def table(client: Client, query: str = "", language: str = "ru") -> list[dict[str, str]]:
    """Return the rows of the table: for people in a language, or for machines."""
    response = client.get(address("csv", query, language))
    assert response.status_code == 200, response.content
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    separator = "," if "sep=comma" in query else ";"
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def test_csv_has_a_row_for_each_filtered_record(client: Client, planner: User) -> None:
    make_city()
    here, crossing = make_proposal(at=IN_WEST), make_proposal(along=make_route())
    make_proposal(at=IN_EAST)
    rows = table(client, "district=west&sep=comma")
    assert {row["number"] for row in rows} == {here.number, crossing.number}
    by_number = {row["number"]: row for row in rows}
    assert (by_number[here.number]["lon"], by_number[here.number]["lat"]) == ("69.55", "42.35")
    assert by_number[crossing.number]["lon"] == ""


def test_geojson_has_points_and_route_lines_in_lon_lat(client: Client, planner: User) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    make_proposal(along=make_route())
    collection = json.loads(content(client, "proposals:planning_geojson"))
    kinds = {feature["geometry"]["type"]: feature["geometry"] for feature in collection["features"]}
    assert kinds["Point"]["coordinates"] == [69.55, 42.35]
    assert kinds["MultiLineString"]["coordinates"][0][0] == [69.5, 42.35]


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_filtered_is_an_empty_file_not_an_error(client: Client, planner: User, name: str) -> None:
    make_city()
    assert Proposal.objects.count() == 0
    assert content(client, name) is not None


@pytest.mark.parametrize("name", EXPORTS)
def test_unpublished_codes_and_contacts_never_leave(client: Client, planner: User, name: str) -> None:
    make_city()
    place = make_place()
    code = make_code(place=place)
    shown = make_proposal(at=IN_WEST, place=place, code=code)
    hidden = [
        make_proposal(at=IN_WEST, status=status, text=f"Скрытый текст предложения {status}")
        for status in (Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN)
    ]
    text = content(client, name)
    assert shown.title in text
    assert code.code not in text
    for proposal in hidden:
        assert proposal.text not in text
        assert proposal.number not in text


def test_csv_cells_that_would_be_formulas_are_text(client: Client, planner: User) -> None:
    make_city()
    make_proposal(title="=HYPERLINK(1)", text="+7 просим поставить навес от солнца")
    (row,) = table(client, "sep=comma")
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["text"].startswith("'+7")
    (row,) = table(client)
    assert row["Заголовок"] == "'=HYPERLINK(1)"


def test_csv_for_people_has_the_words_of_the_page(client: Client, planner: User) -> None:
    make_city()
    sent = datetime(2026, 3, 31, 23, 30, tzinfo=timezone.get_current_timezone())
    proposal = make_proposal(
        at=(69.55, -42.35),
        text="Скамейка у остановки;=SUM(A1:A3)*1;нужна",
        submitted_at=sent,
        accuracy_m=12.5,
    )
    text = content(client, "proposals:planning_csv")
    assert text.startswith("Идентификатор;Номер;Заголовок;Текст;Язык;Тема;")
    (row,) = table(client)
    assert (row["Номер"], row["Тема"], row["Статус"], row["Язык"]) == (
        proposal.number,
        "Транспорт",
        "Опубликовано",
        "Русский",
    )
    assert (row["Отправлено"], row["Долгота"], row["Широта"], row["Точность, м"]) == (
        "31.03.2026",
        "69,55",
        "-42,35",
        "12,5",
    )
    assert row["Текст"] == "Скамейка у остановки;'=SUM(A1:A3)*1;нужна"
    (row,) = table(client, language="en")
    assert (row["Topic"], row["Longitude"], row["Language"]) == ("Transport", "69.55", "Russian")


def test_csv_for_machines_has_the_names_and_values_of_the_wire(client: Client, planner: User) -> None:
    make_city()
    proposal = make_proposal(
        submitted_at=datetime(2026, 3, 31, 23, 30, tzinfo=timezone.get_current_timezone())
    )
    response = client.get(address("csv", "sep=comma"))
    assert not b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")
    (row,) = table(client, "sep=comma")
    assert (row["topic"], row["status"], row["district"], row["submitted_on"], row["lon"]) == (
        "transport",
        "published",
        "west",
        "2026-03-31",
        "69.55",
    )
    assert row["id"] == proposal.public_id
    assert list(row) == list(HEADINGS)


def test_empty_table_has_its_header(client: Client, planner: User) -> None:
    assert content(client, "proposals:planning_csv").startswith("Идентификатор;Номер;")
    assert content(client, "proposals:planning_csv", "sep=comma").startswith("id,number,title,")


def test_unknown_form_is_refused_by_name(client: Client, planner: User) -> None:
    for query in ("sep=tab", "sep=comma&sep=comma"):
        response = client.get(address("csv", query))
        assert response.status_code == 422
        assert response.content.decode().startswith("sep:")
    assert client.get(address("geojson", "sep=comma")).status_code == 422


def test_files_of_the_two_forms_lie_beside_each_other(client: Client, planner: User) -> None:
    day = timezone.localdate().isoformat()
    for query, name in (("", f"proposals-{day}.csv"), ("sep=comma", f"proposals-{day}-comma.csv")):
        assert client.get(address("csv", query))["Content-Disposition"] == f'attachment; filename="{name}"'


def test_page_offers_both_forms(client: Client, planner: User) -> None:
    make_topic("roads")
    page = client.get(reverse("proposals:planning") + "?topic=roads").content.decode()
    assert f'href="{reverse("proposals:planning_csv")}?topic=roads"' in page
    assert f'href="{reverse("proposals:planning_csv")}?topic=roads&amp;sep=comma"' in page


def test_bad_filter_is_refused_by_name_and_exports_nothing(client: Client, planner: User) -> None:
    for name in EXPORTS:
        response = client.get(f"{reverse(name)}?topic=nothing")
        assert response.status_code == 422
        assert response.content.decode().startswith("topic:")


def test_exports_are_downloads_and_stored_nowhere(client: Client, planner: User) -> None:
    make_city()
    for name in EXPORTS:
        response = client.get(reverse(name))
        assert response["Content-Disposition"].startswith("attachment;")
        assert "no-store" in response["Cache-Control"]


def test_html_map_names_no_outside_address(client: Client, planner: User) -> None:
    make_city()
    make_proposal(title="<script>alert(1)</script>", text="</script><img src=x onerror=alert(1)> навес")
    page = content(client, "proposals:planning_html")
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)\s*=", page) == []
    assert "url(http" not in page


def test_csv_of_many_records_takes_a_fixed_number_of_queries(
    client: Client, planner: User, django_assert_max_num_queries: object
) -> None:
    make_city()
    at = timezone.now() - timedelta(days=9)
    for _ in range(12):
        make_proposal(submitted_at=at)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        content(client, "proposals:planning_csv")
