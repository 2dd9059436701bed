"""The demo's and the tests' mailbox: a table, written in the sender's own transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core.models import SentMail


class TableBackend(BaseEmailBackend):
    """Stores each message once; a second message with the same Message-ID changes nothing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._store(message) for message in email_messages)

    def _store(self, message: EmailMessage) -> bool:
        sent = message.message()
        html = next(
            (
                str(part.content)
                for part in getattr(message, "alternatives", [])
                if part.mimetype == "text/html"
            ),
            "",
        )
        SentMail.objects.get_or_create(
            message_id=sent["Message-ID"],
            defaults={
                "sender": message.from_email,
                "recipients": message.recipients(),
                "subject": str(message.subject)[:400],
                "text": str(message.body),
                "html": html,
                "headers": {name: str(value) for name, value in message.extra_headers.items()},
            },
        )
        return True
