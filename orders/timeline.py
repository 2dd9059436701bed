"""History in plain words, for staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import Money
from orders.models import Attention, HistoryEntry, Order
from orders.states import NotPlaced, State, tone

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Kind = HistoryEntry.Kind


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: what, when, by whom; `detail` is the vendor's or staff's text."""

    at: datetime
    text: str
    who: str
    tone: str = "neutral"
    detail: str = ""


_STATES: dict[State, StrPromise] = {
    State.PLACING: gettext_lazy("The shopper placed the order; Digital River is being asked."),
    State.NOT_PLACED: gettext_lazy("The order was not placed."),
    State.PAYMENT_FAILED: gettext_lazy("The payment failed."),
    State.PENDING_PAYMENT: gettext_lazy("Digital River is waiting for the payment."),
    State.IN_REVIEW: gettext_lazy("Digital River is checking the order for fraud."),
    State.ACCEPTED: gettext_lazy("Digital River accepted the order: it can be shipped."),
    State.BLOCKED: gettext_lazy("Digital River blocked the order."),
    State.CANCELLED: gettext_lazy("The order was cancelled."),
    State.FULFILLED: gettext_lazy("Everything has been shipped or cancelled."),
    State.COMPLETE: gettext_lazy("Everything has been captured: the order is complete."),
    State.RETURNED: gettext_lazy("The order was returned."),
    State.DISPUTE: gettext_lazy("The payment is disputed: the order is frozen."),
}


def of(order: Order) -> list[Event]:
    """Everything that happened to the order, oldest first."""
    return [_event(order, entry) for entry in order.history.all()]


def _event(order: Order, entry: HistoryEntry) -> Event:
    text, colour = _SENTENCES[entry.kind](order, entry)
    return Event(entry.at, text, _who(entry), colour, entry.note if _has_detail(entry) else "")


def _has_detail(entry: HistoryEntry) -> bool:
    return entry.kind not in (Kind.ATTENTION, Kind.SETTLED)


def _who(entry: HistoryEntry) -> str:
    named = {
        "request": _("shopper"),
        "event": _("event %(ref)s"),
        "job": _("job %(ref)s"),
        "staff": "%(ref)s",
    }
    return named.get(entry.cause_kind, "%(ref)s") % {"ref": entry.cause_ref}


def _state(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    if entry.to_state not in State.values:
        return entry.to_state, "neutral"
    state = State(entry.to_state)
    text = str(_STATES[state])
    reason = entry.data.get("reason")
    if reason in NotPlaced.values:
        text = f"{text} {NotPlaced(reason).label}."
    if entry.from_state == State.NOT_PLACED and state != State.PLACING:
        text = _("An order given up earlier turned out to exist. %(text)s") % {"text": text}
    return text, tone(state)


def _fraud(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    labels = {
        "passed": (_("The fraud check was passed."), "success"),
        "blocked": (_("The fraud check blocked the order."), "danger"),
        "review_opened": (_("A fraud review was opened."), "info"),
    }
    unknown = _("Fraud state: %(state)s") % {"state": entry.to_state}
    return labels.get(entry.to_state, (unknown, "neutral"))


def _charge(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    labels = {
        "pending": (_("%(amount)s is being authorized."), "info"),
        "capturable": (_("%(amount)s was authorized."), "success"),
        "processing": (_("The charge of %(amount)s is being processed."), "info"),
        "complete": (_("The charge of %(amount)s is complete."), "success"),
        "cancelled": (_("The charge of %(amount)s was cancelled."), "neutral"),
        "failed": (_("The charge of %(amount)s failed."), "danger"),
    }
    unknown = _("Charge of %(amount)s: %(state)s"), "neutral"
    text, colour = labels.get(entry.to_state, unknown)
    return text % {"amount": _amount(order, entry), "state": entry.to_state}, colour


def _capture(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    labels = {
        "pending": (_("%(amount)s is being captured."), "info"),
        "complete": (_("%(amount)s was captured."), "success"),
        "failed": (_("Capturing %(amount)s failed."), "danger"),
    }
    unknown = _("Capture of %(amount)s: %(state)s"), "neutral"
    text, colour = labels.get(entry.to_state, unknown)
    return text % {"amount": _amount(order, entry), "state": entry.to_state}, colour


def _totals(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    changes = [
        f"{_FIGURES.get(name, name)} {_money(order, old)} → {_money(order, new)}"
        for name, (old, new) in entry.data.items()
    ]
    return _("Digital River's figures: %(changes)s") % {"changes": ", ".join(changes)}, "neutral"


def _shipment(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    rows = entry.data.get("lines", [])
    shipped = [f"{row['quantity']} × {row['name']}" for row in rows if row["quantity"]]
    cancelled = [f"{row['cancelled']} × {row['name']}" for row in rows if row["cancelled"]]
    parts = []
    if shipped:
        parts.append(_("Shipped: %(lines)s.") % {"lines": ", ".join(shipped)})
    if cancelled:
        parts.append(_("Cancelled: %(lines)s.") % {"lines": ", ".join(cancelled)})
    return " ".join(parts) or _("A shipment was recorded."), "success"


def _tracking(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    return _("Tracking: %(tracking)s") % {"tracking": ", ".join(entry.data.values())}, "neutral"


def _attention(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    return attention_sentence(order, entry), "warning"


def _settled(order: Order, entry: HistoryEntry) -> tuple[str, str]:
    return _("Looked at and settled."), "success"


_SENTENCES: dict[str, Callable[[Order, HistoryEntry], tuple[str, str]]] = {
    Kind.STATE: _state,
    Kind.FRAUD: _fraud,
    Kind.CHARGE: _charge,
    Kind.CAPTURE: _capture,
    Kind.TOTALS: _totals,
    Kind.SHIPMENT: _shipment,
    Kind.TRACKING: _tracking,
    Kind.ATTENTION: _attention,
    Kind.SETTLED: _settled,
}

_FIGURES = {
    "subtotal": gettext_lazy("subtotal"),
    "total_tax": gettext_lazy("tax"),
    "total_fees": gettext_lazy("fees"),
    "total_duty": gettext_lazy("duty"),
    "total_importer_tax": gettext_lazy("import tax"),
    "total_discount": gettext_lazy("discount"),
    "total_shipping": gettext_lazy("delivery"),
    "total_amount": gettext_lazy("total"),
    "captured_amount": gettext_lazy("captured"),
    "cancelled_amount": gettext_lazy("cancelled"),
    "refunded_amount": gettext_lazy("refunded"),
}


def attention_sentence(order: Order, entry: HistoryEntry) -> str:
    """Why the order wants a human, with the figures, ids or SKUs that it is about."""
    if entry.note not in Attention.values:
        return entry.note
    detail = ", ".join(_detail(order, name, value) for name, value in entry.data.items())
    label = str(Attention(entry.note).label)
    return f"{label} ({detail})" if detail else label


def _detail(order: Order, name: str, value: object) -> str:
    if name in ("seen", "total") and isinstance(value, int):
        return _money(order, value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    return str(value)


def _amount(order: Order, entry: HistoryEntry) -> str:
    return _money(order, entry.data.get("amount", 0))


def _money(order: Order, minor: int) -> str:
    return Money.from_minor(minor, order.currency).format()
