"""Write drawn proposals as the lines that PostgreSQL's COPY reads."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from proposals.filters import start_of
from proposals.location_limits import PIN_ACCURACY_M, PLACE_ACCURACY_M
from proposals.models import LocationSource, RejectionReason, Status
from proposals.seeding.city import Ints
from proposals.seeding.draws import COUNTED, ORDER, SOURCES, Draw
from proposals.seeding.keys import SEEDED_VERSION
from proposals.seeding.pool import Pool
from stops.signs.codes import ALPHABET, CODE_LENGTH, check_character

COLUMNS = (
    "id", "public_id", "number", "follow_digest", "idempotency_key", "body_digest", "title", "text", "language",
    "topic_id", "consent_id", "department_id", "code_id", "place_id", "route_version_id", "district_id",
    "location", "location_source", "accuracy_m", "status", "rejection_reason", "merged_into_id",
    "submitted_at", "published_at", "status_changed_at",
)  # fmt: skip
NULL = "\\N"
PAYLOAD = CODE_LENGTH - 1
PAYLOAD_BITS = 5 * PAYLOAD
SCATTERING, SCATTERING_AGAIN = 0x1B873593CC9E2D, 0x165667B19E3779F9
POINT_4326 = np.dtype([("order", "u1"), ("type", "<u4"), ("srid", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
ACCURACY = {LocationSource.PIN: f"{PIN_ACCURACY_M:g}", LocationSource.WHOLE_ROUTE: NULL}
STATUSES = [status.value for status in ORDER]
SOURCE_NAMES = [source.value for source in SOURCES]
SOURCE_ACCURACIES = [ACCURACY.get(source, f"{PLACE_ACCURACY_M:g}") for source in SOURCES]
REASONS = [RejectionReason.OFF_TOPIC.value if status == Status.REJECTED else "" for status in ORDER]
TITLED = 3
"""Moderators wrote a headline for one in so many."""


class Writer:
    """Numbers proposals and writes them; each one's codes, digests and keys follow from the seed and its number.

    Attributes:
        highest: the highest receipt number given in any year.
    """

    def __init__(self, pool: Pool, *, seed: int, first_id: int, first_number: int, already: int) -> None:
        self._pool = pool
        self._seed = seed
        self._next_id = first_id
        self._last_counted = NULL
        self._index = already
        self._numbers: dict[int, int] = defaultdict(lambda: first_number)
        self.highest = first_number
        years = range(dt.date.today().year - 5, dt.date.today().year + 2)  # noqa: DTZ011  (any day will do)
        self._years = np.array(years)
        self._starts_s = np.array([start_of(dt.date(year, 1, 1)).timestamp() for year in years])

    def lines(self, draw: Draw) -> bytes:
        """Return the lines of some proposals."""
        count, texts = len(draw.status), self._pool.texts
        index = np.arange(self._index, self._index + count)
        digests = [
            hashlib.blake2b(f"{self._seed}:{each}".encode(), digest_size=64).hexdigest()
            for each in index.tolist()
        ]
        is_counted = COUNTED[draw.status]
        is_titled = (is_counted & (index % TITLED == 0)).tolist()
        columns: tuple[Iterable[str], ...] = (
            map(str, range(self._next_id, self._next_id + count)),
            public_ids(index), self._receipt_numbers(draw),
            [digest[:64] for digest in digests],
            [f"{digest[64:76]}{SEEDED_VERSION}{digest[77:80]}8{digest[81:96]}" for digest in digests],
            [digest[64:] for digest in digests],
            [title if shown else "" for title, shown in zip(_named(texts.titles, draw.text), is_titled, strict=True)],
            _named(texts.texts, draw.text), _named(texts.languages, draw.text),
            _keys(draw.topic), [str(self._pool.consent)] * count, _keys(draw.department), _keys(draw.code),
            _keys(draw.place), _keys(draw.version), _keys(draw.district),
            _points(draw), _named(SOURCE_NAMES, draw.source), _named(SOURCE_ACCURACIES, draw.source),
            _named(STATUSES, draw.status), _named(REASONS, draw.status), self._targets(draw),
            _moments(draw.submitted_s), np.where(is_counted, _moments(draw.published_s), NULL).tolist(),
            _moments(draw.changed_s),
        )  # fmt: skip
        self._next_id += count
        self._index += count
        return "".join("\t".join(row) + "\n" for row in zip(*columns, strict=True)).encode()

    def _receipt_numbers(self, draw: Draw) -> list[str]:
        """Return running numbers of each year, in the city's time zone."""
        years = self._years[np.searchsorted(self._starts_s, draw.submitted_s, side="right") - 1]
        numbers = []
        for year in years.tolist():
            numbers.append(f"{year}-{self._numbers[year]:05d}")
            self._numbers[year] += 1
        self.highest = max(self.highest, *self._numbers.values())
        return numbers

    def _targets(self, draw: Draw) -> list[str]:
        """Return what merged proposals were merged into: the last before them that is counted, or the next.

        In the first chunk of all the next stands for the last; ``draw_proposals`` sees to it that there is one.
        """
        counted = np.flatnonzero(COUNTED[draw.status])
        targets = [NULL] * len(draw.status)
        for row in np.flatnonzero(draw.status == ORDER.index(Status.MERGED)).tolist():
            at = int(np.searchsorted(counted, row)) - 1
            if at >= 0 or self._last_counted == NULL:
                targets[row] = str(self._next_id + int(counted[max(0, at)]))
            else:
                targets[row] = self._last_counted
        if len(counted):
            self._last_counted = str(self._next_id + int(counted[-1]))
        return targets


def _named(names: list[str], rows: Ints) -> list[str]:
    return [names[row] for row in rows.tolist()]


def _keys(keys: Ints) -> list[str]:
    return [str(key) if key else NULL for key in keys.tolist()]


def _moments(seconds: Ints) -> list[str]:
    return np.datetime_as_string(seconds.astype("datetime64[s]"), timezone="UTC").tolist()  # type: ignore[no-any-return]


def _points(draw: Draw) -> list[str]:
    """Return the points in PostGIS's hexadecimal form; none for whole routes."""
    rows = np.zeros(len(draw.point), POINT_4326)
    rows["order"], rows["type"], rows["srid"] = 1, 0x2000_0001, 4326
    rows["lon"], rows["lat"] = draw.point[:, 0], draw.point[:, 1]
    text, size = rows.tobytes().hex(), 2 * POINT_4326.itemsize
    on_route = (draw.source == SOURCES.index(LocationSource.WHOLE_ROUTE)).tolist()
    return [NULL if along else text[row * size : (row + 1) * size] for row, along in enumerate(on_route)]


def public_ids(indexes: Ints) -> list[str]:
    """Return valid codes, another for each number: its bits are scattered one to one, then spelt."""
    mask = np.uint64((1 << PAYLOAD_BITS) - 1)
    payload = indexes.astype(np.uint64) * np.uint64(SCATTERING) & mask
    payload ^= payload >> np.uint64(23)
    payload = payload * np.uint64(SCATTERING_AGAIN) & mask
    shifts = np.arange(PAYLOAD, dtype=np.uint64)[::-1] * np.uint64(5)
    digits = (payload[:, None] >> shifts & np.uint64(31)).astype(np.int64)
    check = np.bitwise_xor.reduce(_CHECKS[np.arange(PAYLOAD), digits], axis=1)
    letters = np.frombuffer(ALPHABET.encode(), dtype="S1")[np.column_stack([digits, check])]
    text = letters.tobytes().decode()
    return [text[at : at + CODE_LENGTH] for at in range(0, len(text), CODE_LENGTH)]


_CHECKS = np.array(
    [
        [ALPHABET.index(check_character(f"{'0' * at}{each}".ljust(PAYLOAD, "0"))) for each in ALPHABET]
        for at in range(PAYLOAD)
    ]
)
"""What each character at each place adds to the check character, which is a sum in GF(32)."""
