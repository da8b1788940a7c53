"""A small town in one file: two streets, stops on both sides, a bus there and back, a park, a school, a river."""

from tests.stops.network.importing.osm.files import OsmFile

SOUTH = 42.3500
METRE = 1 / 111_320


def town(*, step: int = 1) -> OsmFile:
    """Return a town about an east-west avenue at 42.35 N from 69.55 to 69.65 E, in both districts of the tests."""
    osm = OsmFile(step=step)
    west, middle, east = (osm.node(lon, SOUTH) for lon in (69.55, 69.60, 69.65))
    first = osm.way(west, middle, highway="primary", name="Проспект Абая", name__kk="Абай даңғылы")
    second = osm.way(east, middle, highway="primary", name="Проспект Абая", name__kk="Абай даңғылы")
    south, north = SOUTH - 10 * METRE, SOUTH + 10 * METRE
    out = [
        osm.node(lon, south, highway="bus_stop", name=name, name__kk=kk)
        for lon, name, kk in (
            (69.551, "Вокзал", "Вокзал қазақша"),
            (69.601, "Рынок", "Базар"),
            (69.649, "Парк", "Саябақ"),
        )
    ]
    back = [
        osm.node(lon, north, highway="bus_stop", name=name)
        for lon, name in ((69.649, "Парк"), (69.601, "Рынок"), (69.551, "Вокзал"))
    ]
    there = osm.relation(
        ("w", first, ""), ("w", second, ""), *(("n", stop, "platform") for stop in out),
        type="route", route="bus", ref="19", public_transport__version="2", operator="Автопарк № 1",
        **{"from": "Вокзал", "to": "Парк"},
    )  # fmt: skip
    return_trip = osm.relation(
        ("w", second, ""), ("w", first, ""), *(("n", stop, "platform") for stop in back),
        type="route", route="bus", ref="19", public_transport__version="2", operator="Автопарк № 1",
        **{"from": "Парк", "to": "Вокзал"},
    )  # fmt: skip
    osm.relation(("r", there, ""), ("r", return_trip, ""), type="route_master", route_master="bus", ref="19")
    osm.ring(69.62, 42.36, 69.63, 42.37, leisure="park", name="Парк Кен-Баба", name__kk="Кен-баба саябағы")
    osm.ring(69.57, 42.36, 69.571, 42.361, amenity="school", name="Школа № 7")
    osm.line((69.5, 42.34), (69.7, 42.34), waterway="river", name="Кошкар-Ата")
    return osm
