"""What a city's portal still lacks before the public may use it, one sentence each."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User

from districts.models import District
from geoportal.env import EMAIL_BACKENDS
from stops.signs.models import QRCode


def missing_for_the_public() -> Iterator[str]:
    """Yield what is missing, the most needed first; nothing: the public may come."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if not settings.PUBLIC_URL.startswith("https://"):
        yield "PUBLIC_URL is no https address: it is printed in every code"
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        yield f"ALLOWED_HOSTS lacks {host}, the host of PUBLIC_URL"
    if not settings.TRUSTED_PROXIES:
        yield "TRUSTED_PROXIES names no proxy: behind one, all visitors look like one"
    if EMAIL_BACKENDS["file"] == settings.EMAIL_BACKEND:
        yield f"EMAIL_URL names no mail server: mails are kept in {settings.MAIL_FOLDER}"
    if not District.objects.current().exists():
        yield "no district is in force: manage.py import_districts FILE --valid-from YYYY-MM-DD"
    if not QRCode.objects.exists():
        yield "no code is issued: manage.py import_gtfs, import_osm or import_places, then make_codes"
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        yield "nobody administers it: manage.py createsuperuser"
