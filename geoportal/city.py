"""What every page knows about the city: names, contacts and the map's configuration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def city(request: HttpRequest) -> dict[str, Any]:
    """Return the context that the base template and the maps read."""
    language = get_language() or settings.LANGUAGE_CODE
    west, south, east, north = settings.CITY_BBOX
    return {
        "city_name": settings.CITY_NAMES.get(language, settings.CITY_NAMES["en"]),
        "site_name": settings.SITE_NAMES.get(language, ""),
        "city_bbox": f"{west},{south},{east},{north}",
        "help_line": settings.CITY_HELP_LINE,
        "appeals_url": settings.CITY_APPEALS_URL,
        "boundary_credit": settings.CITY_BOUNDARY_CREDIT,
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
        "propose_without_code": settings.PROPOSE_WITHOUT_CODE,
        "is_demo": settings.DEMO,
        "languages": settings.LANGUAGES,
    }
