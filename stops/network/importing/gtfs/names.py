"""Names in the portal's languages: what a feed says, and its translations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geoportal.web.languages import read_language
from geoportal.web.text import clean_line
from stops.network.importing.gtfs.opening import FeedFiles
from stops.network.importing.gtfs.tables import read_table

LANGUAGES = ("kk", "ru", "en")
NAME_MAX = 200
TRANSLATED = {("stops", "stop_name"), ("routes", "route_long_name"), ("trips", "trip_headsign")}

Key = tuple[str, str]


def clean(text: str, at_most: int = NAME_MAX) -> str:
    """Return a name on one line, without doubled spaces and unseen characters, cut where it is too long."""
    text = clean_line(text)
    return text if len(text) <= at_most else f"{text[: at_most - 1].rstrip()}…"


def portal_language(code: str) -> str:
    """Return the portal's language of a code such as ``kk-KZ`` or ``rus``, or an empty text."""
    return read_language(code.strip())


@dataclass(slots=True)
class Names:
    """Names of a feed by language.

    Attributes:
        language: the language of the feed's own names; empty where it is none of the portal's.
        by_record: translations by table and field, then the record's identifier, then language.
        by_value: the same by the name as it stands in the feed.
        notes: what the keeper should know.
    """

    language: str = ""
    by_record: dict[Key, dict[str, dict[str, str]]] = field(default_factory=dict)
    by_value: dict[Key, dict[str, dict[str, str]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def of(self, table: str, column: str, text: str, record_id: str = "") -> dict[str, str]:
        """Return a name by language: kk and ru always, en where it is known.

        Kazakh and Russian stand in for each other and for the feed's own name; where that is English, each is
        rather taken from the other than from it.
        """
        text = clean(text)
        known = {self.language: text} if self.language else {}
        known |= self.by_value.get((table, column), {}).get(text, {})
        known |= self.by_record.get((table, column), {}).get(record_id, {})
        own = "" if self.language == "en" else text
        return {
            "kk": known.get("kk") or own or known.get("ru") or text,
            "ru": known.get("ru") or own or known.get("kk") or text,
            "en": known.get("en", ""),
        }


def join_names(first: Mapping[str, str], last: Mapping[str, str]) -> dict[str, str]:
    """Return ``first — last`` in each language that both have, one name alone where both are the same."""
    return {
        language: clean(first[language] if first == last else f"{first[language]} — {last[language]}")
        for language in LANGUAGES
        if first.get(language) and last.get(language)
    }


def read_names(feed: FeedFiles, agency_languages: set[str]) -> Names:
    """Read in which language a feed is and what it translates; its own language goes before its agencies'."""
    languages = {portal_language(code) for code in agency_languages}
    language = languages.pop() if len(languages) == 1 else ""
    if "feed_info.txt" in feed:
        for _, (code,) in read_table(feed, "feed_info.txt", required=(), optional=("feed_lang",)):
            if code and code.lower() != "mul":
                language = portal_language(code)
    names = Names(language)
    if "translations.txt" in feed:
        _read_translations(feed, names)
    return names


def _read_translations(feed: FeedFiles, names: Names) -> None:
    columns = ("table_name", "field_name", "language", "translation", "record_id", "field_value", "trans_id")
    rows = read_table(feed, "translations.txt", required=(), optional=columns)
    for _, (table, column, code, translation, record_id, value, old_key) in rows:
        if old_key and not table:
            names.notes.append("translations.txt is in an older form and was not read.")
            return
        language = portal_language(code)
        if (table, column) not in TRANSLATED or not language or not clean(translation):
            continue
        kept = names.by_record if record_id else names.by_value
        translations = kept.setdefault((table, column), {}).setdefault(record_id or clean(value), {})
        translations.setdefault(language, clean(translation))
