"""The words on the buttons of the review, and its messages."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from proposals.models import HistoryEntry, Proposal, Status, Transition


@dataclass(frozen=True, slots=True)
class Step:
    """An official step as a button: ``look`` is a modifier of the button class."""

    transition: Transition
    label: str | Promise
    icon: str
    look: str = ""


STEPS: dict[Status, tuple[str | Promise, str, str]] = {
    Status.UNDER_REVIEW: (pgettext_lazy("button", "Take under review"), "search", "primary"),
    Status.ACCEPTED: (pgettext_lazy("button", "Accept"), "check", "primary"),
    Status.DECLINED: (pgettext_lazy("button", "Decline"), "x", "danger"),
    Status.FORWARDED: (pgettext_lazy("button", "Forward"), "arrow-right", ""),
    Status.PLANNED: (pgettext_lazy("button", "Plan"), "calendar", "primary"),
    Status.IN_PROGRESS: (pgettext_lazy("button", "Begin the work"), "construction", ""),
    Status.DONE: (pgettext_lazy("button", "Done"), "circle-check", "primary"),
}


def official_steps(transitions: list[Transition]) -> list[Step]:
    """Return the buttons of the official steps among some transitions; at most one is the main one."""
    steps = [Step(change, *STEPS[change.target]) for change in transitions if change.target in STEPS]
    if len(steps) == 1:
        return [Step(steps[0].transition, steps[0].label, steps[0].icon, "primary")]
    return steps


def said_after(proposal: Proposal) -> str:
    """Return the message after an act: number and new status."""
    names = {"number": proposal.number}
    match proposal.status:
        case Status.PUBLISHED:
            return _("№ %(number)s published") % names
        case Status.REJECTED:
            return _("№ %(number)s not published") % names
        case Status.SUBMITTED:
            return _("№ %(number)s is back in the queue") % names
        case Status.MERGED:
            return _("№ %(number)s merged") % names
    return f"№ {proposal.number}: {proposal.get_status_display()}"


def said_too_late(proposal: Proposal, mover: HistoryEntry | None) -> str:
    """Return the message to whoever comes second: the status now, who set it and when."""
    names = {"number": proposal.number, "status": proposal.get_status_display()}
    if mover is None:
        return _("№ %(number)s already has another status: %(status)s.") % names
    names["time"] = date_format(timezone.localtime(mover.at), "SHORT_DATETIME_FORMAT")
    if mover.actor is None:
        return _("№ %(number)s: already “%(status)s”, since %(time)s, by its author.") % names
    names["who"] = mover.actor.get_full_name() or mover.actor.get_username()
    return _("№ %(number)s: already “%(status)s”, %(who)s, %(time)s.") % names
