"""How counts are packed into bytes, and how packed counts are read: without a loop over them.

A list of counts is a header of 8 bytes (how many, 4 bytes; bytes of one count, 1; a number that says which of
status and month stand there, 1; nothing, 2) and then arrays, little-endian: 2-byte cells (row × 32 + column in the
block), 2-byte months, counts of 1, 2 or 4 bytes, 1-byte statuses. Nothing is compressed.
"""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADER = struct.Struct("<IBB2x")
WIDTHS: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}
HAS_STATUS, HAS_MONTH = 1, 2
EMPTY = b""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one tile: parallel arrays; ``status`` and ``month`` are None where they are summed over.

    Attributes:
        cell: row × 32 + column within the block, 0–1023.
        status: by ``STATUS_CODES``.
        month: year × 12 + month − 1.
        count: what is counted there, not 0.
    """

    cell: NDArray[np.uint16]
    status: NDArray[np.uint8] | None
    month: NDArray[np.uint16] | None
    count: NDArray[np.unsignedinteger]


def pack(
    cell: NDArray, count: NDArray, *, status: NDArray | None = None, month: NDArray | None = None
) -> bytes:
    """Return counts as bytes; none at all are no bytes.

    Raises:
        ValueError: a count is negative, or above 4,294,967,295: the cube does not hold what it should.
    """
    if not len(cell):
        return EMPTY
    most = int(count.max())
    if int(count.min()) < 0 or most > 0xFFFFFFFF:
        raise ValueError("a count of the heat map is below nothing; rebuild_heatmap puts it right")
    width = 1 if most <= 0xFF else 2 if most <= 0xFFFF else 4
    kinds = (HAS_STATUS if status is not None else 0) | (HAS_MONTH if month is not None else 0)
    parts = [HEADER.pack(len(cell), width, kinds), cell.astype("<u2").tobytes()]
    if month is not None:
        parts.append(month.astype("<u2").tobytes())
    parts.append(count.astype(WIDTHS[width]).tobytes())
    if status is not None:
        parts.append(status.astype("<u1").tobytes())
    return b"".join(parts)


def unpack(data: bytes) -> Counts:
    """Return packed counts as views on their bytes."""
    if not data:
        nothing = np.zeros(0, "<u2")
        return Counts(nothing, np.zeros(0, "<u1"), nothing, np.zeros(0, "<u1"))
    number, width, kinds = HEADER.unpack_from(data)
    at = HEADER.size
    cell = np.frombuffer(data, "<u2", number, at)
    at += 2 * number
    month = None
    if kinds & HAS_MONTH:
        month = np.frombuffer(data, "<u2", number, at)
        at += 2 * number
    count = np.frombuffer(data, WIDTHS[width], number, at)
    at += width * number
    status = np.frombuffer(data, "<u1", number, at) if kinds & HAS_STATUS else None
    return Counts(cell, status, month, count)


def joined(tiles: list[Counts]) -> Counts:
    """Return the counts of several tiles, none of them empty, one after the other; all tell the same apart."""
    first = tiles[0]
    return Counts(
        np.concatenate([tile.cell for tile in tiles]),
        None if first.status is None else np.concatenate([tile.status for tile in tiles]),
        None if first.month is None else np.concatenate([tile.month for tile in tiles]),
        np.concatenate([tile.count for tile in tiles]),
    )
