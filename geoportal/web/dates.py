"""Months and deadlines in the words of a page's language."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

BY_MONTH = (
    pgettext_lazy("by a day of the month", "January"),
    pgettext_lazy("by a day of the month", "February"),
    pgettext_lazy("by a day of the month", "March"),
    pgettext_lazy("by a day of the month", "April"),
    pgettext_lazy("by a day of the month", "May"),
    pgettext_lazy("by a day of the month", "June"),
    pgettext_lazy("by a day of the month", "July"),
    pgettext_lazy("by a day of the month", "August"),
    pgettext_lazy("by a day of the month", "September"),
    pgettext_lazy("by a day of the month", "October"),
    pgettext_lazy("by a day of the month", "November"),
    pgettext_lazy("by a day of the month", "December"),
)
"""The months in the case that a deadline asks for: Kazakh ``желтоқсанға``, Russian ``декабря``."""

BY_DAY = _("by %(day)s %(month)s")


def by_day(day: dt.date) -> str:
    """Return a deadline, beginning small: ``by 2 December``, ``до 2 декабря``, ``2 желтоқсанға дейін``."""
    return str(BY_DAY) % {"day": day.day, "month": BY_MONTH[day.month - 1]}


def short_month(month: dt.date) -> str:
    """Return a month's short name: ``Dec``, ``дек``, ``жел.``."""
    # Translators: a format of Django's date filter for a month's short name.
    return date_format(month, pgettext("short month", "M"))


def short_year_month(month: dt.date) -> str:
    """Return a month's short name with its year: ``Dec 2025``, ``дек 2025``, ``2025 ж. жел.``."""
    # Translators: a format of Django's date filter for a month's short name with its year.
    return date_format(month, pgettext("short month with its year", "M Y"))
