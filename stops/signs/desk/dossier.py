"""What the page of one sign shows: what it stood for and when, its life, its reports, its figures."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from stops.signs.models import CodeAction, CodeBinding, CodeEvent, QRCode, ReportKind, Scan
from stops.signs.models.codes import CodeBindingQuerySet
from stops.signs.titles import binding_title

FIGURES_DAYS = 30
ICONS = {
    CodeAction.ISSUED: "qr-code",
    CodeAction.INSTALLED: "check",
    CodeAction.MOVED: "move",
    CodeAction.REPORTED: "flag",
    CodeAction.SUSPECTED: "shield-alert",
    CodeAction.CHECKED: "shield-check",
    CodeAction.REPLACED: "recycle",
    CodeAction.REVOKED: "circle-x",
}


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step of a sign's life, in words.

    Attributes:
        event: the record, with its actor fetched.
        icon: of the sprite.
        reason: why, in the reader's language where it is one of a list.
        photo_url: where its keepers see the photo; empty without one.
    """

    event: CodeEvent
    icon: str
    reason: str
    photo_url: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How a sign was used of late."""

    days: int
    scans: int
    submissions: int


def bindings_of(code: QRCode) -> CodeBindingQuerySet:
    """Return everything a sign stood for, the latest first, with places and routes fetched."""
    bindings = CodeBinding.objects.select_related("place__district", "route")
    return bindings.filter(code=code).order_by("-valid_from", "-pk")


def binding_of(code: QRCode) -> CodeBinding | None:
    """Return what a sign stands for, or stood for last."""
    return bindings_of(code).first()


def titled(bindings: CodeBindingQuerySet) -> list[tuple[CodeBinding, str]]:
    """Return each binding with what it is called."""
    return [(binding, binding_title(binding)) for binding in bindings]


def life_of(code: QRCode) -> list[LifeStep]:
    """Return the steps of a sign's life, the latest first."""
    events = code.events.select_related("actor").order_by("-at", "-pk")
    return [
        LifeStep(event, ICONS[CodeAction(event.action)], _reason(event), _photo_url(code, event))
        for event in events
    ]


def figures_of(code: QRCode, today: dt.date | None = None) -> Figures:
    """Return how often a sign was opened, and written from, in the last 30 days."""
    since = (today or timezone.localdate()) - dt.timedelta(days=FIGURES_DAYS - 1)
    found = Scan.objects.filter(code=code, day__gte=since).aggregate(
        scans=Sum("count"), sent=Sum("submissions")
    )
    return Figures(FIGURES_DAYS, found["scans"] or 0, found["sent"] or 0)


def _reason(event: CodeEvent) -> str:
    if event.action == CodeAction.REPORTED and event.reason in ReportKind.values:
        return str(ReportKind(event.reason).label)
    return event.reason


def _photo_url(code: QRCode, event: CodeEvent) -> str:
    return reverse("signs:photo", args=[code.code, event.pk]) if event.photo else ""
