"""How mails leave: each says that a program wrote it, so that no machine answers; or they are kept as files."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.console import EmailBackend as DjangoConsole
from django.core.mail.backends.locmem import EmailBackend as DjangoMemory
from django.core.mail.backends.smtp import EmailBackend as DjangoSmtp
from django.utils import timezone

BY_A_PROGRAM = {
    "Auto-Submitted": "auto-generated",  # RFC 3834
    "X-Auto-Response-Suppress": "All",  # Exchange and Outlook, which do not know it
}


class AutomaticMail:
    """Marks what is sent as written by a program: receipts, news and passwords alike."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Mark the messages, then send them; return how many were sent."""
        for message in email_messages:
            message.extra_headers = {**BY_A_PROGRAM, **message.extra_headers}
        return int(super().send_messages(email_messages) or 0)  # type: ignore[misc]


class SmtpBackend(AutomaticMail, DjangoSmtp):
    """Mails by a server."""


class ConsoleBackend(AutomaticMail, DjangoConsole):
    """Writes mails out, for development and the demo only: geoportal.E009."""


class MemoryBackend(AutomaticMail, DjangoMemory):
    """Keeps mails in memory, for tests."""


class _Files(BaseEmailBackend):
    """Writes each mail into a file of its own, for its owner's eyes only."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(settings.MAIL_FOLDER)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many were written."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S}-{uuid4().hex[:12]}.eml"
            file = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "wb") as opened:
                opened.write(message.message().as_bytes())
        return len(email_messages)


class FileBackend(AutomaticMail, _Files):
    """Keeps mails as files of mode 600 in a folder of mode 700, where no mail server is set."""
