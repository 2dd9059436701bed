"""Everything once more, the seller's disclosures, the consent, and the button that buys."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkout import ordering, pages, remote
from checkout.flow import Flow
from checkout.forms import PlaceOrderForm
from checkout.models import Checkout
from checkout.outcomes import after
from checkout.seal import Seen, seal, seen, unseal
from checkout.steps.base import Step
from core import limits
from orders.addresses import address_lines
from storefront.stock import OutOfStock

logger = logging.getLogger(__name__)

ATTEMPTS = 12
ATTEMPTS_PER = timedelta(hours=1)


class ReviewStep(Step):
    """The last look. Placing the order happens here and nowhere else."""

    identifier = "review"
    label = gettext_lazy("Review")
    template = "checkout/review.html"

    def is_completed(self, flow: Flow) -> bool:
        """Never: completing it makes an order, and the cart is closed."""
        return False

    def get(self, flow: Flow) -> HttpResponse:
        return self._page(flow, PlaceOrderForm())

    def post(self, flow: Flow) -> HttpResponse | None:
        form = PlaceOrderForm(flow.request.POST)
        reviewed = unseal(flow.request.POST.get("review", ""))
        if reviewed is None:
            form = PlaceOrderForm()
            text = _("This page was out of date. Please check your order and confirm it again.")
            return self._page(flow, form, notice=text, status=400)
        if not form.is_valid():
            return self._page(flow, form, status=422)
        return self._buy(flow, reviewed)

    def _buy(self, flow: Flow, reviewed: Seen) -> HttpResponse:
        cart, details = flow.cart, flow.details
        assert cart is not None  # earlier steps are completed
        assert details is not None
        if not limits.hit(f"place:{cart.pk}", ATTEMPTS, ATTEMPTS_PER):
            text = _("Too many attempts. Nothing was charged. Please try again in an hour.")
            return self._page(flow, PlaceOrderForm(), notice=text, status=429)
        checkout = remote.synchronise(cart, flow.basket, details, flow.visit, step=self.identifier)
        now = seen(flow, checkout)
        if now != reviewed or not checkout.is_ready_to_order:
            return self._changed(flow, checkout, reviewed, now)
        try:
            outcome = ordering.place(cart, checkout, flow.basket, details, flow.visit)
        except ordering.Overtaken:
            return self._changed(Flow(flow.request, flow.steps), None, reviewed, now)
        except OutOfStock:
            messages.error(
                flow.request,
                _("Somebody else was faster: not everything in your cart is left. "
                  "Nothing was charged."),
            )  # fmt: skip
            return HttpResponseRedirect(reverse("checkout:cart"))
        return after(flow, checkout, outcome)

    def _changed(
        self, flow: Flow, checkout: Checkout | None, reviewed: Seen, now: Seen
    ) -> HttpResponse:
        """Not what was reviewed: shows old and new, and buys nothing."""
        flow = Flow(flow.request, flow.steps)
        if now.total != reviewed.total:
            text = _(
                "Your order changed since you last saw it: the total was %(old)s and is now "
                "%(new)s. Nothing was bought yet. Please check it and confirm again."
            ) % {"old": reviewed.total.format(), "new": now.total.format()}
        else:
            text = _(
                "Your order changed since you last saw it. Nothing was bought yet. "
                "Please check it and confirm again."
            )
        if checkout is None or not checkout.is_ready_to_order:
            messages.warning(flow.request, text)
            return HttpResponseRedirect(reverse("checkout:start"))
        return self._page(flow, PlaceOrderForm(), notice=text, status=409)

    def _page(
        self, flow: Flow, form: PlaceOrderForm, *, notice: str = "", status: int = 200
    ) -> HttpResponse:
        checkout, details = flow.checkout, flow.details
        assert checkout is not None
        assert details is not None
        shown = seen(flow, checkout)
        method = remote.chosen_method(flow.methods, details.delivery_code)
        billing, shipping = details.billing, details.shipping
        context: dict[str, Any] = {
            "form": form,
            "notice": notice,
            "seal": seal(shown),
            "total": shown.total,
            "email": details.email,
            "phone": billing.phone if billing else "",
            "ship_to": address_lines(shipping.as_json()) if shipping and method else [],
            "bill_to": address_lines(billing.as_json()) if billing else [],
            "billing_same": bool(method) and details.bill_to is None,
            "method": method,
            "source": checkout.source,
            "tax_inclusive": checkout.tax_inclusive,
            "summary": pages.summary(flow.basket, checkout),
        }
        return self.page(flow, context, status=status)
