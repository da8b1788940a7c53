"""Which column of a file of places holds what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from districts.importing.errors import ImportRefused
from stops.network.importing.records import LonLat

FIELDS = ("id", "kind", "name_kk", "name_ru", "name_en", "lat", "lon")
"""What may be read of a place; the column of the same name, unless mapped to another."""

ALIASES = {"lat": ("latitude", "y"), "lon": ("lng", "long", "longitude", "x")}


@dataclass(frozen=True, slots=True)
class Row:
    """One place as the file has it, not yet checked.

    Attributes:
        where: for messages, such as ``line 7``.
        number: of the line or feature.
        values: texts by the names of ``FIELDS``.
        location: (lon, lat), degrees, EPSG:4326; None where the row has none.
    """

    where: str
    number: int
    values: Mapping[str, str]
    location: LonLat | None


def choose_columns(present: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the file's column for each field that it has: as mapped, or of that name in any case.

    Raises:
        ImportRefused: a mapped column is not there, or the file has no identifiers or names.
    """
    chosen = _mapped(present, mapping)
    by_name: dict[str, str] = {}
    for column in present:
        by_name.setdefault(column.strip().casefold(), column)
    for field in FIELDS:
        found = [by_name[name] for name in (field, *ALIASES.get(field, ())) if name in by_name]
        if field not in chosen and found:
            chosen[field] = found[0]
    twice = [column for column in chosen.values() if list(present).count(column) > 1]
    if twice:
        raise ImportRefused(f"The column {twice[0]!r} stands twice.")
    listed = ", ".join(present) or "none"
    if "id" not in chosen:
        raise ImportRefused(f"The file has no column 'id': name it with --field id=COLUMN (it has {listed}).")
    if "name_kk" not in chosen and "name_ru" not in chosen:
        raise ImportRefused(
            "The file has no names: name their columns with --field name_kk=COLUMN or name_ru=COLUMN "
            f"(it has {listed})."
        )
    return chosen


def _mapped(present: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    for field, column in mapping.items():
        if field not in FIELDS:
            raise ImportRefused(f"{field!r} is not one of {', '.join(FIELDS)}.")
        if column not in present:
            raise ImportRefused(f"The file has no column {column!r}; it has {', '.join(present) or 'none'}.")
    return dict(mapping)
