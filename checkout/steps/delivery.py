"""How it is sent: the market's methods, each with its price."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from checkout import remote
from checkout.flow import Flow
from checkout.forms import DeliveryForm
from checkout.models import Details
from checkout.refusals import CheckoutProblem, Problem
from checkout.steps.base import Step
from checkout.trouble import tell_if_payment_is_needed_again


class DeliveryStep(Step):
    """The delivery method; only for carts with something to ship."""

    identifier = "delivery"
    label = _("Delivery")
    template = "checkout/delivery.html"

    def is_applicable(self, flow: Flow) -> bool:
        return flow.basket.is_physical

    def is_completed(self, flow: Flow) -> bool:
        """Chosen by the shopper, and still offered."""
        chosen = flow.details.delivery_code if flow.details else ""
        return any(method.code == chosen for method in flow.methods)

    def get(self, flow: Flow) -> HttpResponse:
        method = remote.chosen_method(
            flow.methods, flow.details.delivery_code if flow.details else ""
        )
        form = DeliveryForm(methods=flow.methods, initial={"method": method.code if method else ""})
        return self._page(flow, form)

    def post(self, flow: Flow) -> HttpResponse | None:
        form = DeliveryForm(flow.request.POST, methods=flow.methods)
        if not form.is_valid():
            return self._page(flow, form, status=422)
        details, cart = flow.details, flow.cart
        assert details is not None  # the address step is completed
        assert cart is not None
        chosen_before = details.delivery_code
        details.delivery_code = form.chosen.code
        details.save(update_fields=["delivery_code", "updated_at"])
        before = flow.checkout
        try:
            checkout = remote.synchronise(
                cart, flow.basket, details, flow.visit, step=self.identifier
            )
        except CheckoutProblem as error:
            Details.objects.filter(pk=details.pk).update(delivery_code=chosen_before)
            if error.problem.step != self.identifier:
                raise
            return self._refused(flow, form, error.problem)
        tell_if_payment_is_needed_again(flow.request, before, checkout)
        return None

    def _refused(self, flow: Flow, form: DeliveryForm, problem: Problem) -> HttpResponse:
        """The choice, with what is wrong with it; during an outage nothing is."""
        if problem.is_outage:
            return self._page(flow, form, status=problem.status, outage=str(problem.message))
        form.add_error(None, str(problem.message))
        return self._page(flow, form, status=problem.status)

    def _page(
        self, flow: Flow, form: DeliveryForm, *, status: int = 200, outage: str = ""
    ) -> HttpResponse:
        chosen: Any = form["method"].value()
        context = {"form": form, "methods": flow.methods, "chosen": chosen, "outage": outage}
        return self.page(flow, context, status=status)
