"""The background work of all rooms, where the worker looks for it."""

from proposals.boundary_tasks import follow_calendar
from proposals.heatmap.tasks import fold_heatmap
from proposals.intake.tasks import send_receipt, send_receipts
from proposals.purging_tasks import purge_personal_data_nightly
from proposals.review.tasks import notify_author
from stops.realtime.tasks import follow_vehicles

__all__ = [
    "fold_heatmap",
    "follow_calendar",
    "follow_vehicles",
    "notify_author",
    "purge_personal_data_nightly",
    "send_receipt",
    "send_receipts",
]
