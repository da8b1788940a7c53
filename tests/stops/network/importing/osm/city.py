"""Build a city of a real one's size: a grid of streets with stops, routes there and back, blocks, parks, a river.

``python -m tests.stops.network.importing.osm.city FILE.osm.pbf [--nodes N]`` writes one to try the import's speed on.
"""

import argparse
import random
from itertools import pairwise
from pathlib import Path

from tests.stops.network.importing.osm.files import OsmFile

WEST, SOUTH, EAST, NORTH = 69.45, 42.22, 69.78, 42.44
STREETS = 60
"""Streets each way; every tenth is of the first rank."""

BLOCK_NODES = 12
ROUTES = 90


def build(nodes: int) -> OsmFile:
    """Return a city of about so many nodes; houses without use to the import make most of them, as in real files."""
    chance = random.Random(7)
    osm = OsmFile()
    columns = [WEST + (EAST - WEST) * index / (STREETS - 1) for index in range(STREETS)]
    rows = [SOUTH + (NORTH - SOUTH) * index / (STREETS - 1) for index in range(STREETS)]
    corners = [
        [osm.node(lon + chance.uniform(-1, 1) / 5000, lat + chance.uniform(-1, 1) / 5000) for lat in rows]
        for lon in columns
    ]
    along = [_street(osm, index, [corners[index][row] for row in range(STREETS)]) for index in range(STREETS)]
    across = [
        _street(osm, index, [corners[column][index] for column in range(STREETS)]) for index in range(STREETS)
    ]
    stops = {
        (column, row, side): osm.node(
            columns[column] + side * 0.0002, rows[row] + 0.0009,
            highway="bus_stop", name=f"Остановка {column}-{row}", name__kk=f"Аялдама {column}-{row}",
        )
        for column in range(0, STREETS, 3) for row in range(0, STREETS - 1, 2) for side in (-1, 1)
    }  # fmt: skip
    for number in range(1, ROUTES + 1):
        _route(osm, number, along, across, stops, chance)
    _areas(osm, columns, rows, chance)
    while osm.last["n"] < nodes:
        lon, lat = chance.uniform(WEST, EAST), chance.uniform(SOUTH, NORTH)
        osm.ring(lon, lat, lon + 0.0001, lat + 0.0001, building="yes")
    return osm


def _street(osm: OsmFile, index: int, nodes: list[int]) -> list[int]:
    highway = (
        "primary"
        if index % 10 == 0
        else "secondary"
        if index % 3 == 0
        else "tertiary"
        if index % 2
        else "residential"
    )
    return [osm.way(begin, end, highway=highway, name=f"Улица {index}") for begin, end in pairwise(nodes)]


def _route(
    osm: OsmFile, number: int, along: list[list[int]], across: list[list[int]],
    stops: dict[tuple[int, int, int], int], chance: random.Random,
) -> None:  # fmt: skip
    """Add a route up one street of stops, and the way back, under one master."""
    column = chance.randrange(0, STREETS, 3)
    first, last = sorted(chance.sample(range(STREETS - 1), 2))
    ways = along[column][first : last + 1]
    relations = []
    for side, order in ((1, 1), (-1, -1)):
        rows = [row for row in range(first, last + 1) if (column, row, side) in stops][::order]
        members = [("n", stops[column, row, side], "platform") for row in rows] + [
            ("w", way, "") for way in ways[::order]
        ]
        relations.append(
            osm.relation(*members, type="route", route="bus", ref=str(number), public_transport__version="2")
        )
    osm.relation(
        *(("r", each, "") for each in relations), type="route_master", route_master="bus", ref=str(number)
    )


def _areas(osm: OsmFile, columns: list[float], rows: list[float], chance: random.Random) -> None:
    for column in range(STREETS - 1):
        for row in range(STREETS - 1):
            kind = chance.random()
            box = (
                columns[column] + 0.0004,
                rows[row] + 0.0004,
                columns[column + 1] - 0.0004,
                rows[row + 1] - 0.0004,
            )
            if kind < 0.3:
                osm.ring(*box, landuse="residential")
            elif kind < 0.34:
                osm.ring(*box, leisure="park", name=f"Парк {column}-{row}")
            elif kind < 0.37:
                osm.ring(*box, amenity="school", name=f"Школа {column}-{row}")
    river = [(WEST + (EAST - WEST) * step / 300, 42.3 + chance.uniform(-1, 1) / 2000) for step in range(301)]
    osm.line(*river, waterway="river", name="Бадам")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--nodes", type=int, default=200_000)
    chosen = parser.parse_args()
    build(chosen.nodes).write(chosen.file)
