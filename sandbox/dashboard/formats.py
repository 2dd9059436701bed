"""How the dashboard writes amounts, times and JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from sandbox import clock, jsontext
from sandbox.money import currencies

# What a state means to whoever looks for trouble: good, waiting or bad.
_TONES = {
    **dict.fromkeys(("accepted", "complete", "fulfilled", "passed", "chargeable", "sent"), "good"),
    **dict.fromkeys(
        (
            "in_review",
            "pending_payment",
            "pending",
            "review_opened",
            "requires_source",
            "waiting",
            "held",
        ),
        "waiting",
    ),
    **dict.fromkeys(
        ("blocked", "failed", "cancelled", "dispute", "given_up", "dropped", "refused"), "bad"
    ),
}


def amount(value: Any, currency: str) -> str:
    """`26.89 USD`, with the currency's own decimals."""
    if value is None:
        return "–"
    return f"{Decimal(str(value)):,.{currencies().get(currency, 2)}f} {currency}"


def moment(text: str | None) -> str:
    """`23 Nov 2026, 12:00:16 UTC`, or a dash."""
    parsed = clock.parse(text or "")
    return parsed.strftime("%-d %b %Y, %H:%M:%S UTC") if parsed else "–"


def pretty(value: Any) -> str:
    """JSON over several lines; text that is no JSON as it is."""
    if isinstance(value, str):
        try:
            value = jsontext.loads(value)
        except ValueError:
            return str(value)
    return json.dumps(value, indent=2, ensure_ascii=False, default=float)


def words(name: str) -> str:
    """`pending_payment` becomes `pending payment`."""
    return name.replace("_", " ")


def tone(state: str) -> str:
    return _TONES.get(state, "plain")


def status_tone(status: int | None) -> str:
    if status is None or status >= 500:
        return "bad"
    return "waiting" if status >= 300 else "good"
