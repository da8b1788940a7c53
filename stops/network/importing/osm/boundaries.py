"""Districts from administrative boundaries."""

import datetime as dt
import re
from collections.abc import Collection, Mapping

from django.utils.text import slugify

from districts.importing.errors import ImportRefused
from districts.importing.reading import KATO, DistrictData
from stops.network.importing.osm.elements import Extract, Relation, Tags
from stops.network.importing.osm.geometry import relation_polygon
from stops.network.importing.osm.names import cleaned, names_of
from stops.network.importing.records import Skipped

KATO_TAGS = ("ref:kato", "kato", "KATO")
POPULATION_MAX = 100_000_000
DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
SOURCE = "OpenStreetMap, ODbL"


def find_districts(
    extract: Extract,
    *,
    admin_levels: Collection[str],
    valid_from: dt.date,
    kato_tags: Collection[str] = KATO_TAGS,
    kato_by_id: Mapping[int, str] | None = None,
) -> tuple[list[DistrictData], list[Skipped]]:
    """Return the administrative areas of some levels, and those that cannot be districts.

    Args:
        extract: read with its boundaries.
        admin_levels: values of ``admin_level``, such as ``6``.
        valid_from: the first day on which the boundaries are in force.
        kato_tags: the tags that may hold the KATO code, tried in turn.
        kato_by_id: the code by the number of the relation, where no tag has it.

    Raises:
        ImportRefused: none is left.
    """
    districts: list[DistrictData] = []
    skipped: list[Skipped] = []
    for relation in sorted(extract.relations.values(), key=lambda each: each.id):
        tags = relation.tags
        if tags.get("boundary") != "administrative" or tags.get("admin_level") not in admin_levels:
            continue
        given = (kato_by_id or {}).get(relation.id, "")
        kato = given or next(filter(None, (cleaned(tags.get(tag, "")) for tag in kato_tags)), "")
        district = _district(relation, extract, kato, valid_from, line=len(districts) + 1)
        if isinstance(district, DistrictData):
            districts.append(district)
        else:
            skipped.append(Skipped(f"boundary {relation.source_id} {tags.get('name', '')}".strip(), district))
    if not districts:
        reasons = f": {skipped[0].what}: {skipped[0].reason}" if skipped else ""
        raise ImportRefused(
            f"There is no boundary of admin_level {' or '.join(sorted(admin_levels))} to be a district{reasons}."
        )
    return districts, skipped


def _district(
    relation: Relation, extract: Extract, kato: str, valid_from: dt.date, line: int
) -> DistrictData | str:
    """Return a boundary as a district, or why it is none."""
    names = names_of(relation.tags)
    if names is None:
        return "it has no name"
    if not KATO.match(kato):
        return f"its KATO code must have 9 digits, not {kato!r}" if kato else "it has no KATO code"
    boundary, is_whole = relation_polygon(relation, extract)
    if boundary is None or not is_whole:
        return "its boundary is not closed in this file"
    return DistrictData(
        line=line,
        kato=kato,
        name_kk=names["kk"],
        name_ru=names["ru"],
        name_en=names["en"],
        slug=slugify(names["en"]) or kato,
        valid_from=valid_from,
        population=_population(relation.tags),
        population_date=_population_date(relation.tags),
        population_source=SOURCE if _population(relation.tags) else "",
        population_is_approximate=False,
        source=f"{SOURCE}, {relation.source_id}",
        boundary=boundary,
    )


def _population(tags: Tags) -> int | None:
    digits = re.sub(r"[\s.,]", "", tags.get("population", ""))
    return int(digits) if digits.isdecimal() and 0 < int(digits) < POPULATION_MAX else None


def _population_date(tags: Tags) -> dt.date | None:
    text = tags.get("population:date", "")
    try:
        return dt.date.fromisoformat(text) if DATE.match(text) else None
    except ValueError:
        return None
