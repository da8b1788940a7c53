"""Rows of tables: what is taken as it comes, and what is refused with its line."""

from pathlib import Path

import pytest

from districts.importing.errors import ImportRefused
from stops.importing.gtfs.opening import open_feed
from stops.importing.gtfs.tables import Row, read_table
from tests.stops.gtfs.feeds import feed, write_folder


def rows(path: Path, content: str | bytes) -> list[Row]:
    """Return the rows of a stops.txt with this content: identifier, name, code."""
    with open_feed(write_folder(path, feed(stops=content))) as files:
        return list(
            read_table(files, "stops.txt", required=("stop_id", "stop_name"), optional=("stop_code",))
        )


@pytest.mark.parametrize(
    "content",
    [
        "stop_id,stop_name\n1,Базар\n",
        "\ufeffstop_id,stop_name\n1,Базар\n",
        "stop_id,stop_name\r\n1,Базар\r\n",
        "stop_id,stop_name\n1,Базар",
        " STOP_ID , Stop_Name \n 1 ,\tБазар \n",
        '"stop_id","stop_name"\n"1", "Базар" \n',
        '"stop_id" ,"stop_name"\n"1"\t,"Базар"\n',
        "stop_id,x,stop_name,y\n1,?,Базар,?\n",
        "stop_name,stop_id\nБазар,1\n",
        "stop_id,stop_name,\n1,Базар,\n",
        "stop_id,stop_name\n1,Базар,,\n",
        "stop_id,stop_name,stop_code\n1,Базар\n",
    ],
)  # fmt: skip
def test_row_is_read_however_it_is_written(tmp_path: Path, content: str) -> None:
    assert rows(tmp_path, content) == [(2, ["1", "Базар", ""])]


def test_blank_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    content = "stop_id,stop_name\n\n1,A\n,,\n  \n2,B\n\n"
    assert rows(tmp_path, content) == [(3, ["1", "A", ""]), (6, ["2", "B", ""])]


def test_line_is_where_a_row_begins_after_quoted_line_breaks(tmp_path: Path) -> None:
    content = 'stop_id,stop_name\n1,"A\nB\r\nC"\n2,D\n'
    assert rows(tmp_path, content) == [(2, ["1", "A\nB\r\nC", ""]), (5, ["2", "D", ""])]


def test_doubled_quotation_marks_are_one(tmp_path: Path) -> None:
    assert rows(tmp_path, 'stop_id,stop_name\n1,"Кафе ""Ай"", базар"\n')[0][1][1] == 'Кафе "Ай", базар'


def test_quotation_mark_within_a_plain_value_is_kept(tmp_path: Path) -> None:
    assert rows(tmp_path, 'stop_id,stop_name\n1,5" труба\n')[0][1][1] == '5" труба'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", r"^stops.txt is empty\.$"),
        (b"\xef\xbb\xbf", r"^stops.txt is empty\.$"),
        (b"\n", r"^stops.txt is empty\.$"),
        ("stop_id,stop_name\n1,A\n".encode("utf-16"), r"^stops.txt, line 1: the file is in UTF-16"),
        ("stop_id,stop_name\n1,A\n".encode("utf-32"), r"^stops.txt, line 1: the file is in UTF-32"),
        ("stop_id,stop_name\n1,A\n".encode("utf-16-le"), r"^stops.txt, line 1: it has a NUL byte"),
        (b"stop_id,stop_name\n1,A\n2,\0\n", r"^stops.txt, line 3: it has a NUL byte"),
        ("stop_id,stop_name\n1,A\n2,Базар\n".encode("cp1251"), r"^stops.txt, line 3: it is not UTF-8\.$"),
        (b"stop_id,stop_name\n1,\xed\xa0\x80\n", r"^stops.txt, line 2: it is not UTF-8\.$"),
        ("stop_id\n1\n", r"^stops.txt, line 1: there is no column stop_name; it has stop_id\.$"),
        ("stop_id;stop_name\n1;A\n", r"no column stop_id; it has stop_id;stop_name"),
        ("stop_id,stop_name,stop_id\n1,A,2\n", r"^stops.txt, line 1: the column stop_id stands twice\.$"),
        ('stop_id,stop_name\n1,A\n2,"B\n3,C\n', r"^stops.txt, line 3: a quotation mark is opened and never"),
        ('stop_id,stop_name\n1,"A"B\n', r"^stops.txt, line 2: a quotation mark inside a quoted value"),
        ("stop_id,stop_name\n1,A\n2,B,C\n", r"^stops.txt, line 3: it has 3 values, the header has 2 columns"),
        (f"stop_id,stop_name\n1,{'A' * 140_000}\n", r"^stops.txt, line 2: a value is longer than 131,072"),
        (f"stop_id,stop_name\n1,{'A,' * 600_000}\n", r"^stops.txt, line 2: it is longer than 1 MB"),
        ('stop_id,stop_name\n1,"' + "A\n" * 70_000, r"^stops.txt, line 2: a value is longer than 131,072"),
        ("stop_id,stop_name\r1,A\r", r"^stops.txt, line 1: a carriage return stands alone"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_line(
    tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        rows(tmp_path, content)
