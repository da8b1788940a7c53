"""Tables for people and for machines: separators, words, numbers that stay numbers, and no formulas."""

import csv
import datetime as dt
import io
import re
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from districts.parameters import InvalidParameter
from districts.tables import TableForm, csv_table, formula_safe, read_form

UNSEEN = "\t\r\n \u00a0\u200b\u200e\u202e\ufeff\u2060\u3164\u2800\u00ad\u0000\u001f\ufe0f\u034f"
FORMULA = re.compile(rf"[\s{UNSEEN}]*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20]|[\s{UNSEEN}]*?[\t\r\n]")
MISREAD_FORMULA = re.compile(
    rf"[\s{UNSEEN}]*(?:[=@\uff1d\uff20]|[+\-\u2212\uff0b\uff0d][^\r\n]*[(|!\uff08\uff5c\uff01])"
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text("=+-−@;,\"'\t\r\n ＝＋－＠\u200bab1(|!")


def written(row: list[Any], form: TableForm = TableForm.PEOPLE, language: str = "ru") -> str:
    with override(language):
        return "".join(csv_table(["a"] * len(row), [row], form))


def cells(text: str, separator: str) -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator, strict=True)
    )


def guards(cell: str, text: str) -> list[str]:
    """Return what follows each apostrophe inside a cell that is not in its text; nothing else may differ."""
    followers: list[str] = []
    at = 0
    for index, character in enumerate(cell):
        if text[at : at + 1] == character:
            at += 1
        else:
            assert character == "'"
            followers += cell[index + 1] if index else ""
    assert at == len(text)
    return followers


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(TableForm))
def test_any_text_comes_back_but_for_its_guards_and_begins_no_formula(
    texts: list[str], form: TableForm
) -> None:
    row = ["x", *texts, -73.5]
    header, read = cells(written(row, form), form.separator)
    assert len(header) == len(read) == len(row)
    for text, cell in zip(texts, read[1:-1], strict=True):
        assert all(unicodedata.normalize("NFKC", sign)[0] in "=+-−@" for sign in guards(cell, text))
        assert not FORMULA.match(cell)
    assert read[-1] == ("-73,5" if form is TableForm.PEOPLE else "-73.5")


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(TableForm), st.sampled_from(";,\t"))
def test_no_text_begins_a_formula_where_it_is_split_at_another_separator(
    texts: list[str], form: TableForm, separator: str
) -> None:
    table = io.StringIO(written(["x", *texts], form).removeprefix("\ufeff"), newline="")
    misread = [cell for row in csv.reader(table, delimiter=separator) for cell in row]
    assert [cell for cell in misread if MISREAD_FORMULA.match(cell)] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "−", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦"])
@pytest.mark.parametrize(
    "before", ["", " ", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u3164", "\u2060 \u00ad"], ids=ascii
)
def test_what_would_begin_a_formula_is_guarded(before: str, start: str) -> None:
    assert formula_safe(f"{before}{start}1") == f"'{before}{start}1"


@pytest.mark.parametrize(
    ("typed", "guarded"),
    [
        ("парк,=SUM(A1:A3)*1,навес", "парк,'=SUM(A1:A3)*1,навес"),
        ("парк;=1+1", "парк;'=1+1"),
        ("парк\t@SUM(A1)", "парк\t'@SUM(A1)"),
        ("парк\r\n=1", "парк\r\n'=1"),
        ('парк,"=1+1"', 'парк,"\'=1+1"'),
        ('парк; \u200b" ＝1', "парк; \u200b\" '＝1"),
        ("=1;=2", "'=1;'=2"),
        ("a;-2+HYPERLINK(A1)", "a;'-2+HYPERLINK(A1)"),
        ("a,+cmd|' /C calc'!A0", "a,'+cmd|' /C calc'!A0"),
        ("a;−1,5*SUM(A1)", "a;'−1,5*SUM(A1)"),
        ("a\n-1;2+F（1）", "a\n'-1;2+F（1）"),
    ],
)
def test_what_another_separator_would_cut_into_a_formula_is_guarded(typed: str, guarded: str) -> None:
    assert formula_safe(typed) == guarded


def test_a_sign_at_the_end_is_guarded_where_the_cells_behind_would_work() -> None:
    lines = written(["дом;-1", "2*SUM(A1)"], TableForm.MACHINES).splitlines()
    assert lines[1] == "дом;'-1,2*SUM(A1)"
    assert written(["дом;-1", "2"], TableForm.MACHINES).splitlines()[1] == "дом;-1,2"


@pytest.mark.parametrize(
    "value",
    [
        *("Навес", "1=1", "a\tb", "", " ", "«=»", -1.5, None),
        *(
            "Нужны:\n- скамейки\n- урны, свет;\n+ навес",
            "дома 1, -2, и парк (старый)",
            "a,b=c",
            "а,'=1",
            "x@y.kz, да",
        ),
    ],
)
def test_everything_else_stays_as_it_is(value: Any) -> None:
    assert formula_safe(value) == value


def test_formula_between_semicolons_stays_in_its_cell() -> None:
    text = written(["Скамейка;=SUM(A1:A3)*1;Навес", 'он сказал "=1";да'])
    assert text == ('\ufeffa;a\r\n"Скамейка;\'=SUM(A1:A3)*1;Навес";"он сказал ""=1"";да"\r\n')


@pytest.mark.parametrize(
    ("language", "form", "line"),
    [
        ("ru", TableForm.PEOPLE, "-73,5;0,000001;1234567;да;нет;30.11.2026;;'-73,5"),
        ("kk", TableForm.PEOPLE, "-73,5;0,000001;1234567;иә;жоқ;30.11.2026;;'-73,5"),
        ("en", TableForm.PEOPLE, "-73.5;0.000001;1234567;yes;no;30.11.2026;;'-73,5"),
        ("ru", TableForm.MACHINES, '-73.5,0.000001,1234567,true,false,2026-11-30,,"\'-73,5"'),
    ],
)
def test_values_are_written_as_what_they_are(language: str, form: TableForm, line: str) -> None:
    row = [Decimal("-73.5"), 1e-6, 1234567, True, False, dt.date(2026, 11, 30), None, "-73,5"]
    assert written(row, form, language).splitlines()[1] == line


def test_table_without_rows_has_its_header() -> None:
    with override("ru"):
        assert list(csv_table(["Номер", "Текст"], [])) == ["\ufeffНомер;Текст\r\n"]
        assert list(csv_table(["number"], [], TableForm.MACHINES)) == ["number\r\n"]


def test_language_is_that_of_the_request_however_late_the_lines_are_read() -> None:
    with override("ru"):
        lines = csv_table(["a"], ([value] for value in (True, False)))
    with override("en"):
        assert [line.strip("\ufeff\r\n") for line in lines] == ["a", "да", "нет"]


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("", TableForm.PEOPLE), ("sep=", TableForm.PEOPLE), ("sep=semicolon", TableForm.PEOPLE),
        ("sep=comma", TableForm.MACHINES),
    ],
)  # fmt: skip
def test_form_is_read_from_the_address(address: str, form: TableForm) -> None:
    assert read_form(QueryDict(address)) is form


@pytest.mark.parametrize("address", ["sep=tab", "sep=;", "sep=Comma", "sep=comma&sep=comma"])
def test_other_forms_are_refused_by_name(address: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        read_form(QueryDict(address))
    assert refusal.value.parameter == "sep"
