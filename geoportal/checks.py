"""System checks of the portal's own settings."""

import re
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import Error as DatabaseError
from django.db import connections
from phonenumbers import SUPPORTED_REGIONS
from psycopg_pool import PoolTimeout

POSTGIS_ENGINE = "geoportal.database.postgis"
UTM_SRIDS = range(32601, 32761)
ORIGIN = re.compile(r"\*|https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]+)?")


@register(Tags.database)
def check_database_is_postgis(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.E001: PostGIS is the only database."""
    if connections["default"].settings_dict["ENGINE"] != POSTGIS_ENGINE:
        return [Error("The database must be PostGIS.", id="geoportal.E001")]
    return []


@register(Tags.database)
def check_database_is_not_of_before(
    app_configs: Any, databases: Collection[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """geoportal.E021: a database whose tables stand under other names, from before the rooms were apps.

    Asked where a command looks at the database at all, as ``migrate`` does before it begins.
    """
    if not databases or "default" not in databases:
        return []
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM django_migrations WHERE app = 'stops')")
            is_of_before = bool(cursor.fetchone()[0])
    except (DatabaseError, PoolTimeout):
        return []  # new, or away: the command says so itself
    if not is_of_before:
        return []
    return [
        Error(
            "This database was made by version 0.1.0, whose tables have other names.",
            hint="Begin with a new one: make reset-db deletes the demo's; another DATABASE_URL keeps the old.",
            id="geoportal.E021",
        )
    ]


@register()
def check_secret_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.E002: the secret key has no default."""
    if not settings.SECRET_KEY:
        return [Error("SECRET_KEY is not set.", hint="Set it to 50 random characters.", id="geoportal.E002")]
    return []


@register()
def check_city_srid(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.W001: lengths and areas need a metric projection of the city."""
    if settings.CITY_SRID == 4326:
        return [Error("CITY_SRID must be a metric projection.", id="geoportal.E003")]
    if settings.CITY_SRID not in UTM_SRIDS:
        return [
            Warning(
                f"CITY_SRID {settings.CITY_SRID} is not a UTM zone.",
                hint="Be sure that its unit is the metre.",
                id="geoportal.W001",
            )
        ]
    return []


@register()
def check_city_country(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.E020: telephone numbers are read by the rules of the city's country."""
    if settings.CITY_COUNTRY not in SUPPORTED_REGIONS:
        return [
            Error(
                f"CITY_COUNTRY: {settings.CITY_COUNTRY!r} is no country with telephones.",
                hint="Write its two letters by ISO 3166, such as KZ; GB, not UK.",
                id="geoportal.E020",
            )
        ]
    return []


@register(Tags.security)
def check_embed_origins(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.E004: what may frame the map are origins; anything else would spoil the policy's header."""
    wrong = [origin for origin in settings.EMBED_ORIGINS if not ORIGIN.fullmatch(origin)]
    if wrong:
        return [
            Error(
                f"EMBED_ORIGINS: {wrong[0]!r} is not an origin.",
                hint="Write scheme and host, such as https://shymkent.gov.kz, or * for all.",
                id="geoportal.E004",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_public_url(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.W002: the address printed on signs must be https."""
    if not settings.PUBLIC_URL.startswith("https://"):
        return [Warning("PUBLIC_URL is not an https address.", id="geoportal.W002")]
    return []
