"""What became of a proposal and what comes next, as steps of a timeline."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from geoportal.web.dates import by_day
from proposals.deadlines import answered_by, moderated_by
from proposals.models import Proposal, RejectionReason, Status
from proposals.timeline import Step, standing_changes

ANSWERED = frozenset(
    {Status.ACCEPTED, Status.PLANNED, Status.IN_PROGRESS, Status.DONE, Status.DECLINED, Status.FORWARDED}
)
CLOSED = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.MERGED})
BEING_DONE = frozenset({Status.ACCEPTED, Status.PLANNED, Status.IN_PROGRESS})


def steps_of(proposal: Proposal) -> list[Step]:
    """Return the steps that a proposal has taken, then those that lie before it."""
    return [*_taken(proposal), *_ahead(proposal)]


def _taken(proposal: Proposal) -> list[Step]:
    """Return the steps in the history that still stand."""
    steps = []
    for entry in standing_changes(proposal):
        is_sent = entry.to_status == Status.SUBMITTED
        label = pgettext("proposal", "Sent") if is_sent else Status(entry.to_status).label
        reason = RejectionReason(entry.reason).label if entry.reason in RejectionReason.values else ""
        status = Status.PUBLISHED.value if is_sent else entry.to_status
        steps.append(Step(status, str(label), _moment(entry.at), str(reason)))
    return steps


def _ahead(proposal: Proposal) -> list[Step]:
    status = Status(proposal.status)
    if status in CLOSED or status in ANSWERED - BEING_DONE:
        return []
    if status in BEING_DONE:
        return [Step(Status.DONE, str(Status.DONE.label), state="todo")]
    answer = Step(Status.UNDER_REVIEW, _("The city answers"), _by(answered_by(proposal)), state="todo")
    if status == Status.SUBMITTED:
        return [
            Step(
                Status.UNDER_REVIEW, _("A moderator checks it"), _by(moderated_by(proposal)), state="current"
            ),
            Step(
                Status.PUBLISHED,
                _("It is published on the map"),
                _("On the same day it goes to the department in charge"),
                state="todo",
            ),
            answer,
        ]
    return [answer]


def _by(day: dt.date) -> str:
    """Return the words of a deadline, also of one that has passed."""
    if day < timezone.localdate():
        return _("The date, %(day)s, has passed") % {"day": date_format(day, "DATE_FORMAT")}
    if day == timezone.localdate():
        return _("Today")
    return capfirst(by_day(day))


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    clock = date_format(local, "TIME_FORMAT")
    if local.date() == timezone.localdate():
        return _("Today, %(time)s") % {"time": clock}
    return f"{date_format(local, 'DATE_FORMAT')}, {clock}"
