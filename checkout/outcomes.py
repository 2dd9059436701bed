"""What the shopper meets after Place order, for each outcome. Kind words, no codes, a way on."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from checkout import refusals, remote, trouble
from checkout.flow import Flow
from checkout.models import Checkout
from checkout.refusals import CheckoutProblem, Problem
from orders.placing import Outcome, PlacingOutcome

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger(__name__)

DECLINED = _(
    "The payment did not go through, and nothing was charged. Your cart and your details are still "
    "here: please try another card, or check the card's details."
)
PAYMENT_REFUSED = _(
    "This payment method cannot be used any more, and nothing was charged. "
    "Please enter it again or choose another one."
)
NOT_ACCEPTED = _(
    "We are sorry, we could not accept this order. Nothing was charged. "
    "If you think this is a mistake, please write to us."
)
CHANGED = _(
    "Something about your order changed, and nothing was charged. "
    "Please check it and confirm again."
)
BILLING = _("Please check the billing address; something is missing there. Nothing was charged.")
TAX_DATA = _("We need more information for the tax on this order. Nothing was charged.")

#: Where a refusal that needs a new checkout leads, and with which words.
LEADS: dict[Outcome, tuple[str, StrOrPromise]] = {
    Outcome.DECLINED: ("payment", DECLINED),
    Outcome.PAYMENT: ("payment", PAYMENT_REFUSED),
    Outcome.BILLING: ("address", BILLING),
    Outcome.TAX_DATA: ("address", TAX_DATA),
    Outcome.FRAUD: ("cart", NOT_ACCEPTED),
}


def after(flow: Flow, checkout: Checkout, outcome: PlacingOutcome) -> HttpResponse:
    """The answer to Place order. Raises CheckoutProblem where the same checkout can be mended."""
    if outcome.kind is Outcome.PLACED:
        return HttpResponseRedirect(reverse("checkout:thanks", args=[outcome.order.token]))
    if outcome.kind is Outcome.UNKNOWN:
        return HttpResponseRedirect(reverse("checkout:confirming", args=[outcome.order.token]))
    if outcome.kind is Outcome.NOT_SENT:
        raise CheckoutProblem(refusals.Problem("review", refusals.UNAVAILABLE.message, status=503))
    if outcome.kind is Outcome.CORRECTABLE:
        raise CheckoutProblem(_correct(flow, checkout, outcome))
    remote.drop(checkout, f"{outcome.kind.value} {outcome.code}")
    step, text = LEADS[outcome.kind]
    return _start_over(flow, step, text)


def _correct(flow: Flow, checkout: Checkout, outcome: PlacingOutcome) -> Problem:
    """The problem of a refusal that the same checkout survives, for the step that can mend it."""
    problem = refusals.by_code(outcome.code, outcome.parameter, step="review")
    checkout.sent = None  # whatever is missing there, the next call says everything again
    checkout.save(update_fields=["sent", "updated_at"])
    if problem.step != "payment" or flow.cart is None or flow.details is None:
        return problem
    # The session is not what it was. What Digital River answers to everything decides.
    checkout = remote.synchronise(flow.cart, flow.basket, flow.details, flow.visit, step="payment")
    return replace(problem, step="review", message=CHANGED) if checkout.source else problem


def _start_over(flow: Flow, step: str, text: StrOrPromise) -> HttpResponse:
    """A new checkout of the same cart at once where the next step needs one."""
    cart, details = flow.cart, flow.details
    if step == "payment" and cart is not None and details is not None:
        try:
            remote.replace(cart, flow.basket, details, flow.visit, step="address")
        except CheckoutProblem as error:
            logger.warning("No new checkout after a refusal: %s", error)
            messages.error(flow.request, str(text))
            return trouble.lead(flow, error.problem)
    messages.error(flow.request, str(text))
    return HttpResponseRedirect(trouble.place_of(Problem(step, text)))
