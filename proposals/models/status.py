"""The one status list, and the one table of allowed changes.

The table stands with the records because the database enforces it too (a trigger on ``Proposal``);
``proposals.review.workflow`` applies it.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from geoportal.staff.access import Action


class Status(models.TextChoices):
    """Where a proposal stands."""

    SUBMITTED = "submitted", _("Submitted")
    PUBLISHED = "published", _("Published")
    UNDER_REVIEW = "under_review", _("Under review")
    ACCEPTED = "accepted", _("Accepted")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    FORWARDED = "forwarded", _("Forwarded to another body")
    REJECTED = "rejected", _("Not published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")


COUNTED_STATUSES: tuple[Status, ...] = (
    Status.PUBLISHED,
    Status.UNDER_REVIEW,
    Status.ACCEPTED,
    Status.PLANNED,
    Status.IN_PROGRESS,
    Status.DONE,
    Status.DECLINED,
    Status.FORWARDED,
)
"""Statuses seen and counted in public, in the order in which pages list them."""


class RejectionReason(models.TextChoices):
    """The published list of reasons for which a proposal is not published."""

    PERSONAL_DATA = "personal_data", _("It names private people or gives their data")
    ABUSE = "abuse", _("Insults or threats")
    NOT_A_PROPOSAL = "not_a_proposal", _("It proposes nothing (a fault or complaint: call 109)")
    OFF_TOPIC = "off_topic", _("It is not about the city")
    ADVERTISING = "advertising", _("Advertising")
    DUPLICATE = "duplicate", _("The same author has sent the same text before")


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed change of status.

    Attributes:
        source: the status before.
        target: the status after.
        action: what the member of staff must be allowed to do; ``None``: the author alone may.
        needs_reply: a public official reply goes with it (its text is the reason).
        needs_reason: a reason from ``RejectionReason`` goes with it.
    """

    source: Status
    target: Status
    action: Action | None
    needs_reply: bool = False
    needs_reason: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(Status.SUBMITTED, Status.PUBLISHED, Action.MODERATE),
    Transition(Status.SUBMITTED, Status.REJECTED, Action.MODERATE, needs_reason=True),
    Transition(Status.SUBMITTED, Status.MERGED, Action.MODERATE),
    Transition(Status.SUBMITTED, Status.WITHDRAWN, None),
    Transition(Status.PUBLISHED, Status.SUBMITTED, Action.MODERATE),
    Transition(Status.REJECTED, Status.SUBMITTED, Action.MODERATE),
    Transition(Status.PUBLISHED, Status.UNDER_REVIEW, Action.DECIDE),
    Transition(Status.UNDER_REVIEW, Status.ACCEPTED, Action.DECIDE, needs_reply=True),
    Transition(Status.UNDER_REVIEW, Status.DECLINED, Action.DECIDE, needs_reply=True),
    Transition(Status.UNDER_REVIEW, Status.FORWARDED, Action.DECIDE, needs_reply=True),
    Transition(Status.ACCEPTED, Status.PLANNED, Action.DECIDE),
    Transition(Status.ACCEPTED, Status.IN_PROGRESS, Action.DECIDE),
    Transition(Status.PLANNED, Status.IN_PROGRESS, Action.DECIDE),
    Transition(Status.IN_PROGRESS, Status.DONE, Action.DECIDE, needs_reply=True),
    Transition(Status.DECLINED, Status.UNDER_REVIEW, Action.DECIDE),
    Transition(Status.FORWARDED, Status.UNDER_REVIEW, Action.DECIDE),
    *(Transition(status, Status.MERGED, Action.MODERATE) for status in COUNTED_STATUSES),
    *(Transition(status, Status.WITHDRAWN, None) for status in COUNTED_STATUSES),
)

WITHDRAWABLE = frozenset(
    transition.source
    for transition in TRANSITIONS
    if transition.target == Status.WITHDRAWN and transition.action is None
)
"""The statuses from which the author alone may withdraw."""
