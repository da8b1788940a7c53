"""By when a proposal is moderated and answered, in working days.

Working days are Monday to Friday, less the public holidays of Kazakhstan that have a fixed date. Holidays whose date
moves (Kurban Ait) and days shifted by decree are not known here.
Source: Law on Holidays 267-II and Labour Code 414-V, article 85: a public holiday that falls on a weekend makes the
next working day free; the two religious holidays do not.
"""

import datetime as dt
from functools import cache

from django.utils import timezone

from proposals.models import Proposal

MODERATED_WITHIN_DAYS = 3
"""Working days within which a proposal is published or not."""

ANSWERED_WITHIN_DAYS = 15
"""Working days within which the city answers (Administrative Code 350-VI)."""

NATIONAL_HOLIDAYS = (
    (1, 1),
    (1, 2),
    (3, 8),
    (3, 21),
    (3, 22),
    (3, 23),
    (5, 1),
    (5, 7),
    (5, 9),
    (7, 6),
    (8, 30),
    (10, 25),
    (12, 16),
)
"""(month, day); those on a weekend are made up for."""

CHRISTMAS = (1, 7)
WEEKEND = (5, 6)


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return the holidays of a year and the weekdays that make up for those on a weekend."""
    holidays = {dt.date(year, month, day) for month, day in NATIONAL_HOLIDAYS}
    free = holidays | {dt.date(year, *CHRISTMAS)}
    for holiday in sorted(holidays):
        if holiday.weekday() in WEEKEND:
            substitute = holiday
            while substitute.weekday() in WEEKEND or substitute in free:
                substitute += dt.timedelta(days=1)
            free.add(substitute)
    return frozenset(free)


def is_workday(day: dt.date) -> bool:
    """Return whether offices are open on a day."""
    return day.weekday() not in WEEKEND and day not in days_off(day.year)


def add_workdays(day: dt.date, count: int) -> dt.date:
    """Return the ``count``-th working day after a day; the day itself is not counted."""
    while count > 0:
        day += dt.timedelta(days=1)
        if is_workday(day):
            count -= 1
    return day


def moderated_by(proposal: Proposal) -> dt.date:
    """Return the day by which it is published or not."""
    return add_workdays(timezone.localdate(proposal.submitted_at), MODERATED_WITHIN_DAYS)


def answered_by(proposal: Proposal) -> dt.date:
    """Return the day by which the city answers: the one that an official set, else the portal's promise."""
    return proposal.due_on or add_workdays(timezone.localdate(proposal.submitted_at), ANSWERED_WITHIN_DAYS)
