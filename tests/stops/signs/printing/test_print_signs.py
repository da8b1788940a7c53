"""`print_signs`: what the signs say, which codes are printed, and what is refused."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from stops.network.models import PlaceKind
from stops.signs.codes import grouped
from stops.signs.models import CodeState, QRCode
from stops.signs.printing.errors import PrintRefused
from stops.signs.printing.fonts import MONO, REGULAR, SEMIBOLD, missing_characters
from stops.signs.printing.formats import SignFormat
from stops.signs.printing.imposition import Sheet
from tests.factories import IN_EAST, WEST_KATO, make_code, make_place
from tests.stops.signs.printing.conftest import KAZAKH_NAME
from tests.stops.signs.printing.reading import printed, text_of

FORMATS = [*SignFormat]
ALPHABET = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"


def call(capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    """Run the command and return what it tells."""
    call_command("print_signs", **options)
    return capsys.readouterr().out


@pytest.mark.parametrize("sign_format", FORMATS)
def test_sign_names_place_address_code_and_help_line(codes: list[QRCode], sign_format: SignFormat) -> None:
    text = text_of(printed(codes, sign_format)[0])
    assert "«Ордабасы алаңы» аялдамасы" in text
    assert "Остановка «Площадь Ордабасы»" in text
    assert KAZAKH_NAME.replace("№ ", "№\N{NO-BREAK SPACE}") in text
    assert text.count("shymkent.example/q") == len(codes)
    assert text.count("109") >= len(codes)
    for code in codes:
        assert grouped(code.code) in text


@pytest.mark.parametrize("sign_format", FORMATS)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_sign_speaks_kazakh_first_then_russian_in_any_active_language(
    codes: list[QRCode], sign_format: SignFormat, language: str
) -> None:
    with translation.override(language):
        text = text_of(printed(codes[:1], sign_format)[0])
    kazakh = text.index("Ешқашан ақша, карта, SMS-код сұрамаймыз. Қосымша керек емес.")
    assert kazakh < text.index("Никогда не просим деньги, карту, SMS-код. Приложение не нужно.")
    assert text.index("Шымкент идеялары") < text.index("Идеи Шымкента")
    assert text.index("Немесе теріңіз:") < text.index("или наберите:")
    assert not re.search("Scan|proposal|Stop|money", text)


@pytest.mark.parametrize("sign_format", [SignFormat.A4, SignFormat.A5])
def test_poster_explains_the_steps_and_who_asks(codes: list[QRCode], sign_format: SignFormat) -> None:
    text = text_of(printed(codes[:1], sign_format)[0])
    for words in (
        "Бұл жерді бірге жақсартайық Сделаем это место лучше вместе",
        "Кодты сканерлеңіз Отсканируйте код",
        "Ұсынысыңызды жазыңыз Напишите предложение",
        "Қаланың жауабын көріңіз Следите за ответом города",
        "Шымкент қаласының әкімдігі",
        "Ақау, жалған код Поломка, поддельный код",
    ):
        assert words in text


def test_bus_sign_names_number_and_board(codes: list[QRCode]) -> None:
    text = text_of(printed(codes[2:], SignFormat.A5)[0]).replace("\N{NO-BREAK SPACE}", " ")
    assert "19-автобус, борт нөмірі 1907 Автобус № 19, бортовой номер 1907" in text
    assert "Бұл бағытты бірге жақсартайық" in text


def test_typefaces_have_every_letter() -> None:
    words = f"{ALPHABET}{ALPHABET.lower()}№₸«»—0123456789"
    assert [missing_characters(words, font) for font in (REGULAR, SEMIBOLD)] == ["", ""]
    assert missing_characters("0123456789ABCDEFGHJKMNPQRSTVWXYZ-", MONO) == ""


def test_typefaces_are_embedded(codes: list[QRCode]) -> None:
    pdf = printed(codes, SignFormat.A5)[0]
    assert pdf.count(b"/FontFile2") >= 3
    assert b"Onest-SemiBold" in pdf


@pytest.mark.django_db
@pytest.mark.parametrize("sign_format", FORMATS)
def test_long_name_is_printed_whole_or_not_at_all(codes: list[QRCode], sign_format: SignFormat) -> None:
    long = make_code(place=make_place(name_kk="Қалалық перзентхана мен емхана кешені", name_ru="Роддом"))
    far_too_long = make_code(place=make_place(name_kk="Ұзын атау " * 19, name_ru="Длинное название " * 11))
    pdf, summary = printed([long, far_too_long], sign_format)
    text = text_of(pdf)
    assert "«Қалалық перзентхана мен емхана кешені» аялдамасы" in text
    assert "Ұзын атау" not in text
    assert [skipped.what for skipped in summary.skipped] == [f"code {grouped(far_too_long.code)}"]
    assert "too long" in summary.skipped[0].reason


def test_word_wider_than_its_column_is_broken_by_syllables(codes: list[QRCode]) -> None:
    place = make_place(name_kk="Мұнай өңдеу зауыты", name_ru="Нефтеперерабатывающий завод")
    text = text_of(printed([make_code(place=place)], SignFormat.STICKER60)[0])
    # The hyphen at a line's end is read as a break within the word.
    assert "«Нефтеперерабатывающий завод»" in re.sub(r"(?<=\w)[-\x02\ufffe]\s*(?=\w)", "", text)


def test_name_in_letters_that_the_typeface_lacks_is_skipped(codes: list[QRCode]) -> None:
    arabic = make_code(place=make_place(name_kk="شىمكەنت", name_ru="Шымкент"))
    _pdf, summary = printed([codes[0], arabic], SignFormat.A5)
    assert (summary.printed, len(summary.skipped)) == (1, 1)
    assert "the typeface has no" in summary.skipped[0].reason


def test_signs_come_by_district_and_name_places_before_buses(codes: list[QRCode]) -> None:
    east = make_code(place=make_place(*IN_EAST, name_kk="Арбат", name_ru="Арбат"))
    text = text_of(printed([codes[2], east, codes[0]], SignFormat.A5)[0])
    order = sorted((codes[0], east, codes[2]), key=lambda code: text.index(grouped(code.code)))
    assert order == [codes[0], east, codes[2]]


def test_printing_again_gives_the_same_file(codes: list[QRCode]) -> None:
    assert printed(codes, SignFormat.A5)[0] == printed(list(reversed(codes)), SignFormat.A5)[0]


def test_only_codes_in_use_with_a_binding_in_force_are_printed(codes: list[QRCode]) -> None:
    replaced, revoked, unbound = make_code(), make_code(), make_code()
    QRCode.objects.filter(pk=replaced.pk).update(state=CodeState.REPLACED)
    QRCode.objects.filter(pk=revoked.pk).update(state=CodeState.REVOKED)
    QRCode.objects.filter(pk=codes[0].pk).update(state=CodeState.SUSPECT)
    unbound.bindings.update(valid_to=timezone.now())
    asked = list(QRCode.objects.filter(pk__in=[codes[0].pk, replaced.pk, revoked.pk, unbound.pk]))
    _pdf, summary = printed(asked, SignFormat.STICKER60)
    assert summary.printed == 1
    reasons = {skipped.what: skipped.reason for skipped in summary.skipped}
    assert reasons == {
        f"code {grouped(replaced.code)}": "the code is replaced",
        f"code {grouped(revoked.code)}": "the code is revoked",
        f"code {grouped(unbound.code)}": "the code is bound to nothing today",
    }


@pytest.mark.parametrize("sign_format", FORMATS)
def test_address_that_makes_modules_too_small_is_refused(
    codes: list[QRCode], settings: Settings, sign_format: SignFormat
) -> None:
    settings.PUBLIC_URL = f"https://{'very-long-' * 5}address.example"
    with pytest.raises(
        PrintRefused, match=r"a module would be \d\.\d\d mm wide and \d\.\d\d mm is the least"
    ):
        printed(codes, sign_format)


@pytest.mark.parametrize(
    "address", ["https://city.example/ideas", "ftp://city.example", "https://", "https://my_city.example"]
)
def test_address_that_no_symbol_can_hold_is_refused(
    codes: list[QRCode], settings: Settings, address: str
) -> None:
    settings.PUBLIC_URL = address
    with pytest.raises(PrintRefused):
        printed(codes, SignFormat.A5)


def test_command_writes_the_file_and_tells_the_module_size(
    codes: list[QRCode], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "signs.pdf"
    told = call(capsys, format="sticker60", output=file)
    assert file.read_bytes().startswith(b"%PDF")
    assert "version 3 at level Q, 29 modules wide, each 0.95 mm (at least 0.80 mm" in told
    assert "3 printed on 1 pages, 0 skipped" in told
    assert list(tmp_path.iterdir()) == [file]


def test_command_filters_by_kind_district_route_state_and_codes(
    codes: list[QRCode], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "signs.pdf"
    east = make_code(place=make_place(*IN_EAST, kind=PlaceKind.INSTITUTION))
    QRCode.objects.filter(pk=east.pk).update(state=CodeState.INSTALLED)
    stop, park, bus = codes
    for options, expected in (
        ({"kind": ["stop"]}, {stop}),
        ({"kind": ["bus", "public_space"]}, {park, bus}),
        ({"district": WEST_KATO}, {stop, park, bus}),
        ({"district": "east"}, {east, bus}),
        ({"route": ["19"]}, {bus}),
        ({"state": ["installed"]}, {east}),
        ({"codes": [f"{grouped(park.code).lower()}, {bus.code}"]}, {park, bus}),
    ):
        call(capsys, format="a5", output=file, **options)
        text = text_of(file.read_bytes())
        assert {code for code in (*codes, east) if grouped(code.code) in text} == expected, options


def test_command_skips_named_codes_that_are_not_printed(
    codes: list[QRCode], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    QRCode.objects.filter(pk=codes[1].pk).update(state=CodeState.REVOKED)
    named = [codes[0].code, codes[1].code, "0000000000"]
    told = call(capsys, format="a5", output=tmp_path / "signs.pdf", codes=named)
    assert f"skipped: code {grouped(codes[1].code)}: the code is revoked" in told
    assert "skipped: code 00000-00000: no such code" in told
    assert "1 printed on 1 pages, 2 skipped" in told


def test_refused_print_leaves_no_file_and_keeps_the_old_one(
    codes: list[QRCode], tmp_path: Path, settings: Settings
) -> None:
    file = tmp_path / "signs.pdf"
    file.write_bytes(b"yesterday's")
    settings.PUBLIC_URL = f"https://{'very-long-' * 5}address.example"
    with pytest.raises(CommandError, match="a module would be"):
        call_command("print_signs", format="a5", output=file)
    assert [(each, each.read_bytes()) for each in tmp_path.iterdir()] == [(file, b"yesterday's")]


@pytest.mark.parametrize("name", ["missing/signs.pdf", "."])
def test_file_that_cannot_be_written_is_refused(codes: list[QRCode], tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("print_signs", format="a5", output=tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"district": "nowhere"}, "no district 'nowhere'"),
        ({"route": ["77"]}, "no route '77'"),
        ({}, "There is no code to print"),
        ({"sheet": "a4", "format": "a4"}, "does not fit on a4"),
    ],
)
def test_command_refuses_with_one_sentence(tmp_path: Path, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("print_signs", **{"format": "a5", "output": tmp_path / "signs.pdf", **options})
    assert list(tmp_path.iterdir()) == []


def test_sheets_hold_the_signs_of_several_pages(codes: list[QRCode]) -> None:
    more = [*codes, *(make_code() for _each in range(11))]
    _pdf, summary = printed(more, SignFormat.STICKER60, Sheet.A4)
    assert (summary.printed, summary.pages, summary.per_page) == (14, 2, 12)


def test_address_without_https_is_noted(codes: list[QRCode], settings: Settings) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    _pdf, summary = printed(codes, SignFormat.A5)
    assert any("no https address" in note for note in summary.notes)
