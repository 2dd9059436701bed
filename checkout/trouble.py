"""Leading a shopper to where a problem can be mended, with a sentence about it.

A problem of a field of the address page goes along in a signed cookie that no script can read, so
that the page marks the field; it lives for that one page.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from checkout.flow import Flow
from checkout.models import Checkout
from checkout.refusals import Problem

#: The cookie of a blamed field.
BLAMED = "millrace_blamed"
_SALT = "checkout.blamed"
_BLAMED_FOR = 300  # seconds; the page that takes it is where the answer leads


def lead(flow: Flow, problem: Problem) -> HttpResponseRedirect:
    """To the step that can mend it; the message names the item where the problem is about one.

    The address page says itself what is wrong with a field: it finds it with ``blamed``.
    """
    response = HttpResponseRedirect(place_of(problem))
    if problem.step == "address" and problem.field:
        messages.error(
            flow.request, _("Nothing was bought or charged. Please correct the marked entry.")
        )
        carry(response, problem)
    else:
        messages.error(flow.request, sentence(flow, problem))
    return response


def carry(response: HttpResponse, problem: Problem) -> None:
    """Lets the next address page find the problem with ``blamed``."""
    told = signing.dumps([problem.field, problem.party, str(problem.message)], salt=_SALT)
    response.set_cookie(
        BLAMED, told, max_age=_BLAMED_FOR, path=_path(), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def blamed(request: HttpRequest) -> Problem | None:
    """The problem of a field that led here; None as a rule, and for anything we did not sign."""
    try:
        told = signing.loads(request.COOKIES.get(BLAMED, ""), salt=_SALT, max_age=_BLAMED_FOR)
        field, party, message = told
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Problem("address", str(message), field=str(field), party=str(party))


def forget_blamed(response: HttpResponse) -> None:
    """The problem was shown; a reload shows the page without it."""
    response.delete_cookie(BLAMED, path=_path(), samesite="Lax")


def _path() -> str:
    return reverse("checkout:step", args=["address"])


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
