"""The files of SQL are the truth: what the migrations build is what they say, and long statements stand in no code."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db
APPS = ("geoportal", "districts", "stops", "proposals")
FILES = sorted(path for app in APPS for path in (settings.BASE_DIR / app).rglob("sql/*.sql"))
DEFINES = re.compile(r"^CREATE OR REPLACE (?:FUNCTION|TRIGGER)", re.MULTILINE)
OURS_SQL = """
SELECT function.oid::regprocedure::text, pg_get_functiondef(function.oid)
FROM pg_proc AS function
WHERE function.pronamespace = 'public'::regnamespace AND function.proname !~ '^(_?pgtrigger|procrastinate)'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = function.oid AND deptype = 'e')
UNION ALL
SELECT format('%s ON %s', tgname, tgrelid::regclass), pg_get_triggerdef(oid)
FROM pg_trigger
WHERE NOT tgisinternal AND tgname !~ '^pgtrigger' AND tgrelid::regclass::text !~ '^procrastinate'
"""
LONGEST = 10
STATEMENT = re.compile(r"^\s*(?:WITH|SELECT|INSERT|UPDATE|DELETE|CREATE)\b")


def definitions() -> dict[str, str]:
    """Return each function and trigger of ours as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(OURS_SQL)
        return dict(cursor.fetchall())


def test_migrations_lead_to_what_the_files_say() -> None:
    built = definitions()
    with connection.cursor() as cursor:
        for name in built:
            what, *table = name.split(" ON ")
            if table:
                cursor.execute(f"DROP TRIGGER {what} ON {table[0]}")
        for path in FILES:
            text = path.read_text(encoding="utf-8")
            if DEFINES.search(text):
                cursor.execute(text, [settings.TIME_ZONE] if "%s" in text else None)
    assert definitions() == built


def test_every_function_and_trigger_stands_in_one_file() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    for name in definitions():
        what, *table = re.split(r"\(| ON ", name)
        pattern = (
            rf"TRIGGER {what} [^;]* ON public\.{table[0]}\b"
            if " ON " in name
            else rf"FUNCTION public\.{what}\("
        )
        assert len([text for text in texts if re.search(f"CREATE OR REPLACE {pattern}", text)]) == 1, name


def test_every_file_says_what_it_is() -> None:
    assert [path.name for path in FILES if not path.read_text(encoding="utf-8").startswith("-- ")] == []


def test_long_statements_stand_in_files() -> None:
    assert {f"{path}:{line}" for path, line in _statements()} == set()


def _statements() -> list[tuple[Path, int]]:
    """Return where constant statements of too many lines stand in code."""
    found = []
    for path in (path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if STATEMENT.match(text) and text.strip().count("\n") >= LONGEST:
                found.append((path, node.lineno))
    return found
