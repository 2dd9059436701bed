"""Leading a shopper to where a problem can be mended, with a sentence about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from checkout.flow import Flow
from checkout.models import Checkout
from checkout.refusals import Problem


def lead(flow: Flow, problem: Problem) -> HttpResponseRedirect:
    """To the step that can mend it; the message names the item where the problem is about one."""
    messages.error(flow.request, sentence(flow, problem))
    return HttpResponseRedirect(place_of(problem))


def sentence(flow: Flow, problem: Problem) -> str:
    """The problem's sentence, with the item's name where it is about one."""
    lines = flow.basket.buyable
    if problem.item is not None and problem.item < len(lines):
        return f"{lines[problem.item].name}: {problem.message}"
    return str(problem.message)


def place_of(problem: Problem) -> str:
    """The URL of the page where the problem can be mended."""
    if problem.step in ("", "cart"):
        return reverse("checkout:cart")
    return reverse("checkout:step", args=[problem.step])


def tell_if_payment_is_needed_again(
    request: HttpRequest, before: Checkout | None, after: Checkout
) -> None:
    """Says so when a change cost the shopper the payment details they had entered."""
    if before is not None and before.source and not after.source:
        messages.info(
            request,
            _(
                "Your change was saved. The total may be different now, so please enter your "
                "payment details again. Nothing was charged."
            ),
        )
