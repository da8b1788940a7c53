"""What import-linter cannot say: which modules are the project's own, and that nobody borrows another room's views."""

import pkgutil
import re
import tomllib
from pathlib import Path

import grimp
import pytest

import geoportal

ROOMS = ("heatmap", "residents", "review", "planning", "api.json", "api.tiles")
PACKAGES = ("geoportal", "districts", "stops", "proposals")
ROOT = Path(__file__).resolve().parents[2]
FOR_APPS = {"staff", "web", "database"}
"""What every app may import of ``geoportal``; the rest of it is the project's own."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Return who imports whom in the portal's packages."""
    return grimp.build_graph("proposals", "stops", "districts", "geoportal", cache_dir=None)


def views_of(room: str, graph: grimp.ImportGraph) -> set[str]:
    """Return the room's own modules that its addresses lead to."""
    home = f"proposals.{room}"
    led_to = graph.find_modules_directly_imported_by(f"{home}.urls")
    return {module for module in led_to if module.startswith(f"{home}.")} | {f"{home}.urls"}


@pytest.mark.parametrize("room", ROOMS)
def test_views_are_used_by_their_own_room_only(room: str, graph: grimp.ImportGraph) -> None:
    for view in views_of(room, graph):
        strangers = {
            importer
            for importer in graph.find_modules_that_directly_import(view)
            if importer.startswith("proposals.") and not importer.startswith(f"proposals.{room}.")
        }
        assert strangers == set(), f"{view} holds views"


def test_every_room_has_addresses(graph: grimp.ImportGraph) -> None:
    assert {f"proposals.{room}.urls" for room in ROOMS} <= graph.modules


def test_apps_are_forbidden_every_own_module_of_the_project() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [contract] = [contract for contract in contracts if contract["id"] == "apps-know-no-project"]
    own = {module.name for module in pkgutil.iter_modules(geoportal.__path__)} - FOR_APPS
    assert set(contract["forbidden_modules"]) == {f"geoportal.{name}" for name in own}
    assert {f"geoportal.{name}" for name in FOR_APPS} < set(contract["source_modules"])


def test_no_contract_lets_anything_pass() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert not any("ignore_imports" in contract for contract in [linter, *linter["contracts"]])


def test_migrations_import_no_living_code() -> None:
    """What they do stays as it was, whatever becomes of the code."""
    found = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/migrations/*.py")
        if path.relative_to(ROOT).parts[0] in PACKAGES
        and re.search(rf"^(?:from|import) (?:{'|'.join(PACKAGES)})\b", path.read_text(), re.MULTILINE)
    }
    assert found == set()


def test_advisory_locks_stand_in_one_list() -> None:
    """Besides those of ``geoportal/database/locks.py`` there is one: of each key that is being sent."""
    found = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".sql"}
        and "migrations" not in path.parts
        and "advisory" in path.read_text()
    }
    assert found == {"geoportal/database/locks.py", "proposals/sql/store_proposal.sql"}
