"""Send a mail and say how it failed without naming anybody: what a mail server answers holds addresses."""

import smtplib

from django.core.mail import EmailMessage

CLOSING = 421
"""The answer of a server that ends the connection, for itself or because it took enough mails over it."""
AWAY_ERRORS = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)


class MailRefused(Exception):
    """The mail server does not take this mail."""

    is_for_the_log = True


class MailServerAway(Exception):
    """The mail server cannot be reached, or takes nothing more over this connection."""

    is_for_the_log = True


def send_quietly(message: EmailMessage) -> None:
    """Send a mail over its connection.

    Raises:
        MailRefused: the server answered and did not take it; another mail may go through.
        MailServerAway: nothing goes through now.
    """
    try:
        message.send()
    except AWAY_ERRORS as failure:
        raise MailServerAway(type(failure).__name__) from None
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = sorted({code for code, _answer in refusal.recipients.values()})
        raise _failure(codes) from None
    except smtplib.SMTPResponseException as refusal:
        raise _failure([refusal.smtp_code]) from None
    except smtplib.SMTPException as refusal:
        raise MailRefused(type(refusal).__name__) from None
    except OSError as failure:
        raise MailServerAway(type(failure).__name__) from None


def _failure(codes: list[int]) -> MailRefused | MailServerAway:
    said = f"The mail server answered {', '.join(map(str, codes))}."
    return MailServerAway(said) if CLOSING in codes else MailRefused(said)
