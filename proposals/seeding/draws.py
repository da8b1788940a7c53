"""Draw made-up proposals by the thousand: when, about what, where, and what became of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils import timezone

from proposals.filters import month_after, start_of
from proposals.models import COUNTED_STATUSES, LocationSource, Status
from proposals.seeding.city import MONTHS, Floats, Ints, scatter
from proposals.seeding.pool import Pool

CHUNK = 20_000
MONTHLY_GROWTH = 1.045
WHOLE_ROUTE_PART, PIN_PART, CHOSEN_STOP_PART = 0.08, 0.12, 0.15
PIN_SPREAD_KM, PIN_DRAWS = 1.5, 4
DAY_S = 86_400
YOUNG_S = 45 * DAY_S
ORDER = tuple(Status)
COUNTED = np.array([status in COUNTED_STATUSES for status in ORDER])
SOURCES = (
    LocationSource.CODE_POINT, LocationSource.CHOSEN_STOP, LocationSource.PIN, LocationSource.WHOLE_ROUTE,
)  # fmt: skip
OLD_WEIGHTS = {
    Status.PUBLISHED: 54, Status.UNDER_REVIEW: 7, Status.ACCEPTED: 6, Status.PLANNED: 5,
    Status.IN_PROGRESS: 4, Status.DONE: 9, Status.DECLINED: 5, Status.FORWARDED: 3,
    Status.REJECTED: 4, Status.WITHDRAWN: 2, Status.MERGED: 1,
}  # fmt: skip
YOUNG_WEIGHTS = {
    Status.SUBMITTED: 18, Status.PUBLISHED: 64, Status.UNDER_REVIEW: 9, Status.ACCEPTED: 2,
    Status.DECLINED: 2, Status.REJECTED: 4, Status.WITHDRAWN: 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draw:
    """Some proposals in the order in which they were submitted; moments are whole seconds since 1970.

    ``source`` and ``status`` are places in ``SOURCES`` and ``ORDER``; keys are 0 where there is none.
    """

    submitted_s: Ints
    published_s: Ints
    changed_s: Ints
    status: Ints
    topic: Ints
    text: Ints
    department: Ints
    source: Ints
    place: Ints
    code: Ints
    version: Ints
    district: Ints
    point: Floats


def draw_proposals(count: int, seed: int, pool: Pool) -> Iterator[Draw]:
    """Yield many proposals in chunks, oldest first, over three growing years that end last midnight.

    None is merged before there is one that is counted, into which it could have been.
    """
    chance = np.random.default_rng([seed, 4])
    any_counted = False
    end = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for first_s, last_s, number in _spans(count, end, chance):
        chunks = -(-number // CHUNK)
        edges_s = np.linspace(first_s, last_s, chunks + 1)
        sizes = np.diff(np.linspace(0, number, chunks + 1).astype(np.int64))
        for begin_s, until_s, size in zip(edges_s[:-1], edges_s[1:], sizes, strict=True):
            submitted_s = np.sort(chance.uniform(begin_s, until_s, size)).astype(np.int64)
            draw = _draw(submitted_s, int(end.timestamp()), pool, chance)
            if not any_counted and not COUNTED[draw.status].any():
                draw.status[draw.status == ORDER.index(Status.MERGED)] = ORDER.index(Status.PUBLISHED)
            any_counted = any_counted or bool(COUNTED[draw.status].any())
            yield draw


def _pins(count: int, pool: Pool, chance: np.random.Generator) -> tuple[Floats, Ints]:
    """Return positions chosen on the map, rows of (lon, lat), all inside a district, and the district of each."""
    rows = chance.choice(len(pool.centres), PIN_DRAWS * count + 1, p=pool.centre_weights)
    points = scatter(chance, pool.centres[rows], PIN_SPREAD_KM)
    districts = np.zeros(len(points), dtype=np.int64)
    for key, boundary in pool.boundaries:
        is_here = (districts == 0) & shapely.intersects_xy(boundary, points[:, 0], points[:, 1])
        districts[is_here] = key
    chosen = np.resize(np.flatnonzero(districts), count)
    return points[chosen], districts[chosen]


def _spans(count: int, end: dt.datetime, chance: np.random.Generator) -> Iterator[tuple[float, float, int]]:
    """Yield the first and last second of each month and how many proposals fall into it."""
    present = end.date().replace(day=1)
    months = [month_after(present, step) for step in range(1 - MONTHS, 1)]
    starts_s = np.array([start_of(month).timestamp() for month in months])
    ends_s = np.append(starts_s[1:], end.timestamp())
    season = 1 + 0.2 * np.sin([2 * np.pi * (month.month - 3) / 12 for month in months])
    weights = MONTHLY_GROWTH ** np.arange(MONTHS) * season * (ends_s - starts_s)
    numbers = chance.multinomial(count, weights / weights.sum())
    yield from (span for span in zip(starts_s, ends_s, numbers, strict=True) if span[2])


def _draw(submitted_s: Ints, end_s: int, pool: Pool, chance: np.random.Generator) -> Draw:
    count = len(submitted_s)
    status = np.where(
        submitted_s < end_s - YOUNG_S,
        _statuses(OLD_WEIGHTS, count, chance),
        _statuses(YOUNG_WEIGHTS, count, chance),
    )
    published_s = np.minimum(submitted_s + chance.exponential(1.5 * DAY_S, count).astype(np.int64), end_s)
    changed_s = np.minimum(published_s + chance.exponential(20 * DAY_S, count).astype(np.int64), end_s)
    is_decided = np.isin(
        status, [ORDER.index(each) for each in (Status.ACCEPTED, Status.PLANNED, Status.DONE)]
    )
    point, where = _located(count, pool, chance)
    departments = chance.choice(pool.departments, count) if len(pool.departments) else 0
    return Draw(
        submitted_s=submitted_s,
        published_s=published_s,
        changed_s=np.where(status == ORDER.index(Status.SUBMITTED), submitted_s, changed_s),
        status=status,
        topic=chance.choice(pool.topics, count, p=pool.topic_weights),
        text=chance.integers(len(pool.texts.texts), size=count),
        department=np.where(is_decided, departments, 0),
        point=point,
        **where,
    )


def _statuses(weights: dict[Status, int], count: int, chance: np.random.Generator) -> Ints:
    order = np.array([ORDER.index(status) for status in weights])
    parts = np.array(list(weights.values()), dtype=np.float64)
    return chance.choice(order, count, p=parts / parts.sum())


def _located(count: int, pool: Pool, chance: np.random.Generator) -> tuple[Floats, dict[str, Ints]]:
    """Return the points, and what each is about: a code's place, a stop chosen in a bus, a pin, or a whole route."""
    parts = (1 - CHOSEN_STOP_PART - PIN_PART - WHOLE_ROUTE_PART, CHOSEN_STOP_PART, PIN_PART, WHOLE_ROUTE_PART)
    source = chance.choice(len(SOURCES), count, p=parts)
    stop = chance.integers(len(pool.stops), size=count)
    at_code, at_stop, at_pin, on_route = (source == each for each in range(len(SOURCES)))
    row = chance.choice(len(pool.places), count, p=pool.place_weights)
    row = np.where(at_stop, pool.stops[stop], row)
    route = chance.choice(len(pool.versions), count, p=pool.version_weights)
    district = np.where(on_route, pool.version_districts[route], pool.place_districts[row])
    point = pool.place_points[row]
    point[at_pin], district[at_pin] = _pins(int(at_pin.sum()), pool, chance)
    return point, {
        "source": source,
        "place": np.where(at_code | at_stop, pool.places[row], 0),
        "code": np.where(at_code, pool.place_codes[row], 0),
        "version": np.where(at_stop, pool.stop_versions[stop], np.where(on_route, pool.versions[route], 0)),
        "district": district,
    }
