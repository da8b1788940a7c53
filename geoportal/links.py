"""Addresses as they are pasted, sent and typed: what clings to them is cut off, and they find their page."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import is_valid_path
from django.utils import translation
from django.utils.translation import get_language_from_path

from districts.languages import read_language
from districts.text import clean_line
from stops.codes import find_code, is_well_formed, normalise_code

NOT_FOUND = 404
FOR_PROGRAMS = ("/api/", "/tiles/", "/static/", "/media/", "/demo/")
"""What programs ask for by exact addresses: nothing is guessed there."""
PATH_MAX = 500
"""No address of ours is longer."""
CLINGING = re.compile(r"[^\w/-]/?$|[&?#\n]|//")
"""What no address of ours has: then it is mended before anything is looked up, and nothing else leads it on."""
QUERY_BEGINS = re.compile(r"&amp;|[?&#]")
DASHES = "\\-\u2010-\u2015\u2212"
LOOSE = re.compile(rf"[\w. {DASHES}]*")
"""What a part of an address may hold: a code is taken with spaces and any dash, a file has a point in its name."""
STRICT = re.compile(r"[\w\-]*")
SEPARATORS_AT_END = re.compile(rf"[_. {DASHES}]+$")
CODE_PREFIX = re.compile(r"/q/", re.IGNORECASE)
IDENTIFIER = re.compile(r"(?P<before>/[a-z]{2}/(?:proposals|review)/)(?P<typed>[^/]+)", re.IGNORECASE)
"""Where the identifier of a proposal stands: it has the letters of a code, and is typed as one."""
SECRET = re.compile(r"/[a-z]{2}/r/[0-9a-z]{24}(?![0-9a-z])", re.IGNORECASE)


class MendedLinks:
    """Lead an address that finds nothing to the page that it names without what clings to it.

    A point, bracket or quotation mark behind it, unseen characters, ``&utm_source=…`` without a question mark,
    doubled strokes, capitals, ``/kz/``, a language before an address that has none, an identifier in small letters.
    Only GET and HEAD, only to an address of our own that exists. It stands
    before all that knows languages, whose own redirects go first where nothing clings to the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the page does, or with the way to the page that was meant."""
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(FOR_PROGRAMS):
            return self.get_response(request)
        if CLINGING.search(request.path_info) and (way := _way(request)):
            return way
        response = self.get_response(request)
        return (_way(request) or response) if response.status_code == NOT_FOUND else response


def _way(request: HttpRequest) -> HttpResponseRedirect | None:
    """Return the redirect to what was meant; it is kept nowhere, for the address may hold a secret."""
    address = mended_address(request.path_info, request.META.get("QUERY_STRING", ""))
    if address is None:
        return None
    redirect = HttpResponseRedirect(address)
    redirect["Cache-Control"] = "private, no-store"
    redirect["Referrer-Policy"] = "no-referrer"
    return redirect


def mended_address(path: str, query: str = "") -> str | None:
    """Return the address of ours that a path means, or None where it is as it should be or means none.

    Args:
        path: as it came, without its percent signs.
        query: what stood behind a question mark.
    """
    if len(path) > PATH_MAX:
        return None
    first, *rest = QUERY_BEGINS.split(path, maxsplit=1)
    page = next(filter(None, map(_page, _without_languages(first))), None)
    if page is None or path in (page, page.rstrip("/"), f"{page}/".replace("//", "/")):
        return None
    asked = "&".join(part for part in (*_parameters(rest), query) if part)
    return quote(page) + (f"?{asked}" if asked else "")


def _without_languages(path: str) -> Iterator[str]:
    """Yield the path, then what is left of it without one language before it after the other."""
    yield path
    language, stroke, rest = path.lstrip("/").partition("/")
    while stroke and read_language(language):
        yield f"/{rest}"
        language, stroke, rest = rest.lstrip("/").partition("/")


def _page(path: str) -> str | None:
    """Return the address of ours that a path means without what clings to it, or None."""
    for allowed in (LOOSE, STRICT):
        clean = _clean_path(path, allowed)
        if clean or not any(map(str.isalnum, path)):
            candidates = map(_with_identifier, (f"{clean}/", clean, f"{clean.lower()}/"))
            if found := next(filter(_exists, candidates), None):
                return found
    return None


def _with_identifier(path: str) -> str:
    """Return the path with the identifier of a proposal as it is written."""
    match = IDENTIFIER.match(path)
    identifier = normalise_code(match["typed"]) if match else ""
    if match is None or not is_well_formed(identifier):
        return path
    return f"{match['before'].lower()}{identifier}{path[match.end() :]}"


def _clean_path(path: str, allowed: re.Pattern[str]) -> str:
    """Return the path with the language's own prefix, each part cut where something begins that no part holds."""
    given = path.split("/")
    if CODE_PREFIX.match(path) and not is_well_formed(normalise_code(given[2])):
        code = find_code(given[2])
        given[2] = code if is_well_formed(code) else given[2]
    parts = []
    for part in filter(None, given):
        cut = _cut(part, allowed)
        if not cut:
            break
        parts.append(cut)
    if parts and (language := read_language(parts[0])):
        parts[0] = language
    clean = "".join(f"/{part}" for part in parts)
    secret = SECRET.match(clean)
    return secret[0].lower() if secret else clean


def _cut(part: str, allowed: re.Pattern[str]) -> str:
    """Return how much of a part may belong to an address: nothing where it begins with something else."""
    seen = clean_line(f"/{part}")[1:]
    match = allowed.match(seen)
    return SEPARATORS_AT_END.sub("", match[0]) if match and not seen.startswith((" ", ".")) else ""


def _exists(path: str) -> bool:
    """Return whether an address leads to a page, in the language of its prefix."""
    language = get_language_from_path(path)
    if language is None:
        return bool(is_valid_path(path))  # addresses without a language are the same in all
    with translation.override(language):
        return bool(is_valid_path(path))


def _parameters(rest: list[str]) -> list[str]:
    """Return what stood behind the first ``&`` of a path as parameters, safe in an address."""
    return [quote(part, safe="=&%") for part in rest if "=" in part]
