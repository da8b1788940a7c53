"""The background work of all rooms, where the worker looks for it."""

from proposals.intake.tasks import send_receipt
from proposals.review.tasks import notify_author

__all__ = ["notify_author", "send_receipt"]
