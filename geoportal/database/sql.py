"""Statements of SQL that stand in files: the folder ``sql`` of each app holds their present text."""

from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@cache
def read_sql(app: str, name: str) -> str:
    """Return the text of one file.

    Args:
        app: the app's package, such as ``stops.network``.
        name: of the file, without its ending.
    """
    return (PROJECT / app.replace(".", "/") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
