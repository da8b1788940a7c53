"""How long the answers of the API may be kept, and by whom."""

import functools
import gzip
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from ninja.decorators import decorate_view

from proposals.heatmap.counts import data_version

FRESH_S = 60
BASE_FRESH_S = 300
COUNTED_CONTROL = f"public, max-age=0, s-maxage={FRESH_S}, must-revalidate"
FORM = "1"
"""Of the answers; another one when the same data is written otherwise."""

COMPRESS_FROM_BYTES = 400
ANY_TAG = "*"


def counted() -> Callable[[Any], Any]:
    """Let a proxy keep an answer for a minute; a browser asks each time with its ETag.

    So a resident who comes back sees the newest counts, and a crowd costs one count a minute.
    """
    return decorate_view(
        cache_control(public=True, max_age=0, s_maxage=FRESH_S, must_revalidate=True), conditional_page
    )


def lasting() -> Callable[[Any], Any]:
    """Let anyone keep an answer that seldom changes for some minutes."""
    return decorate_view(cache_control(public=True, max_age=BASE_FRESH_S), conditional_page)


def versioned(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 304 from the data's version alone, before anything is counted, where the reader has that version.

    The view's answer names its version by ``tag_answer``; it is kept as ``counted`` answers are.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = known_tags(request)
        if known and ANY_TAG not in known:
            tag = etag_of(request, data_version())
            if opaque_tag(tag) in known:
                return _unchanged(tag)
        response = view(request, *args, **kwargs)
        if ANY_TAG in known and response.status_code == HTTPStatus.OK:
            return _unchanged(response["ETag"])
        return response

    return answer


def known_tags(request: HttpRequest) -> set[str]:
    """Return the tags of the answers that a reader has, for a weak comparison (RFC 9110, 13.1.2); ``*``: any."""
    return {opaque_tag(tag) for tag in parse_etags(request.headers.get("If-None-Match", ""))}


def opaque_tag(tag: str) -> str:
    """Return a tag without the mark of weakness, which proxies put on and libraries take off."""
    return tag.removeprefix("W/")


def _unchanged(tag: str) -> HttpResponse:
    unchanged = HttpResponseNotModified()
    unchanged["ETag"] = tag
    unchanged["Cache-Control"] = COUNTED_CONTROL
    patch_vary_headers(unchanged, ["Accept-Encoding"])
    return unchanged


def versioned_view() -> Callable[[Any], Any]:
    """Return ``versioned`` as a decorator of the API's operations."""
    return decorate_view(versioned)


def etag_of(request: HttpRequest, version: str) -> str:
    """Return the weak ETag of an address at a version of the data; districts change with the calendar too."""
    text = "\n".join([FORM, version, timezone.localdate().isoformat(), request.get_full_path()])
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def tag_answer(request: HttpRequest, body: bytes, *, version: str, content_type: str) -> HttpResponse:
    """Return an answer made from one version of the data: tagged, compressed if asked for, kept for a minute.

    It holds nothing secret, so its length under compression tells nothing.
    """
    response = HttpResponse(content_type=content_type)
    if len(body) >= COMPRESS_FROM_BYTES and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        response["Content-Encoding"] = "gzip"
    response.content = body
    response["ETag"] = etag_of(request, version)
    response["Cache-Control"] = COUNTED_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
