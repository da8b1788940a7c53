"""What stands in an address for a drawn area: its corners, or the digest under which they are stored."""

import datetime as dt
import hashlib
import re

from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.utils import timezone

from proposals.areas import corners_of, polygon_from_text
from proposals.models.area import StoredArea

CORNERS_IN_ADDRESS_MAX = 100
"""So many are 2.4 kB of an address at most; servers take about 4 kB."""

STORED_MAX = 10_000
"""Of 48 kB at most; beyond it, those make room that were not used for longest."""

KEY = re.compile(r"sha256-([0-9a-f]{64})")


def is_key(text: str) -> bool:
    """Return whether a text names a stored area rather than corners."""
    return text.startswith("sha256-")


def address_of(area: Polygon, *, at: dt.datetime) -> str:
    """Return what an address carries for an area (SRID 4326): its corners, or its key, under which it is now stored.

    The same area, wherever its outline begins and whichever way it runs, has the same key.
    """
    corners = corners_of(area)
    if corners.count(" ") < CORNERS_IN_ADDRESS_MAX:
        return corners
    digest = hashlib.sha256(corners.encode()).hexdigest()
    stored = StoredArea(digest=digest, corners=corners, created_at=at, last_used_on=timezone.localdate(at))
    with transaction.atomic():
        StoredArea.objects.bulk_create(
            [stored], update_conflicts=True, unique_fields=["digest"], update_fields=["last_used_on"]
        )
        _make_room(digest)
    return f"sha256-{digest}"


def stored_area(key: str) -> Polygon | None:
    """Return the area (SRID 4326) of a key, or None where nothing is stored under it; remember that it was used."""
    match = KEY.fullmatch(key)
    stored = StoredArea.objects.filter(pk=match[1]).first() if match else None
    if stored is None:
        return None
    today = timezone.localdate()
    if stored.last_used_on < today:
        StoredArea.objects.filter(pk=stored.pk).update(last_used_on=today)
    return polygon_from_text(stored.corners)


def _make_room(digest: str) -> None:
    too_many = StoredArea.objects.count() - STORED_MAX
    if too_many > 0:
        longest_unused = StoredArea.objects.exclude(pk=digest).order_by("last_used_on", "created_at", "pk")
        StoredArea.objects.filter(
            pk__in=list(longest_unused.values_list("pk", flat=True)[:too_many])
        ).delete()
