"""The background work of all rooms, where the worker looks for it."""

from proposals.boundary_tasks import follow_calendar
from proposals.intake.tasks import send_receipt
from proposals.review.tasks import notify_author

__all__ = ["follow_calendar", "notify_author", "send_receipt"]
