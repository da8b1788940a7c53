"""Count what anybody may send: much from one network is flagged for the staff, nobody is slowed or refused.

Mobile operators put a whole city behind few addresses, and a school class sends within minutes: so a flag hides
nothing, and only the hard cap, which is there for the disk's sake, asks people to send once more later.
Nothing here sleeps: a thread that waits serves nobody.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from geoportal.web.client import network_of
from stops.signs.models import SentCount, SentKind

SPANS = {
    SentKind.PROPOSAL: dt.timedelta(minutes=10),
    SentKind.WITHDRAWAL: dt.timedelta(minutes=10),
    SentKind.REPORT: dt.timedelta(days=1),
}
"""Within which time things are counted together."""
KEPT_FOR = dt.timedelta(days=2)
RETRY_MAX = dt.timedelta(hours=1)
"""The longest time after which whoever meets the cap is asked to try again."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How much is stored at most within a span: from one network, and from all together."""

    of_network: int
    in_all: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Where something comes from, without saying who.

    Attributes:
        kind: what is sent.
        network: a digest of the network under a key of the day: no address can be told from it.
        since: when the span began.
        at: now.
    """

    kind: SentKind
    network: str
    since: dt.datetime
    at: dt.datetime

    @property
    def retry_after_s(self) -> int:
        """In how many seconds the span ends, an hour at most."""
        return int(min(self.since + SPANS[self.kind] - self.at, RETRY_MAX).total_seconds()) + 1


@dataclass(frozen=True, slots=True)
class Sent:
    """How much was sent in the present span before: from one network, and in all."""

    of_network: int
    in_all: int


class TooMuchSent(Exception):
    """The cap is reached: nothing was stored, and what was typed must come back to whoever typed it.

    Attributes:
        retry_after_s: when to try again.
    """

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender.kind)
        self.retry_after_s = sender.retry_after_s


def caps_of(kind: SentKind) -> Caps:
    """Return the caps of what is sent; a proposal can be withdrawn once, so there are no more withdrawals."""
    if kind == SentKind.REPORT:
        return Caps(settings.REPORTS_MAX_NETWORK, settings.REPORTS_MAX_CITY)
    return Caps(settings.PROPOSALS_MAX_NETWORK, settings.PROPOSALS_MAX_CITY)


def sender_of(kind: SentKind, address: str, at: dt.datetime) -> Sender:
    """Return where something comes from that is sent from an address now."""
    since = at - dt.timedelta(seconds=at.timestamp() % SPANS[kind].total_seconds())
    digest = salted_hmac(
        f"stops.signs.brakes:{at:%Y-%m-%d}", network_of(address), algorithm="sha256"
    ).hexdigest()
    return Sender(kind, digest, since, at)


def sent_before(sender: Sender) -> Sent:
    """Return how much was sent in the present span; one statement.

    Raises:
        TooMuchSent: as much as is stored at most.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT of_network, in_all FROM public.sent_before(%s, %s, %s)",
            [sender.kind, sender.network, sender.since],
        )
        sent = Sent(*cursor.fetchone())
    caps = caps_of(sender.kind)
    if sent.of_network >= caps.of_network or sent.in_all >= caps.in_all:
        raise TooMuchSent(sender)
    return sent


def count_sent(sender: Sender) -> None:
    """Count what has just been stored, in its transaction; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.count_sent(%s, %s, %s)", [sender.kind, sender.network, sender.since])


def forget_sent(at: dt.datetime) -> int:
    """Delete the counts of spans long over; return how many rows went."""
    deleted, _by_model = SentCount.objects.filter(window__lt=at - KEPT_FOR).delete()
    return deleted
