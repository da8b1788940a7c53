"""The steps of a proposal's timeline, and which entries of its history still stand."""

from dataclasses import dataclass

from proposals.models import HistoryAction, HistoryEntry, Proposal, Status

STATUS_ACTIONS = (HistoryAction.SUBMITTED, HistoryAction.STATUS_CHANGED, HistoryAction.MERGED)


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as ``geoportal/_timeline.html`` shows it: ``state`` is done, current or todo."""

    status: str
    label: str
    meta: str = ""
    text: str = ""
    state: str = "done"


def standing_changes(proposal: Proposal) -> list[HistoryEntry]:
    """Return the changes of status in order, without the decisions that a return to the queue took back."""
    standing: list[HistoryEntry] = []
    for entry in proposal.history.filter(action__in=STATUS_ACTIONS).exclude(to_status=""):
        if entry.to_status == Status.SUBMITTED and standing:
            standing = [first for first in standing[:1] if first.to_status == Status.SUBMITTED]
        if entry.to_status != Status.SUBMITTED or not standing:
            standing.append(entry)
    return standing
