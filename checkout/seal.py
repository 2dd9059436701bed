"""What exactly was on the review page, sealed into its form: which checkout, cart and total.

A form that comes back with another cart or total behind it is never taken for a purchase.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from checkout.models import Cart, Checkout
from core.money import Money

_SALT = "checkout.review"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the shopper saw when they pressed the button."""

    number: str
    cart_version: int
    total: Money


def seen(checkout: Checkout, cart: Cart) -> Seen:
    """What a review page of this checkout shows now."""
    answer = checkout.answer
    return Seen(checkout.number, cart.version, Money.rounded(answer.total_amount, answer.currency))


def seal(what: Seen) -> str:
    """The hidden value for the form; cannot be forged, and says nothing secret."""
    total = what.total
    return signing.dumps([what.number, what.cart_version, total.minor, total.currency], salt=_SALT)


def unseal(text: str) -> Seen | None:
    """What was sealed; None for anything that we did not seal."""
    try:
        number, version, minor, currency = signing.loads(text, salt=_SALT)
        return Seen(str(number), int(version), Money.from_minor(int(minor), str(currency)))
    except (signing.BadSignature, ValueError, TypeError):
        return None
