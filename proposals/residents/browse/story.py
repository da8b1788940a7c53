"""What became of a proposal, as anyone may read it: public steps and what comes next."""

from django.utils import formats, timezone

from proposals.models import COUNTED_STATUSES, Proposal, Status
from proposals.timeline import Step, standing_changes

EXPECTED: dict[Status, Status] = {
    Status.PUBLISHED: Status.UNDER_REVIEW,
    Status.ACCEPTED: Status.PLANNED,
    Status.PLANNED: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.DONE,
}
"""The step that usually follows, shown hollow; after the others none can be foretold."""


def public_story(proposal: Proposal) -> list[Step]:
    """Return the public steps of a published proposal in order, and the one that usually follows.

    Names of staff, steps before the publication and publications that were taken back are left out.
    """
    changes = [entry for entry in standing_changes(proposal) if entry.to_status in COUNTED_STATUSES]
    steps = [
        Step(
            status=entry.to_status,
            label=str(Status(entry.to_status).label),
            meta=formats.date_format(timezone.localtime(entry.at), "DATE_FORMAT"),
            state="current" if entry is changes[-1] else "done",
        )
        for entry in changes
    ]
    following = EXPECTED.get(Status(proposal.status))
    if following is not None:
        steps.append(Step(status=following, label=str(following.label), state="todo"))
    return steps
