"""The states of an order, the edges between them, and how people read them.

Everything that depends on the set of states lives here: the enum, the one table of allowed edges,
labels, badge tones and the customer's wording. The model's transitions, the database constraints,
the admin's filters and docs/states.md are made from it.
Source: order-management/orders/the-order-lifecycle.md; `placing`, `not_placed` and
`payment_failed` are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class State(TextChoices):
    """Where an order is. Values below the line are Digital River's own words."""

    PLACING = "placing", _("Placing")
    NOT_PLACED = "not_placed", _("Not placed")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    # ------------------------------------------------------------------
    PENDING_PAYMENT = "pending_payment", _("Pending payment")
    IN_REVIEW = "in_review", _("In review")
    ACCEPTED = "accepted", _("Accepted")
    BLOCKED = "blocked", _("Blocked")
    CANCELLED = "cancelled", _("Cancelled")
    FULFILLED = "fulfilled", _("Fulfilled")
    COMPLETE = "complete", _("Complete")
    RETURNED = "returned", _("Returned")
    DISPUTE = "dispute", _("Disputed")


class NotPlaced(TextChoices):
    """Why an order was not placed."""

    DECLINED = "declined", _("Payment declined")
    FRAUD = "fraud", _("Refused as fraud")
    REFUSED = "refused", _("Refused, can be corrected")
    NEVER_ARRIVED = "never_arrived", _("Never arrived at Digital River")


#: Reasons after which the same checkout may be submitted again. A 409 needs a new checkout.
RESUBMITTABLE = frozenset({NotPlaced.REFUSED, NotPlaced.NEVER_ARRIVED})

OURS = frozenset({State.PLACING, State.NOT_PLACED, State.PAYMENT_FAILED})
VENDOR = frozenset(State) - OURS

#: States in which Digital River knows the order, hence a remote id is required.
NEEDS_REMOTE_ID = frozenset(State) - {State.PLACING, State.NOT_PLACED}

#: Goods go back on the shelf when one of these is entered.
RELEASES_STOCK = frozenset({State.NOT_PLACED, State.PAYMENT_FAILED, State.BLOCKED, State.CANCELLED})

#: The cart can be bought again from these.
FREES_CART = frozenset({State.NOT_PLACED, State.PAYMENT_FAILED})

#: The order was taken on: the first of these that is entered asks for the confirmation letter.
CONFIRMED = frozenset({State.ACCEPTED, State.FULFILLED, State.COMPLETE})

#: Nothing more happens to an order here unless it is disputed or returned.
FINAL = frozenset({State.NOT_PLACED, State.BLOCKED, State.CANCELLED, State.RETURNED})

_AFTER_ACCEPTED = {State.FULFILLED, State.COMPLETE, State.RETURNED, State.DISPUTE}
_AFTER_REVIEW = {State.ACCEPTED, State.BLOCKED, State.CANCELLED} | _AFTER_ACCEPTED

#: From each state, the states it may move to. Jumps (placing to complete) are what an outage
#: leaves behind: the intermediate events were missed, the vendor's word is still true.
EDGES: dict[State, frozenset[State]] = {
    State.PLACING: frozenset(State) - {State.PLACING},
    State.NOT_PLACED: frozenset(State) - {State.NOT_PLACED},
    State.PAYMENT_FAILED: VENDOR,
    State.PENDING_PAYMENT: frozenset(
        {State.PAYMENT_FAILED, State.IN_REVIEW} | _AFTER_REVIEW,
    ),
    State.IN_REVIEW: frozenset({State.PAYMENT_FAILED} | _AFTER_REVIEW),
    State.ACCEPTED: frozenset({State.CANCELLED} | _AFTER_ACCEPTED),
    State.BLOCKED: frozenset(),
    State.CANCELLED: frozenset(),
    State.FULFILLED: frozenset({State.COMPLETE, State.RETURNED, State.DISPUTE}),
    State.COMPLETE: frozenset({State.RETURNED, State.DISPUTE}),
    State.RETURNED: frozenset({State.DISPUTE}),
    # Narrowed by the order itself: only back to where it came from, or on from there.
    State.DISPUTE: VENDOR - {State.DISPUTE, State.BLOCKED},
}


def edges() -> list[tuple[State, State]]:
    """Every allowed edge, in the enum's order; docs/states.md is drawn from it."""
    return [(one, two) for one in State for two in State if two in EDGES[one]]


def sources(target: State) -> list[State]:
    """The states from which `target` can be entered."""
    return [state for state in State if target in EDGES[state]]


def leaves_dispute_to(before: str, target: State) -> bool:
    """Whether a dispute entered from `before` may end in `target`."""
    if not before:
        return True
    return target == before or target in EDGES[State(before)]


@dataclass(frozen=True, slots=True)
class Wording:
    """How a state looks: badge tone (badge.css), and what the shopper reads."""

    tone: str
    title: StrPromise
    text: StrPromise


WORDING: dict[State, Wording] = {
    State.PLACING: Wording(
        "info",
        _("We are confirming your order"),
        _("This usually takes a few seconds. You do not need to order again."),
    ),
    State.NOT_PLACED: Wording(
        "danger",
        _("This order was not placed"),
        _("Nothing was charged. Your cart is still there, and you can order again."),
    ),
    State.PAYMENT_FAILED: Wording(
        "danger",
        _("The payment did not go through"),
        _("Nothing was charged. You can order again with another payment method."),
    ),
    State.PENDING_PAYMENT: Wording(
        "info",
        _("We are waiting for your payment"),
        _("We will ship as soon as the payment has arrived."),
    ),
    State.IN_REVIEW: Wording(
        "info",
        _("Your order is being checked"),
        _("This can take a little while. We will write to you as soon as it is done."),
    ),
    State.ACCEPTED: Wording(
        "success",
        _("Thank you, your order is confirmed"),
        _("We are getting it ready and will write to you when it ships."),
    ),
    State.BLOCKED: Wording(
        "danger",
        _("This order could not be accepted"),
        _("Nothing was charged."),
    ),
    State.CANCELLED: Wording(
        "neutral",
        _("This order was cancelled"),
        _("You will not be charged for it."),
    ),
    State.FULFILLED: Wording(
        "success",
        pgettext_lazy("state of an order", "Everything is on its way"),
        _("All items have been sent."),
    ),
    State.COMPLETE: Wording(
        "success",
        _("Your order is complete"),
        _("All items have been sent and billed."),
    ),
    State.RETURNED: Wording(
        "neutral",
        _("This order was returned"),
        _("Your refund has been arranged."),
    ),
    State.DISPUTE: Wording(
        "warning",
        _("A payment question is being clarified"),
        _("Your bank or payment provider is looking into this payment."),
    ),
}

#: Digital River keeps an order `accepted` until the last piece is sent.
PARTLY_SENT = Wording(
    "success",
    _("Part of your order is on its way"),
    _("The rest follows. We will write to you when it ships."),
)


def tone(state: str) -> str:
    """The badge's tone: neutral, info, success, warning or danger."""
    return WORDING[State(state)].tone
