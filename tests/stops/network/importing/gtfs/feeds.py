"""Small feeds for the tests: files by name, changed where a test wants, written as a zip archive or a folder."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stops.network.importing.gtfs.network import read_gtfs
from stops.network.importing.records import DirectionRecord, Network

BBOX = (69.40, 42.20, 69.80, 42.40)
SRID = 32642

# Four stops on one street, 0.01° apart: 824 m each at this latitude.
STREET = {"a": (69.50, 42.30), "b": (69.51, 42.30), "c": (69.52, 42.30), "d": (69.53, 42.30)}

Files = dict[str, str | bytes]


def table(header: str, *rows: str) -> str:
    """Return a table with Unix line endings."""
    return "".join(f"{row}\n" for row in (header, *rows))


def stop_times(**trips: str) -> str:
    """Return the stop times of trips, each with its stops' one-letter identifiers in order."""
    rows = [
        f"{trip},08:00:00,08:00:00,{stop},{number * 5}"
        for trip, stops in trips.items()
        for number, stop in enumerate(stops)
    ]
    return table("trip_id,arrival_time,departure_time,stop_id,stop_sequence", *rows)


def stops(**locations: tuple[float, float]) -> str:
    """Return stops with (lon, lat)."""
    rows = [f"{stop},Stop {stop},{lat},{lon}" for stop, (lon, lat) in locations.items()]
    return table("stop_id,stop_name,stop_lat,stop_lon", *rows)


def trips(*rows: str) -> str:
    """Return trips: route, trip, headsign, direction, shape."""
    return table("route_id,trip_id,trip_headsign,direction_id,shape_id", *rows)


def feed(**changed: str | bytes | None) -> Files:
    """Return a feed of one bus route with two trips out and one back; ``stops=`` replaces stops.txt, None drops."""
    files: dict[str, str | bytes | None] = {
        "agency.txt": table(
            "agency_id,agency_name,agency_url,agency_timezone", "1,Автопарк,https://example.org,Asia/Almaty"
        ),
        "stops.txt": stops(**STREET),
        "routes.txt": table(
            "route_id,agency_id,route_short_name,route_long_name,route_type", "r5,1,5,Базар — Әуежай,3"
        ),
        "trips.txt": trips("r5,t1,Әуежай,0,", "r5,t2,Әуежай,0,", "r5,t3,Базар,1,"),
        "stop_times.txt": stop_times(t1="abcd", t2="abcd", t3="dcba"),
    }
    for name, content in changed.items():
        files[f"{name}.txt"] = content
    return {name: content for name, content in files.items() if content is not None}


def in_bytes(content: str | bytes) -> bytes:
    """Return what is written to a file."""
    return content.encode() if isinstance(content, str) else content


def write_zip(path: Path, files: Mapping[str, str | bytes], folder: str = "") -> Path:
    """Write a zip archive, all files in one folder of it, and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, in_bytes(content))
    return path


def write_folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files into a folder and return it."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(in_bytes(content))
    return path


def read(path: Path, files: Mapping[str, str | bytes] | None = None, **options: Any) -> Network:
    """Read a feed from a path, or write these files into a folder there and read that."""
    target = path if files is None else write_folder(path / "feed", files)
    return read_gtfs(target, bbox=BBOX, srid=SRID, **options)


def direction(network: Network, number: int = 0, route: int = 0) -> DirectionRecord:
    """Return one direction of one route."""
    return next(each for each in network.routes[route].directions if each.direction == number)
