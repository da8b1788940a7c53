"""What programs ask every site for: what search engines may read, and the icon of old browsers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

A_DAY_S = 24 * 60 * 60
ICON = "geoportal/icons/apple-touch-icon.png"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
STAFF_PAGES = ("accounts", "review", "planning", "signs")
UNREAD = (
    "/admin/",
    "/q/",
    "/demo/",
    *(f"/{language}/{page}/" for language in LANGUAGES for page in STAFF_PAGES),
)
"""Staff's pages, and those of codes, whose scans are counted. Receipts are not named here: they ask not to be listed,
and whoever may not read a page cannot know that."""


@require_safe
@cache_control(public=True, max_age=A_DAY_S)
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines to the public pages; a demonstration is nothing for them at all."""
    paths = ("/",) if settings.DEMO else UNREAD
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_DAY_S)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the icon, for whoever asks for it without reading the page."""
    return HttpResponseRedirect(static(ICON))
