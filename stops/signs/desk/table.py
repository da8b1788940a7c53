"""Read the signs of a keeper: a page of them with how each is used, and the key figures of all."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from districts.models import District
from geoportal.database.sql import read_sql
from stops.network.models import BusRoute, Place
from stops.signs.desk.filters import SignFilter
from stops.signs.desk.spark import Spark, draw_spark
from stops.signs.models import CodeBinding, CodeState, QRCode, ReportKind
from stops.signs.titles import binding_title

MEASURE_SQL = read_sql("stops.signs", "measure_signs")
LIST_SQL = read_sql("stops.signs", "list_signs")
COUNT_SQL = read_sql("stops.signs", "count_signs")

USE_DAYS = 30
TREND_WEEKS = 12
CONVERSION_SCANS_MIN = 20
"""With fewer scans one proposal more or less moves the share by over five percent: it says nothing."""
CHUNK = 2000
SMALL = 3
"""Counts of one and two are told as fewer than three: they might tell of one person."""

STATE_ORDER = "array_position(ARRAY['suspect', 'installed', 'issued', 'replaced', 'revoked'], state::text)"
ORDERS = {
    "code": ("signs.code",),
    "name": (
        "(route.id IS NOT NULL)",
        "coalesce(nullif({name}, ''), place.name_ru)",
        "route.sort_key",
        "board_number",
    ),
    "state": ("(state <> 'suspect')", "(NOT is_reported)", STATE_ORDER, "is_silent", "quiet_days"),
    "scans": (f"CASE WHEN scans BETWEEN 1 AND {SMALL - 1} THEN 1 ELSE scans END",),
    "conversion": (f"CASE WHEN sent BETWEEN 1 AND {SMALL - 1} THEN conversion / sent ELSE conversion END",),
    "last": ("last_scan",),
}
NAME_COLUMNS = {"kk": "place.name_kk", "ru": "place.name_ru", "en": "place.name_en"}
PLACEHOLDER = re.compile(r"%s")


@dataclass(frozen=True, slots=True)
class Used:
    """How signs were used in the last 30 days."""

    scans: int
    sent: int

    @property
    def conversion(self) -> float | None:
        """Proposals in percent of the scans; None where too few scans say anything."""
        return 100 * self.sent / self.scans if self.scans >= CONVERSION_SCANS_MIN else None

    @property
    def conversion_is_hidden(self) -> bool:
        """Whether the exact share would tell that there were one or two proposals."""
        return 0 < self.sent < SMALL

    @property
    def conversion_below(self) -> float | None:
        """The share, in percent, that a hidden one lies below."""
        return 100 * SMALL / self.scans if self.scans else None


@dataclass(frozen=True, slots=True)
class SignRow(Used):
    """One sign in the table.

    Attributes:
        code: the record, not fetched in full: code and state only.
        binding: what it stands for, or stood for last; its place, district and route have names only.
        last_scan: the day; None where it was never scanned.
        quiet_days: since the last scan or, where later, since it was put up.
        is_silent: installed, and quiet for as long as the filter says.
        reports: kinds of its open reports.
        is_reported: in use, with reports that are too few to make it suspect.
        has_one_of_many: one of the reports is one of many that came from one network.
        weeks: scans of the last twelve weeks, the oldest first.
        lon, lat: degrees, EPSG:4326; None in a bus.
    """

    code: QRCode
    binding: CodeBinding
    last_scan: dt.date | None
    quiet_days: int
    is_silent: bool
    reports: tuple[ReportKind, ...]
    is_reported: bool
    has_one_of_many: bool
    weeks: tuple[int, ...]
    lon: float | None
    lat: float | None

    @property
    def title(self) -> str:
        """What it stands for, in the active language."""
        return binding_title(self.binding)

    @property
    def mark(self) -> str:
        """How the map and the table show it: a state, ``reported`` or ``silent``."""
        if self.is_reported:
            return "reported"
        return "silent" if self.is_silent else self.code.state

    @property
    def kind(self) -> str:
        """The kind of its place, or ``bus``."""
        return self.binding.place.kind if self.binding.place else "bus"

    @property
    def is_in_use(self) -> bool:
        """Whether it still opens the form, so that it may be printed."""
        return self.code.state not in (CodeState.REPLACED, CodeState.REVOKED)

    @property
    def spark(self) -> Spark | None:
        """The line of its weeks; None without a scan in them. One and two are drawn alike."""
        return draw_spark([1 if few else count for count, few in self._weeks()]) if any(self.weeks) else None

    @property
    def weeks_told(self) -> str:
        """Its weeks in words."""
        return ", ".join(f"<{SMALL}" if few else str(count) for count, few in self._weeks())

    def _weeks(self) -> list[tuple[int, bool]]:
        return [(count, 0 < count < SMALL) for count in self.weeks]


@dataclass(frozen=True, slots=True)
class KeyFigures(Used):
    """All signs of a filter in numbers."""

    total: int
    installed: int
    suspect: int
    reported: int
    silent: int


def list_signs(
    kept: QuerySet[CodeBinding], chosen: SignFilter, *, skipped: int, limit: int
) -> tuple[list[SignRow], int]:
    """Return one page of the signs of a filter, in its order, and how many match in all: one statement."""
    sql, parameters = _list_statement(kept, chosen, skipped=skipped, limit=limit, with_trend=True)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        columns = _columns(cursor)
        records = [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]
    districts: dict[str, District] = {}
    return [_row(record, districts) for record in records], records[0]["found"] if records else 0


def every_sign(kept: QuerySet[CodeBinding], chosen: SignFilter) -> Iterator[SignRow]:
    """Yield all signs of a filter, in its order, without their weeks, from a server-side cursor."""
    sql, parameters = _list_statement(kept, chosen, skipped=0, limit=None, with_trend=False)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        columns = _columns(cursor)
        districts: dict[str, District] = {}
        while values := cursor.fetchmany(CHUNK):
            for row in values:
                yield _row(dict(zip(columns, row, strict=True)), districts)


def count_signs(kept: QuerySet[CodeBinding], chosen: SignFilter) -> KeyFigures:
    """Return the key figures of a filter, whatever the state of its signs: one statement."""
    chosen = chosen.anywhere_in_life()
    with connection.cursor() as cursor:
        cursor.execute(*_statement(kept, chosen, COUNT_SQL))
        return KeyFigures(**dict(zip(_columns(cursor), cursor.fetchone(), strict=True)))


def _list_statement(
    kept: QuerySet[CodeBinding], chosen: SignFilter, *, skipped: int, limit: int | None, with_trend: bool
) -> tuple[str, dict[str, Any]]:
    sql, parameters = _statement(kept, chosen, LIST_SQL.replace("{order}", _order(chosen.sort)))
    return sql, {**parameters, "skipped": skipped, "limit": limit, "with_trend": with_trend}


def _statement(kept: QuerySet[CodeBinding], chosen: SignFilter, end: str) -> tuple[str, dict[str, Any]]:
    """Return a statement about the signs of a filter, and its parameters, by name."""
    keys_sql, keys_parameters = chosen.apply(kept).order_by().values("pk").query.sql_with_params()
    names = iter(range(len(keys_parameters)))
    keys_sql = PLACEHOLDER.sub(lambda _match: f"%(key_{next(names)})s", keys_sql)
    parameters = {
        **{f"key_{index}": value for index, value in enumerate(keys_parameters)},
        "today": timezone.localdate(),
        "zone": settings.TIME_ZONE,
        "use_days": USE_DAYS,
        "trend_days": 7 * TREND_WEEKS,
        "silent_after_days": chosen.silent_after_days,
        "only_silent": chosen.silent_days is not None,
        "conversion_scans_min": CONVERSION_SCANS_MIN,
    }
    return "WITH " + MEASURE_SQL.replace("{chosen}", keys_sql) + end, parameters


def _order(sort: str) -> str:
    """Return the terms of a key of ``SORTS``, those without a value last in either direction."""
    way = "DESC" if sort.startswith("-") else "ASC"
    name = NAME_COLUMNS[(get_language() or "kk")[:2]]
    terms = [term.replace("{name}", name) for term in ORDERS[sort.removeprefix("-")]]
    return ", ".join(f"{term} {way} NULLS LAST" for term in terms)


def _columns(cursor: Any) -> list[str]:
    return [column.name for column in cursor.description]


def _row(record: Mapping[str, Any], districts: dict[str, District]) -> SignRow:
    """Return a row; districts that were met before are not made again."""
    weeks = {int(week): int(scans) for week, scans in (record["weeks"] or {}).items()}
    return SignRow(
        code=QRCode(
            pk=record["id"],
            code=record["code"],
            state=record["state"],
            replaced_by=QRCode(code=record["successor"]) if record["successor"] else None,
        ),
        binding=_binding(record, districts),
        scans=record["scans"],
        sent=record["sent"],
        last_scan=record["last_scan"],
        quiet_days=record["quiet_days"],
        is_silent=record["is_silent"],
        reports=tuple(ReportKind(kind) for kind in record["reports"] or ()),
        is_reported=record["is_reported"],
        has_one_of_many=record["has_one_of_many"],
        weeks=tuple(weeks.get(week, 0) for week in reversed(range(TREND_WEEKS))),
        lon=record["lon"],
        lat=record["lat"],
    )


def _binding(record: Mapping[str, Any], districts: dict[str, District]) -> CodeBinding:
    if record["route_number"] is not None:
        route = BusRoute(number=record["route_number"], **_names(record, "route"))
        return CodeBinding(route=route, board_number=record["board_number"])
    name = record["district_kk"]
    if name is not None and name not in districts:
        districts[name] = District(**_names(record, "district"))
    place = Place(kind=record["kind"], district=districts.get(name), **_names(record, "name"))
    return CodeBinding(place=place)


def _names(record: Mapping[str, Any], prefix: str) -> dict[str, str]:
    return {f"name_{language}": record[f"{prefix}_{language}"] or "" for language in NAME_COLUMNS}
