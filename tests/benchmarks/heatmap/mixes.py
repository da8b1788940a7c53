"""Draw views as residents and planners open them: viewport, zoom and filter, the same for a seed."""

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from proposals.filters import ProposalFilter, month_after
from proposals.models import COUNTED_STATUSES

VIEWPORTS_PX = ((390, 640), (1280, 720), (1600, 900))
TILE_PX = 256
JITTER_DEGREES = 0.006
MONTHS = 36
T = TypeVar("T")


class Zooms(StrEnum):
    """How close a view is."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"


ZOOMS = {Zooms.CITY: (10, 11, 12), Zooms.DISTRICT: (13, 14), Zooms.STREET: (15, 16, 17)}


class Kind(StrEnum):
    """What a view filters by."""

    ALL = "no filter"
    TOPICS = "topics"
    STATUSES = "statuses"
    MONTHS = "months"
    DISTRICT = "district"
    MIX = "a mix"


@dataclass(frozen=True, slots=True)
class View:
    """One view: its class of zooms, its zoom, and what is chosen, box included."""

    zooms: Zooms
    zoom: int
    kind: Kind
    chosen: ProposalFilter

    def query(self) -> str:
        """Return the address's query for ``/api/v1/heatmap``."""
        query = self.chosen.query()
        west, south, east, north = self.chosen.bbox or (-180, -90, 180, 90)
        query["bbox"] = f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}"
        query["zoom"] = str(self.zoom)
        return query.urlencode()


@dataclass(frozen=True, slots=True)
class Choices:
    """What views are drawn from: points (lon, lat) near which people look, slugs, and the present month."""

    points: NDArray[np.float64]
    topics: tuple[str, ...]
    districts: tuple[str, ...]
    month: dt.date


def draw_views(choices: Choices, *, each: int, seed: int) -> list[View]:
    """Return that many views of each class of zooms, in a drawn order."""
    chance = np.random.default_rng([seed, 11])
    kinds = list(Kind)
    views = [
        _draw(choices, zooms, kinds[number % len(kinds)], chance) for zooms in Zooms for number in range(each)
    ]
    return [views[place] for place in chance.permutation(len(views))]


def snapped_bbox(
    lon: float, lat: float, zoom: int, size_px: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return the whole map tiles around a viewport, as the public map asks for them: degrees, w, s, e, n."""
    world_px = TILE_PX << zoom
    x_px = (lon + 180) / 360 * world_px
    y_px = (0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)) * world_px
    width_px, height_px = size_px
    west, east = math.floor((x_px - width_px / 2) / TILE_PX), math.ceil((x_px + width_px / 2) / TILE_PX)
    north, south = math.floor((y_px - height_px / 2) / TILE_PX), math.ceil((y_px + height_px / 2) / TILE_PX)
    tiles = 1 << zoom
    return (
        max(-180.0, west / tiles * 360 - 180),
        _latitude(south / tiles),
        min(180.0, east / tiles * 360 - 180),
        _latitude(north / tiles),
    )


def _latitude(part: float) -> float:
    """Return the latitude of a row of the world, 0 at the top and 1 at the bottom."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * min(1.0, max(0.0, part))))))


def _draw(choices: Choices, zooms: Zooms, kind: Kind, chance: np.random.Generator) -> View:
    zoom = int(chance.choice(ZOOMS[zooms]))
    lon, lat = choices.points[chance.integers(len(choices.points))] + chance.normal(0, JITTER_DEGREES, 2)
    size_px = VIEWPORTS_PX[chance.integers(len(VIEWPORTS_PX))]
    drawn = {
        Kind.TOPICS: lambda: {"topics": _some(choices.topics, chance)},
        Kind.STATUSES: lambda: {"statuses": _some(COUNTED_STATUSES, chance)},
        Kind.MONTHS: lambda: _months(choices.month, chance),
        Kind.DISTRICT: lambda: {"districts": (choices.districts[chance.integers(len(choices.districts))],)},
    }
    wanted = {Kind.ALL: (), Kind.MIX: (Kind.TOPICS, Kind.STATUSES, Kind.MONTHS)}.get(kind, (kind,))
    fields = {name: value for each in wanted for name, value in drawn[each]().items()}
    bbox = snapped_bbox(float(lon), float(lat), zoom, size_px)
    return View(zooms, zoom, kind, ProposalFilter(**fields, bbox=bbox))


def _some(values: tuple[T, ...], chance: np.random.Generator) -> tuple[T, ...]:
    """Return one to three of some values, in their order."""
    chosen = chance.choice(len(values), int(chance.integers(1, 4)), replace=False)
    return tuple(values[place] for place in sorted(chosen))


def _months(present: dt.date, chance: np.random.Generator) -> dict[str, dt.date]:
    first, last = sorted(int(each) for each in chance.integers(0, MONTHS, 2))
    return {"month_from": month_after(present, -last), "month_to": month_after(present, -first)}
