"""The background work of all rooms, where the worker looks for it."""

from proposals.intake.tasks import send_receipt

__all__ = ["send_receipt"]
