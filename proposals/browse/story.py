"""What became of a proposal, as anyone may read it: public steps and what comes next."""

from dataclasses import dataclass
from typing import Literal

from django.utils import formats, timezone

from proposals.models import COUNTED_STATUSES, HistoryAction, Proposal, Status

EXPECTED: dict[Status, Status] = {
    Status.PUBLISHED: Status.UNDER_REVIEW,
    Status.ACCEPTED: Status.PLANNED,
    Status.PLANNED: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.DONE,
}
"""The step that usually follows, shown hollow; after the others none can be foretold."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline: a status, when it was reached, and whether it lies behind."""

    status: Status
    label: str
    meta: str
    state: Literal["done", "current", "todo"]
    text: str = ""


def public_story(proposal: Proposal) -> list[Step]:
    """Return the public steps of a published proposal in order, and the one that usually follows.

    Names of staff and steps before the publication are left out.
    """
    changes = proposal.history.filter(
        action=HistoryAction.STATUS_CHANGED, to_status__in=COUNTED_STATUSES
    ).order_by("at", "pk")
    steps = [(Status(change.to_status), change.at) for change in changes]
    if not steps and proposal.published_at is not None:
        steps = [(Status(proposal.status), proposal.published_at)]
    shown = [
        Step(
            status=status,
            label=str(status.label),
            meta=formats.date_format(timezone.localtime(at), "DATE_FORMAT"),
            state="current" if index == len(steps) - 1 else "done",
        )
        for index, (status, at) in enumerate(steps)
    ]
    following = EXPECTED.get(Status(proposal.status))
    if following is not None:
        shown.append(Step(status=following, label=str(following.label), meta="", state="todo"))
    return shown
