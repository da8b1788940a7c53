"""The keepers' page, its table and its map: who may open it, what the address means, how much it asks for."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext

from districts.models import Role
from stops.codes import grouped
from stops.models import QRCode, ReportKind, SignReport
from stops.reporting import report_sign
from stops.signs.export import HEADINGS
from tests.factories import (
    EAST_KATO,
    IN_EAST,
    IN_WEST,
    WEST_KATO,
    make_code,
    make_place,
    make_route,
    make_staff,
)
from tests.stops.reports import make_suspect
from tests.stops.signs.conftest import put_up, scanned

PAGES = ("list", "csv", "geojson", "create")
QUERIES_MAX = 14


def address(name: str = "list") -> str:
    return reverse(f"signs:{name}")


def body(response: HttpResponse) -> str:
    return b"".join(response).decode() if response.streaming else response.content.decode()


def shown(response: HttpResponse) -> list[str]:
    return re.findall(r'data-sign-link="(\w+)"', body(response))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", list(Role))
def test_only_keepers_of_signs_open_the_pages(city: None, name: str, role: Role) -> None:
    client = Client()
    assert client.get(address(name)).status_code == 302
    client.force_login(make_staff(role), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address(name))
    assert response.status_code == (200 if role in (Role.SIGN_KEEPER, Role.ADMINISTRATOR) else 403)
    if response.status_code == 200:
        assert "no-store" in response["Cache-Control"]


def test_keeper_sees_signs_of_own_district_only(city: None) -> None:
    west, east = make_code(place=make_place(*IN_WEST)), make_code(place=make_place(*IN_EAST))
    client = Client()
    client.force_login(
        make_staff(Role.SIGN_KEEPER, kato=EAST_KATO), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert shown(client.get(address())) == [east.code]
    for name in ("csv", "geojson"):
        answer = body(client.get(address(name)))
        assert east.code[:5] in answer
        assert west.code[:5] not in answer
    assert "sign-title" not in body(client.get(address(), {"sign": west.code}))


def test_address_keeps_filter_order_and_page(desk: Client) -> None:
    for _ in range(30):
        put_up(make_code(place=make_place(*IN_WEST)), days_ago=3)
    make_code(place=make_place(*IN_EAST))
    response = desk.get(address(), {"district": "west", "state": "installed", "sort": "code", "page": "2"})
    expected = sorted(QRCode.objects.filter(state="installed").values_list("code", flat=True))[25:]
    assert shown(response) == expected
    page = body(response)
    assert '<option value="west" selected>' in page
    assert 'aria-sort="ascending"' in page
    assert "district=west&amp;state=installed&amp;sort=-code" in page
    assert "page=2&amp;sign=" in page


def test_page_beyond_the_last_shows_the_first(desk: Client) -> None:
    code = make_code()
    for page in ("7", "0", "-1", "x", "99999999999"):
        assert shown(desk.get(address(), {"page": page})) == [code.code]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("district=nowhere", "district"),
        ("kind=tram", "kind"),
        ("state=lost", "state"),
        ("silent=0", "silent"),
        ("silent=many", "silent"),
        ("sort=colour", "sort"),
        ("state=issued&state=revoked", "state"),
        (f"q={'x' * 101}", "q"),
        ("q=%00", "q"),
        ("district=%00", "district"),
    ],
)
def test_unknown_values_are_told_on_the_page_and_refused_elsewhere(
    desk: Client, query: str, parameter: str
) -> None:
    code = make_code()
    response = desk.get(f"{address()}?{query}")
    assert response.status_code == 200
    assert shown(response) == [code.code]
    assert [error.parameter for error in response.context["errors"]] == [parameter]
    assert "notice--warning" in body(response)
    for name in ("csv", "geojson"):
        refused = desk.get(f"{address(name)}?{query}")
        assert refused.status_code == 422
        assert parameter in body(refused)


def test_unknown_parameters_are_refused_by_the_table(desk: Client) -> None:
    assert desk.get(address("csv"), {"colour": "red"}).status_code == 422
    assert desk.get(address("csv"), {"page": "2", "sign": "x", "lang": "kk"}).status_code == 200


def test_queries_do_not_grow_with_the_signs(desk: Client, django_assert_max_num_queries: Any) -> None:
    version = make_route()
    for number in range(24):
        code = put_up(make_code(version=version) if number % 3 else make_code(), days_ago=60)
        scanned(code, days_ago=1, count=30, sent=4)
        if number % 4 == 0:
            make_suspect(code)
    desk.get(address())
    with django_assert_max_num_queries(QUERIES_MAX):
        desk.get(address())
    with django_assert_max_num_queries(QUERIES_MAX + 6):
        desk.get(address(), {"sign": code.code})
    for name in ("csv", "geojson"):
        with django_assert_max_num_queries(5):
            body(desk.get(address(name)))


def test_small_counts_are_not_told(desk: Client) -> None:
    scanned(make_code(), days_ago=1, count=2, sent=1)
    page = body(desk.get(address()))
    assert page.count("&lt;3") >= 2
    (row,) = csv.DictReader(io.StringIO(body(desk.get(address("csv"), {"sep": "comma"}))))
    assert (row["scans_30_days"], row["proposals_30_days"], row["conversion_percent"]) == ("<3", "<3", "")


def test_csv_has_the_filtered_signs_in_order_and_no_formulas(desk: Client) -> None:
    place = make_place(*IN_WEST, name_kk="=HYPERLINK(1)", name_ru="=HYPERLINK(1)", name_en="=HYPERLINK(1)")
    formula = put_up(make_code(place=place), days_ago=40)
    bus = put_up(make_code(version=make_route()), days_ago=40)
    scanned(bus, days_ago=2, count=40, sent=10)
    make_code()
    response = desk.get(address("csv"), {"state": "installed", "sep": "comma"})
    text = body(response)
    assert not text.startswith("\ufeff")
    name = f"signs-{timezone.localdate().isoformat()}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}-comma.csv"'
    assert desk.get(address("csv"))["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == list(HEADINGS)
    assert [row["code"] for row in rows] == [grouped(bus.code), grouped(formula.code)]
    assert (rows[0]["kind"], rows[0]["route"], rows[0]["board_number"]) == ("bus", "19", "1907")
    assert (rows[0]["scans_30_days"], rows[0]["proposals_30_days"], rows[0]["conversion_percent"]) == (
        "40",
        "10",
        "25.0",
    )
    assert rows[1]["name"] == "'=HYPERLINK(1)"
    assert rows[1]["silent_days"] == "40"
    assert (float(rows[1]["lon"]), float(rows[1]["lat"])) == IN_WEST
    assert rows[0]["lon"] == ""


def test_csv_for_people_has_the_words_of_the_page(desk: Client) -> None:
    stop = put_up(make_code(), days_ago=40)
    scanned(stop, days_ago=2, count=40, sent=9)
    report_sign(code=stop, kind=ReportKind.DAMAGED, text="", at=timezone.now())
    scanned(put_up(make_code(version=make_route()), days_ago=3), days_ago=2, count=30, sent=6)
    with translation.override("ru"):
        text = body(desk.get(reverse("signs:csv")))
        words = reverse("signs:list")
        page = body(desk.get(words, {"state": "suspect"}))
    first, second = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert text.startswith("\ufeffКод;Вид;Место или маршрут;Район;")
    assert (first["Вид"], first["Конверсия, %"], second["Вид"]) == ("Остановка", "22,5", "Автобус")
    assert first["Последний скан"] == date_format(timezone.localdate() - timedelta(days=2), "d.m.Y")
    assert (first["Долгота"], first["Широта"]) == ("69,55", "42,35")
    assert first["Сообщения"] == "Порвана или не читается"
    assert 'csv?state=suspect&amp;sep=comma"' in page


def test_table_of_no_sign_has_its_header_and_unknown_forms_are_refused(desk: Client) -> None:
    assert body(desk.get(address("csv"))).count("\r\n") == 1
    response = desk.get(address("csv"), {"sep": "tab"})
    assert response.status_code == 422
    assert response.content.decode().startswith("sep:")


def test_map_shows_each_sign_in_use_by_its_shape(desk: Client) -> None:
    working, silent, suspect, reported, issued, revoked = (make_code() for _ in range(6))
    put_up(working, days_ago=3)
    put_up(silent, days_ago=30)
    make_suspect(put_up(suspect, days_ago=9))
    report_sign(code=put_up(reported, days_ago=9), kind=ReportKind.DAMAGED, text="", at=timezone.now())
    QRCode.objects.filter(pk=revoked.pk).update(state="revoked")
    make_code(version=make_route())
    answer = desk.get(address("geojson")).json()
    marks = {feature["properties"]["code"]: feature["properties"]["mark"] for feature in answer["features"]}
    assert marks == {
        working.code: "installed",
        silent.code: "silent",
        suspect.code: "suspect",
        reported.code: "reported",
        issued.code: "issued",
    }
    assert answer["features"][0]["geometry"]["coordinates"] == list(IN_WEST)
    assert (answer["in_buses"], answer["out_of_use"]) == (1, 1)
    few = desk.get(address("geojson"), {"silent": "30"}).json()
    assert [feature["properties"]["code"] for feature in few["features"]] == [silent.code]


def test_chosen_sign_tells_its_life_and_offers_what_may_be_done(desk: Client, keeper: User) -> None:
    code = put_up(make_code(), days_ago=9)
    report_sign(code=code, kind=ReportKind.PASTED_OVER, text="Наклеен другой", at=timezone.now())
    SignReport.objects.update(is_one_of_many=True)
    page = body(desk.get(address(), {"sign": grouped(code.code).lower()}))
    assert 'aria-selected="true"' in page
    assert "«Наклеен другой»" in page
    with translation.override("kk"):
        assert page.count(gettext("many from one network")) == 2
    detail = reverse("signs:detail", args=[code.code])
    for act in ("suspected", "checked", "replaced", "revoked"):
        assert f"{detail}#{act}_reason" in page
    QRCode.objects.filter(pk=code.pk).update(state="revoked")
    page = body(desk.get(address(), {"sign": code.code}))
    assert "sign-title" in page
    assert f"{detail}#replaced_reason" not in page


@pytest.mark.parametrize("typed", ["nothing", "\0"])
def test_sign_that_is_not_there_is_told(desk: Client, typed: str) -> None:
    page = body(desk.get(address(), {"sign": typed}))
    assert "sign-title" not in page
    assert "notice--warning" in page


def test_navigation_shows_what_the_role_opens(city: None) -> None:
    client = Client()
    client.force_login(
        make_staff(Role.SIGN_KEEPER, kato=WEST_KATO), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = body(client.get(address()))
    assert f'<a href="{address()}" aria-current="page">' in page
    assert reverse("proposals:review") not in page
    client.force_login(make_staff(Role.PLANNER), backend="django.contrib.auth.backends.ModelBackend")
    assert f'href="{address()}"' not in body(client.get(reverse("proposals:planning")))
