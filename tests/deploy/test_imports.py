"""Inside proposals the rooms meet through models and services, never through each other's views."""

import grimp
import pytest

ROOMS = ("intake", "review", "browse", "heatmap", "planning", "api", "tiles")


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
            if importer.startswith("proposals.")
            and importer.count(".") > 1
            and not importer.startswith(f"proposals.{room}.")
        }
        assert strangers == set(), f"{view} holds views"


def test_every_room_has_addresses(graph: grimp.ImportGraph) -> None:
    assert {f"proposals.{room}.urls" for room in ROOMS} <= graph.modules
