"""Background work of the review: tell authors what became of their proposals."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from districts.mailing import send_quietly
from proposals.follow import follow_secret
from proposals.intake.contacts import opened
from proposals.intake.withdrawal import WITHDRAWABLE
from proposals.intake.wording import about_title
from proposals.models import Proposal, ProposalContact, Status
from proposals.models.contact import ContactKind

UNDO_S = 120
"""An author is told only after this many seconds, so that a slip that is undone at once reaches nobody."""

SILENT = frozenset({Status.SUBMITTED, Status.WITHDRAWN})
"""Back in the queue, or taken back by the author: no news."""


@app.task(
    name="proposals.notify_author",
    queue="mail",
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
@transaction.atomic
def notify_author(*, proposal_id: int, changed_at: str) -> bool:
    """Mail an author the new status, in the proposal's language, once.

    Args:
        proposal_id: primary key.
        changed_at: the moment of the change, ISO 8601; where the status has changed since, nothing is sent.

    Returns:
        Whether it was mailed now; a worker that is killed before it is marked mails it again, and no other.
    """
    proposal = Proposal.objects.with_names().select_related("merged_into").filter(pk=proposal_id).first()
    stored = (
        ProposalContact.objects.select_for_update()
        .filter(proposal=proposal_id, kind=ContactKind.EMAIL)
        .first()
    )
    if proposal is None or stored is None or proposal.status_changed_at.isoformat() != changed_at:
        return False
    if stored.told_of == proposal.status_changed_at:
        return False
    stored.told_of = proposal.status_changed_at
    stored.save(update_fields=["told_of"])
    send_quietly(_news_mail(proposal, opened(stored).value))
    return True


def promise_news(proposal: Proposal) -> None:
    """Defer the e-mail about a status stored in this transaction, where the author left an address."""
    if proposal.status in SILENT:
        return
    if ProposalContact.objects.filter(proposal=proposal, kind=ContactKind.EMAIL).exists():
        notify_author.configure(schedule_in={"seconds": UNDO_S}).defer(
            proposal_id=proposal.pk, changed_at=proposal.status_changed_at.isoformat()
        )


def _news_mail(proposal: Proposal, address: str) -> EmailMessage:
    with translation.override(proposal.language):
        names = {"number": proposal.number, "status": proposal.get_status_display()}
        return EmailMessage(
            _("Proposal № %(number)s: %(status)s") % names,
            render_to_string("proposals/review/news_email.txt", _news(proposal)),
            to=[address],
        )


def _news(proposal: Proposal) -> dict[str, object]:
    merged_into = proposal.merged_into
    link = reverse("proposals:receipt", args=[follow_secret(proposal.idempotency_key)])
    return {
        "proposal": proposal,
        "about": about_title(proposal),
        "link": f"{settings.PUBLIC_URL}{link}",
        "reply": proposal.replies.filter(published_at=proposal.status_changed_at).first(),
        "merged_into": merged_into,
        "merged_link": f"{settings.PUBLIC_URL}{merged_into.get_absolute_url()}" if merged_into else "",
        "can_withdraw": proposal.status in WITHDRAWABLE,
        "appeals_url": settings.CITY_APPEALS_URL,
    }
