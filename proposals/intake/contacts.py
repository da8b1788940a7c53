"""The only reader and writer of contacts, which are stored encrypted."""

import base64
import re
from dataclasses import dataclass
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from proposals.models import Proposal, ProposalContact
from proposals.models.contact import ContactKind

KEY_PURPOSE = b"proposals.contacts"
PHONE_SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015]")
PHONE = re.compile(r"\+[1-9]\d{9,14}")
HOME_TRUNK = re.compile(r"8(\d{10})")
HOME_CALLING_CODE = "+7"


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an author.

    Attributes:
        kind: e-mail or telephone.
        value: the address, or the number with ``+`` and country code.
    """

    kind: ContactKind
    value: str


def parse_contact(typed: str) -> Contact:
    """Return the e-mail address or telephone number that was typed.

    Raises:
        ValidationError: it is neither.
    """
    typed = typed.strip()
    if "@" in typed:
        try:
            validate_email(typed)
        except ValidationError:
            raise ValidationError(
                _("This e-mail address is not complete: it looks like name@example.kz.")
            ) from None
        return Contact(ContactKind.EMAIL, typed)
    digits = HOME_TRUNK.sub(rf"{HOME_CALLING_CODE}\1", PHONE_SEPARATORS.sub("", typed))
    number = digits if digits.startswith("+") else f"+{digits}"
    if len(digits) == 10 and digits.startswith("7"):
        number = f"{HOME_CALLING_CODE}{digits}"
    if not PHONE.fullmatch(number):
        raise ValidationError(_("Type an e-mail address, or a telephone number such as +7 700 000 00 00."))
    return Contact(ContactKind.PHONE, number)


def encrypted(contact: Contact) -> bytes:
    """Return a contact as it is stored: letters, digits, ``-``, ``_`` and ``=``."""
    return _cipher().encrypt(contact.value.encode())


def opened(stored: ProposalContact) -> Contact:
    """Return what a record of a contact holds."""
    return Contact(ContactKind(stored.kind), _cipher().decrypt(bytes(stored.ciphertext)).decode())


def read_contact(proposal_id: int) -> Contact | None:
    """Return the contact of a proposal, or None where none was given or it was erased."""
    stored = ProposalContact.objects.filter(proposal=proposal_id).first()
    return None if stored is None else opened(stored)


def erase_contact(proposal: Proposal) -> None:
    """Forget the contact of a proposal."""
    ProposalContact.objects.filter(proposal=proposal).delete()


def _cipher() -> MultiFernet:
    """Return what writes with ``CONTACTS_KEY``, else ``SECRET_KEY``, and reads with old ones too."""
    secrets = (settings.CONTACTS_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived_key(secret)) for secret in secrets if secret])


@cache
def _derived_key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=KEY_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
