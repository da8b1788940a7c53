"""Background work: follow the buses while the address of a feed is set."""

import logging

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from stops.network.realtime.fetching import FetchFailed, fetch_feed
from stops.network.realtime.reading import FeedUnreadable, read_positions
from stops.network.realtime.saving import forget_old_fixes, save_fixes

EVERY_20_S = "* * * * * */20"
"""Six fields: the last one is the second of the minute."""

BEYOND_CITY_DEGREES = 0.5
"""A bus may leave the city by so much; farther off its position is an error."""

logger = logging.getLogger(__name__)


@app.task(name="network.follow_vehicles", queueing_lock="follow_vehicles", lock="follow_vehicles")
def follow_vehicles(timestamp: int = 0) -> int:
    """Fetch the feed and keep where each bus is; a feed that fails is left for the next time.

    One fetch runs at a time and one more may wait, so that a slow feed piles nothing up.

    Args:
        timestamp: when it was due; procrastinate gives it.

    Returns:
        How many positions were new.
    """
    if not settings.GTFS_REALTIME_URL:
        return 0
    west, south, east, north = settings.CITY_BBOX
    grow = BEYOND_CITY_DEGREES
    bbox = (west - grow, south - grow, east + grow, north + grow)
    try:
        message = fetch_feed(settings.GTFS_REALTIME_URL)
        now = timezone.now()
        reading = read_positions(message, now=now, bbox=bbox)
    except (FetchFailed, FeedUnreadable) as failure:
        logger.warning("Vehicle positions: %s", failure)
        return 0
    saved = save_fixes(reading.fixes)
    forget_old_fixes(now)
    if reading.skipped:
        logger.info("Vehicle positions: %d new, skipped %s", saved, dict(reading.skipped))
    return saved


if settings.GTFS_REALTIME_URL:  # else the worker would be woken for nothing three times a minute
    app.periodic(cron=EVERY_20_S)(follow_vehicles)
