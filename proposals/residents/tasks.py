"""Background work of the intake: mail the receipts."""

import logging
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from geoportal.web.mailing import MailRefused, MailServerAway, send_quietly
from proposals.contacts import opened
from proposals.follow import follow_secret
from proposals.models import Proposal, ProposalContact
from proposals.models.contact import ContactKind
from proposals.titles import about_title

RECEIPTS_ON_A_CONNECTION = 50
"""So many are read at once and mailed over one connection; each is locked only while it is mailed itself."""

MARK_SQL = """
UPDATE proposals_proposalcontact SET is_receipt_due = false, receipt_mailed_at = %(now)s
WHERE proposal_id = (
    SELECT proposal_id FROM proposals_proposalcontact WHERE proposal_id = %(proposal)s AND is_receipt_due
    FOR UPDATE SKIP LOCKED
)
"""

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */5")
@app.task(name="residents.send_receipts", queue="mail", queueing_lock="send_receipts")
def send_receipts(timestamp: int) -> int:
    """Mail all receipts that are due, over few connections; return how many were mailed.

    Each is marked in a transaction of its own, which ends when the server has taken the mail: a worker that is
    killed leaves at most the one under way to be mailed again, and none unsent. (Marked before, that one would be
    lost; marked in lots, a whole lot would be doubled.) Where the mail server cannot be reached, they stay due until
    the next run. One that it refuses becomes a job of its own, which tries again later and stays to be seen where it
    fails for good.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    mailed, done = 0, 0
    while due := _due(after=done):
        before, proposals = done, Proposal.objects.with_names().in_bulk(due)
        try:
            with get_connection() as server:
                for proposal_id, stored in due.items():
                    mailed += _mail(proposals[proposal_id], stored, server)
                    done = proposal_id
        except (OSError, MailServerAway):
            if done == before:  # else it only closed a connection over which it had taken some
                log.warning("The mail server cannot be reached; receipts stay due.", exc_info=True)
                return mailed
    return mailed


@app.task(
    name="residents.send_receipt",
    queue="mail",
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
@transaction.atomic
def send_receipt(*, proposal_id: int) -> bool:
    """Mail one receipt that the server refused before.

    Returns:
        Whether it was mailed now: not where it has been already, or where the contact has been erased.
    """
    stored = (
        ProposalContact.objects.select_for_update()
        .filter(proposal=proposal_id, kind=ContactKind.EMAIL, receipt_mailed_at=None)
        .first()
    )
    if stored is None:
        return False
    stored.receipt_mailed_at = timezone.now()
    stored.save(update_fields=["receipt_mailed_at"])
    send_quietly(_receipt(Proposal.objects.with_names().get(pk=proposal_id), stored))
    return True


def _due(*, after: int) -> dict[int, ProposalContact]:
    """Return the next contacts whose receipt is due, by proposal, none of them locked."""
    rows = ProposalContact.objects.filter(is_receipt_due=True, kind=ContactKind.EMAIL, proposal_id__gt=after)
    return {stored.proposal_id: stored for stored in rows.order_by("proposal_id")[:RECEIPTS_ON_A_CONNECTION]}


@transaction.atomic
def _mail(proposal: Proposal, stored: ProposalContact, server: Any) -> int:
    """Mail one receipt unless another worker holds it or it is due no more; return how many the server took."""
    with connection.cursor() as cursor:
        cursor.execute(MARK_SQL, {"proposal": proposal.pk, "now": timezone.now()})
        if not cursor.rowcount:
            return 0
    try:
        send_quietly(_receipt(proposal, stored, server))
    except (MailRefused, InvalidToken, ValueError) as failure:
        why = str(failure) if isinstance(failure, MailRefused) else type(failure).__name__
        log.warning("The receipt of proposal %d was not mailed: %s", proposal.pk, why)
        ProposalContact.objects.filter(proposal=proposal).update(receipt_mailed_at=None)
        send_receipt.defer(proposal_id=proposal.pk)
        return 0
    return 1


def _receipt(proposal: Proposal, stored: ProposalContact, server: Any = None) -> EmailMessage:
    """Return the mail with the number and the follow link, in the proposal's language."""
    with translation.override(proposal.language):
        link = reverse("residents:receipt", args=[follow_secret(proposal.idempotency_key)])
        context = {
            "number": proposal.number,
            "about": about_title(proposal),
            "link": f"{settings.PUBLIC_URL}{link}",
            "appeals_url": settings.CITY_APPEALS_URL,
            "help_line": settings.CITY_HELP_LINE,
        }
        return EmailMessage(
            _("Your proposal № %(number)s has been received") % {"number": proposal.number},
            render_to_string("residents/intake/receipt_email.txt", context),
            to=[opened(stored).value],
            connection=server,
        )
