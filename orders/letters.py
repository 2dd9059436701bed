"""Letters to the shopper. A history row asks for one; the outbox sees that it is sent.

Sent at least once, and repeated only after a crash in the act of sending, with the same Message-ID.
The mailbox of the demo and the tests drops a second copy, so there a letter appears exactly once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core import outbox
from core.models import OutboxEntry
from orders import letter_context
from orders.models import HistoryEntry, Letter
from orders.recording import CONFIRMATION, SHIPMENT

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter: ``template`` has an .html and a .txt; the subject takes the order's
    number and the store's name."""

    title: StrPromise
    subject: StrPromise
    template: str
    context: Callable[[HistoryEntry], dict[str, Any]]


KINDS: dict[str, LetterKind] = {
    CONFIRMATION: LetterKind(
        title=_("Order confirmation"),
        subject=_("Your order %(number)s at %(store)s"),
        template="emails/confirmation",
        context=letter_context.confirmation,
    ),
    SHIPMENT: LetterKind(
        title=_("Shipment"),
        subject=_("Your order %(number)s is on its way"),
        template="emails/shipment",
        context=letter_context.shipment,
    ),
}


def title(letter: Letter) -> str:
    """What staff calls the letter, in the active language."""
    kind = KINDS.get(letter.kind)
    return str(kind.title) if kind else letter.kind


@outbox.handler("orders.letter")
def write_letter(entry: OutboxEntry) -> None:
    """Sends what the history row of the payload asks for."""
    send(entry.payload["history_id"])


def send(history_id: int) -> Letter:
    """The letter of a history row, sent now unless it was sent before.

    Raises what the mail backend raises; the letter then says that it failed.
    """
    history = HistoryEntry.objects.select_related("order__store", "fulfillment").get(pk=history_id)
    letter = _intent(history)
    if letter.state == Letter.State.SENT:
        return letter
    message = compose(history)
    try:
        message.send()
    except Exception:
        letter.state = Letter.State.FAILED
        letter.save(update_fields=["state"])
        raise
    letter.state = Letter.State.SENT
    letter.sent_at = timezone.now()
    letter.subject = message.subject[:255]
    letter.save(update_fields=["state", "sent_at", "subject"])
    return letter


def _intent(history: HistoryEntry) -> Letter:
    order = history.order
    letter, _is_new = Letter.objects.get_or_create(
        message_id=message_id(history),
        defaults={
            "order": order,
            "kind": history.letter,
            "history": history,
            "language": order.language,
            "to": order.email,
        },
    )
    return letter


def message_id(history: HistoryEntry) -> str:
    """The same for every try: a mail system that has the letter already can tell."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{history.letter}.{history.order.number}.{history.pk}@{host}>"


def compose(history: HistoryEntry) -> EmailMultiAlternatives:
    """The whole message, in the order's language. Raises KeyError for a kind nobody wrote."""
    order = history.order
    kind = KINDS[history.letter]
    with translation.override(order.language):
        context = {"order": order, "store": order.store, **kind.context(history)}
        names = {"number": order.number, "store": order.store.name}
        subject = one_line(str(kind.subject) % names)
        text = render_to_string(f"{kind.template}.txt", context)
        html = render_to_string(f"{kind.template}.html", {**context, "subject": subject})
    message = EmailMultiAlternatives(
        subject=subject,
        body=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[order.email],
        reply_to=[order.store.contact_email] if order.store.contact_email else None,
        headers={"Message-ID": message_id(history), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(_inliner.inline(html), "text/html")
    return message


def one_line(text: str) -> str:
    """Without line breaks and control characters: what may stand in a header."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
