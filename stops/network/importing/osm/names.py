"""Names of OpenStreetMap's objects in the portal's languages."""

from geoportal.web.text import clean_line
from stops.network.importing.osm.elements import Tags

NAME_MAX = 200
Names = dict[str, str]

FALLBACKS = {
    "kk": ("kk", "", "ru", "en"),
    "ru": ("ru", "", "kk", "en"),
    "en": ("en",),
}
"""For each language the suffixes that are tried in turn; English stays empty, and the page falls back itself."""


def names_of(tags: Tags, key: str = "name") -> Names | None:
    """Return the names by language, or None where the object has none.

    Kazakh is ``name:kk``, else ``name``, else ``name:ru``; Russian likewise; English only ``name:en``.

    Args:
        tags: of the object.
        key: the tag without the language; ``to`` for where a route goes.
    """
    names = {}
    for language, suffixes in FALLBACKS.items():
        values = (cleaned(tags.get(f"{key}:{suffix}" if suffix else key, "")) for suffix in suffixes)
        names[language] = next(filter(None, values), "")
    return names if names["kk"] and names["ru"] else None


def cleaned(text: str) -> str:
    """Return a text in one line without unseen characters, cut to what a name may hold."""
    name = clean_line(text)
    return name if len(name) <= NAME_MAX else name[: NAME_MAX - 1].rstrip() + "…"


def folded(text: str) -> str:
    """Return a name for comparing: without case, quotes and the spaces around."""
    return " ".join(text.casefold().translate(str.maketrans("", "", "\"'«»“”„")).split())


def joined(first: Names, last: Names) -> Names:
    """Return ``first — last`` in each language that both have, cut to what a name may hold."""
    return {
        language: cleaned(f"{first[language]} — {last[language]}")
        if first[language] and last[language]
        else ""
        for language in FALLBACKS
    }
