"""Background work of the intake: mail the receipts."""

import logging
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from proposals.follow import follow_secret
from proposals.intake.contacts import opened
from proposals.intake.wording import about_title
from proposals.models import Proposal, ProposalContact
from proposals.models.contact import ContactKind

RECEIPTS_AT_ONCE = 20
"""So many contacts are locked while their receipts are mailed; whoever erases one of them waits so long."""

MAIL_ERRORS = (OSError, smtplib.SMTPException)

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */5")
@app.task(name="proposals.send_receipts", queue="mail", queueing_lock="send_receipts")
def send_receipts(timestamp: int) -> int:
    """Mail all receipts that are due, over few connections; return how many were mailed.

    Where the mail server cannot be reached, they stay due until the next run. A receipt that it refuses becomes
    a job of its own, which tries again later and stays to be seen where it fails for good.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    mailed = 0
    while True:
        try:
            with get_connection() as server:
                tried, taken = _mail_some(server)
        except MAIL_ERRORS:
            log.warning("The mail server cannot be reached; receipts stay due.", exc_info=True)
            return mailed
        mailed += taken
        if tried < RECEIPTS_AT_ONCE:
            return mailed


@app.task(
    name="proposals.send_receipt",
    queue="mail",
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def send_receipt(*, proposal_id: int) -> None:
    """Mail one receipt that the server refused before; where the contact has been erased nothing is sent."""
    proposal = Proposal.objects.with_names().filter(pk=proposal_id).first()
    stored = ProposalContact.objects.filter(proposal=proposal_id, kind=ContactKind.EMAIL).first()
    if proposal is not None and stored is not None:
        _receipt(proposal, stored).send()


@transaction.atomic
def _mail_some(server: Any) -> tuple[int, int]:
    """Mail some of the receipts that are due; return how many were tried, and how many the server took."""
    due = list(
        ProposalContact.objects.select_for_update(skip_locked=True)
        .filter(is_receipt_due=True, kind=ContactKind.EMAIL)
        .order_by("proposal")[:RECEIPTS_AT_ONCE]
    )
    proposals = Proposal.objects.with_names().in_bulk([stored.proposal_id for stored in due])
    taken = 0
    for stored in due:
        try:
            _receipt(proposals[stored.proposal_id], stored, server).send()
            taken += 1
        except MAIL_ERRORS:
            send_receipt.defer(proposal_id=stored.proposal_id)
    ProposalContact.objects.filter(pk__in=proposals).update(is_receipt_due=False)
    return len(due), taken


def _receipt(proposal: Proposal, stored: ProposalContact, server: Any = None) -> EmailMessage:
    """Return the mail with the number and the follow link, in the proposal's language."""
    with translation.override(proposal.language):
        link = reverse("proposals:receipt", args=[follow_secret(proposal.idempotency_key)])
        context = {
            "number": proposal.number,
            "about": about_title(proposal),
            "link": f"{settings.PUBLIC_URL}{link}",
            "appeals_url": settings.CITY_APPEALS_URL,
            "help_line": settings.CITY_HELP_LINE,
        }
        return EmailMessage(
            _("Your proposal № %(number)s has been received") % {"number": proposal.number},
            render_to_string("proposals/intake/receipt_email.txt", context),
            to=[opened(stored).value],
            connection=server,
        )
