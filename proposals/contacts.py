"""The only reader and writer of contacts, which are stored encrypted."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.models import HistoryAction, HistoryEntry, Proposal, ProposalContact
from proposals.models.contact import ContactKind
from proposals.sealing import sealed, unsealed
from proposals.telephones import read_telephone, telephone_example, without_invisible_marks

KEY_PURPOSE = b"proposals.contacts"


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an author.

    Attributes:
        kind: e-mail or telephone.
        value: the address, or the number with ``+`` and country code (E.164).
    """

    kind: ContactKind
    value: str


def parse_contact(typed: str) -> Contact:
    """Return the e-mail address or telephone number that was typed.

    Raises:
        ValidationError: it is neither.
    """
    address = without_invisible_marks(typed).strip()
    if "@" in address:
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(
                _("This e-mail address is not complete: it looks like name@example.kz.")
            ) from None
        return Contact(ContactKind.EMAIL, address)
    number = read_telephone(typed)
    if number is None:
        raise ValidationError(
            _(
                "Type an e-mail address, or a telephone number such as %(example)s. "
                "A number of another country begins with + and its code."
            )
            % {"example": telephone_example()}
        )
    return Contact(ContactKind.PHONE, number)


def encrypted(contact: Contact) -> bytes:
    """Return a contact as it is stored: letters, digits, ``-``, ``_`` and ``=``."""
    return sealed(contact.value, KEY_PURPOSE)


def opened(stored: ProposalContact) -> Contact:
    """Return what a record of a contact holds."""
    return Contact(ContactKind(stored.kind), unsealed(stored.ciphertext, KEY_PURPOSE))


def read_contact(proposal_id: int) -> Contact | None:
    """Return the contact of a proposal, or None where none was given or it was erased."""
    stored = ProposalContact.objects.filter(proposal=proposal_id).first()
    return None if stored is None else opened(stored)


@transaction.atomic
def erase_contact(proposal: Proposal) -> bool:
    """Forget the contact of a proposal, as its author asks, and note that; return whether there was one."""
    erased, _rows = ProposalContact.objects.filter(proposal=proposal).delete()
    if erased:
        HistoryEntry.objects.create(
            proposal=proposal, at=timezone.now(), action=HistoryAction.ERASED, field="contact"
        )
    return bool(erased)
