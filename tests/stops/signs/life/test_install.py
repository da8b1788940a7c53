"""On site: what the keeper confirms is kept with its proof, what is doubtful must be explained, nothing is lost."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from geoportal.staff.models import Role
from stops.signs.desk.install import BODY_MAX_BYTES
from stops.signs.life import last_event_id, revoke_sign
from stops.signs.models import CodeAction, CodeState, QRCode, ReportKind
from stops.signs.reporting import report_sign
from tests.factories import EAST_KATO, IN_WEST, make_code, make_route, make_staff
from tests.stops.signs.reports import make_suspect

LON, LAT = (str(degrees) for degrees in IN_WEST)
FAR_LAT = str(IN_WEST[1] + 0.002)  # 222 m north
EXPLANATION = "The pole was moved across the street"


@pytest.fixture
def staff(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


def photo() -> SimpleUploadedFile:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 20.0, 59.0)})
    out = io.BytesIO()
    Image.new("RGB", (2000, 1000), "green").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_0001.HEIC", out.getvalue(), content_type="text/html")


def confirm(client: Client, sign: QRCode, **fields: object) -> HttpResponse:
    data = {"seen": last_event_id(sign), "lon": LON, "lat": LAT, "accuracy_m": "8.5", "explanation": ""}
    return client.post(f"/en/signs/{sign.code}/install/", {**data, "photo": photo(), **fields})


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_page_shows_the_intended_place_and_asks_for_proof(staff: Client, sign: QRCode) -> None:
    response = staff.get(f"/en/signs/{sign.code}/install/")
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert "Stop «Ordabasy square»" in page
    assert f'data-point="{LON},{LAT}"' in page
    assert 'accept="image/*" capture="environment"' in page
    assert "Installed here" in page


def test_confirmed_on_site_with_position_and_photo(staff: Client, sign: QRCode, keeper: User) -> None:
    response = confirm(staff, sign)
    assert (response.status_code, response["Location"]) == (303, f"/en/signs/{sign.code}/")
    sign.refresh_from_db()
    assert sign.state == CodeState.INSTALLED
    event = sign.events.get(action=CodeAction.INSTALLED)
    assert (event.actor, event.accuracy_m, event.distance_m) == (keeper, 8.5, pytest.approx(0, abs=0.01))
    assert event.location.coords == IN_WEST
    (path,) = stored_files()
    assert path.parent.name == "signs"
    assert "IMG" not in path.name
    with Image.open(path) as image:
        assert (image.size, dict(image.getexif())) == ((1600, 800), {})


def test_photo_is_sent_to_the_keepers_of_the_district_only(staff: Client, sign: QRCode) -> None:
    confirm(staff, sign)
    event = sign.events.get(action=CodeAction.INSTALLED)
    address = f"/en/signs/{sign.code}/photos/{event.pk}/"
    assert address in staff.get(f"/en/signs/{sign.code}/").content.decode()
    response = staff.get(address)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"
    assert Client().get(address).status_code == 302
    other = Client()
    other.force_login(make_staff(Role.SIGN_KEEPER, kato=EAST_KATO))
    assert other.get(address).status_code == 404
    other.force_login(make_staff(Role.OFFICIAL))
    assert other.get(address).status_code == 403


def test_photo_of_another_sign_or_of_a_step_without_one_is_not_there(staff: Client, sign: QRCode) -> None:
    confirm(staff, sign)
    with_photo = sign.events.get(action=CodeAction.INSTALLED)
    issued = sign.events.get(action=CodeAction.ISSUED)
    other = make_code()
    assert staff.get(f"/en/signs/{other.code}/photos/{with_photo.pk}/").status_code == 404
    assert staff.get(f"/en/signs/{sign.code}/photos/{issued.pk}/").status_code == 404
    for path in stored_files():
        path.unlink()
    assert staff.get(f"/en/signs/{sign.code}/photos/{with_photo.pk}/").status_code == 404


def test_far_away_must_be_explained_and_the_distance_is_told(staff: Client, sign: QRCode) -> None:
    response = confirm(staff, sign, lat=FAR_LAT)
    page = response.content.decode()
    assert response.status_code == 422
    assert "You are 222 m from the intended place, more than 75 m" in page
    assert f'value="{FAR_LAT}"' in page
    assert "please choose it again" in page
    assert sign.events.count() == 1
    assert stored_files() == []
    assert confirm(staff, sign, lat=FAR_LAT, explanation=EXPLANATION).status_code == 303
    event = sign.events.get(action=CodeAction.INSTALLED)
    assert (event.reason, round(event.distance_m)) == (EXPLANATION, 222)


@pytest.mark.parametrize(
    "missing", [{"lon": "", "lat": ""}, {"lat": "91"}, {"lon": "east"}, {"accuracy_m": "900"}]
)
def test_without_an_exact_position_the_explanation_stands_for_it(
    staff: Client, sign: QRCode, missing: dict[str, str]
) -> None:
    response = confirm(staff, sign, **missing)
    assert response.status_code == 422
    assert "say where the sign hangs" in response.content.decode()
    assert confirm(staff, sign, **missing, explanation=EXPLANATION).status_code == 303


def test_without_a_photo_the_explanation_stands_for_it(staff: Client, sign: QRCode) -> None:
    response = confirm(staff, sign, photo="")
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"photo"}
    assert confirm(staff, sign, photo="", explanation="The camera is broken").status_code == 303
    assert sign.events.get(action=CodeAction.INSTALLED).photo.name == ""


def test_what_is_no_photo_comes_back_with_all_that_was_typed(staff: Client, sign: QRCode) -> None:
    fake = SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    response = confirm(staff, sign, photo=fake, explanation=EXPLANATION)
    assert response.status_code == 422
    assert EXPLANATION in response.content.decode()
    assert "not a photo that can be opened" in response.content.decode()
    assert stored_files() == []


def test_body_too_large_is_refused_unread(staff: Client, sign: QRCode) -> None:
    class Unread(io.BytesIO):
        def read(self, *args: int) -> bytes:
            raise AssertionError("the body was read")

    response = staff.generic(
        "POST",
        f"/en/signs/{sign.code}/install/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(BODY_MAX_BYTES + 1),
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert "10 MB" in response.content.decode()


def test_sign_of_a_bus_needs_no_place(staff: Client, city: None) -> None:
    sign = make_code(version=make_route())
    page = staff.get(f"/en/signs/{sign.code}/install/").content.decode()
    assert "Bus 19, board number 1907" in page
    assert "data-point" not in page
    assert confirm(staff, sign, lon="", lat="").status_code == 303


def test_suspect_sign_is_checked_on_site(staff: Client, sign: QRCode) -> None:
    make_suspect(sign)
    assert "Checked here: it is in order" in staff.get(f"/en/signs/{sign.code}/install/").content.decode()
    assert confirm(staff, sign).status_code == 303
    sign.refresh_from_db()
    assert sign.state == CodeState.INSTALLED
    event = sign.events.get(action=CodeAction.CHECKED)
    assert event.photo
    assert not sign.reports.open().exists()


def test_reported_sign_is_checked_on_site_before_anybody_is_warned(staff: Client, sign: QRCode) -> None:
    report_sign(code=sign, kind=ReportKind.DAMAGED, text="", at=timezone.now())
    assert "Checked here: it is in order" in staff.get(f"/en/signs/{sign.code}/install/").content.decode()
    assert confirm(staff, sign).status_code == 303
    assert sign.events.order_by("-pk")[0].action == CodeAction.CHECKED
    assert not sign.reports.open().exists()
    assert "Installed here" in staff.get(f"/en/signs/{sign.code}/install/").content.decode()


def test_second_click_is_told_and_keeps_no_second_photo(staff: Client, sign: QRCode) -> None:
    seen = last_event_id(sign)
    confirm(staff, sign, seen=seen)
    response = confirm(staff, sign, seen=seen)
    assert response.status_code == 303
    messages = [str(message) for message in get_messages(response.wsgi_request)]
    assert any("Already done: Sign installed (keeper-west" in words for words in messages)
    assert sign.events.filter(action=CodeAction.INSTALLED).count() == 1
    assert len(stored_files()) == 1


def test_form_that_lost_what_it_saw_installs_nothing(staff: Client, sign: QRCode) -> None:
    assert confirm(staff, sign, seen="").status_code == 303
    assert sign.events.count() == 1


def test_sign_out_of_use_leads_to_its_page(staff: Client, sign: QRCode) -> None:
    revoke_sign(code=sign, actor=None, at=timezone.now(), reason="Closed")
    response = staff.get(f"/en/signs/{sign.code}/install/")
    assert (response.status_code, response["Location"]) == (303, f"/en/signs/{sign.code}/")
    assert confirm(staff, sign).status_code == 303
    assert sign.events.filter(action=CodeAction.INSTALLED).count() == 0
