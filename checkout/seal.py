"""What exactly was on the review page, sealed into its form: checkout, cart, total and the rest.

A form that comes back with anything else behind it is never taken for a purchase.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec
from django.core import signing

from checkout import ordering
from checkout.flow import Flow
from checkout.models import Checkout
from core.money import Money

_SALT = "checkout.review"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the shopper saw when they pressed the button.

    ``digest`` stands for all that the order and the consent would record: contact, addresses,
    delivery, payment source, seller, lines, language, and the disclosures in it.
    """

    number: str
    cart_version: int
    total: Money
    digest: str


def seen(flow: Flow, checkout: Checkout) -> Seen:
    """What a review page of this checkout shows now, in the language of this request.

    Raises ValueError before the address step is finished.
    """
    cart, details = flow.cart, flow.details
    if cart is None or details is None:
        raise ValueError("the address step is not finished")
    answer = checkout.answer
    order = ordering.snapshot(cart, checkout, flow.basket, details, flow.visit)
    country = ordering.destination_country(flow.basket, details)
    everything = {
        # Neither is on the page, and either may change without the shopper's doing.
        "order": replace(order, browser_ip=None, session_id=""),
        "consent": ordering.consent(checkout, country),
        "source": (checkout.source or {}).get("id"),
    }
    return Seen(
        checkout.number,
        cart.version,
        Money.rounded(answer.total_amount, answer.currency),
        sha256(msgspec.json.encode(everything, enc_hook=str, order="deterministic")).hexdigest(),
    )


def seal(what: Seen) -> str:
    """The hidden value for the form; cannot be forged, and says nothing secret."""
    total = what.total
    return signing.dumps(
        [what.number, what.cart_version, total.minor, total.currency, what.digest], salt=_SALT
    )


def unseal(text: str) -> Seen | None:
    """What was sealed; None for anything that we did not seal."""
    try:
        number, version, minor, currency, digest = signing.loads(text, salt=_SALT)
        total = Money.from_minor(int(minor), str(currency))
        return Seen(str(number), int(version), total, str(digest))
    except (signing.BadSignature, ValueError, TypeError):
        return None
