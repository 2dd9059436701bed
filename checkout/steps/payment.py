"""The vendor's payment form. Card data never comes here: the page sends a source id."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from checkout import remote
from checkout.flow import Flow
from checkout.refusals import CheckoutProblem, Problem
from checkout.steps.base import Step

CART_CHANGED = Problem(
    "address", gettext_lazy("Your cart has changed. Please check your details again."), status=409
)
NOT_ENOUGH = Problem(
    "payment",
    gettext_lazy("This payment method cannot pay for this order. Please choose another one."),
    status=409,
)


class PaymentStep(Step):
    """Drop-in, mounted once the total is final."""

    identifier = "payment"
    label = gettext_lazy("Payment")
    template = "checkout/payment.html"

    def is_completed(self, flow: Flow) -> bool:
        """A source is attached and pays for the whole."""
        return flow.checkout is not None and flow.checkout.is_ready_to_order

    def get(self, flow: Flow) -> HttpResponse:
        checkout = flow.checkout
        assert checkout is not None  # the address step is completed
        response = self.page(
            flow,
            {
                "drop_in": self.drop_in(flow),
                "source": checkout.source,
                "step_is_done": self.is_completed(flow),
            },
        )
        # Pop-ups of payment providers talk back to this page.
        response["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
        return response

    def post(self, flow: Flow) -> HttpResponse | None:
        """Keeps the source that is attached; a new one comes through the page's script."""
        return None

    def drop_in(self, flow: Flow) -> dict[str, Any]:
        """The configuration of createDropin.

        Source: payments/payment-integrations-1/drop-in/drop-in-integration-guide.md
        """
        assert flow.checkout is not None
        session = flow.checkout.answer.payment.session
        come_back = flow.request.build_absolute_uri(self.url)
        return {
            "sessionId": session.id if session else "",
            "options": {
                "flow": "checkout",
                "usage": "convenience",
                "showComplianceSection": True,
                "showTermsOfSaleDisclosure": True,
                "showSavePaymentAgreement": False,
                "button": {"type": "continue"},
                "redirect": {
                    "disableAutomaticRedirects": True,
                    "returnUrl": come_back,
                    "cancelUrl": come_back,
                },
            },
        }

    def attach(self, flow: Flow, source_id: str) -> None:
        """Attaches the source that the payment form made. Raises CheckoutProblem."""
        if flow.checkout is None:
            raise CheckoutProblem(CART_CHANGED)
        checkout = remote.attach(flow.checkout, source_id, flow.visit)
        if not checkout.is_ready_to_order:
            raise CheckoutProblem(NOT_ENOUGH)
