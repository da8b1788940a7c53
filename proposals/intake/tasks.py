"""Background work of the intake."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from proposals.follow import follow_secret
from proposals.intake.contacts import read_contact
from proposals.intake.wording import about_title
from proposals.models import Proposal
from proposals.models.contact import ContactKind


@app.task(
    name="proposals.send_receipt",
    queue="mail",
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def send_receipt(*, proposal_id: int) -> None:
    """Mail an author the number and the follow link, in the proposal's language.

    Where the contact has been erased in the meantime nothing is sent.
    """
    proposal = Proposal.objects.with_names().filter(pk=proposal_id).first()
    contact = read_contact(proposal_id)
    if proposal is None or contact is None or contact.kind != ContactKind.EMAIL:
        return
    with translation.override(proposal.language):
        link = reverse("proposals:receipt", args=[follow_secret(proposal.idempotency_key)])
        context = {
            "number": proposal.number,
            "about": about_title(proposal),
            "link": f"{settings.PUBLIC_URL}{link}",
            "appeals_url": settings.CITY_APPEALS_URL,
            "help_line": settings.CITY_HELP_LINE,
        }
        send_mail(
            _("Your proposal № %(number)s has been received") % {"number": proposal.number},
            render_to_string("proposals/intake/receipt_email.txt", context),
            None,
            [contact.value],
        )
