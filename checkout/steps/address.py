"""Who buys, where it is sent, who is billed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from checkout import pages, remote
from checkout.flow import Flow
from checkout.forms import AddressForm, BillingChoiceForm, ContactForm
from checkout.models import Details
from checkout.refusals import CheckoutProblem, Problem
from checkout.steps.base import Step
from checkout.trouble import blamed, forget_blamed, tell_if_payment_is_needed_again
from orders.snapshots import AddressSnapshot


class AddressForms:
    """The forms of the page: contact, the main address, and another billing address if wanted.

    The main address is the delivery address (``ship``) when something is shipped, else the billing
    address (``bill``).
    """

    def __init__(self, flow: Flow, data: QueryDict | None = None, *, check: bool = True) -> None:
        """``check`` False shows what was typed without judging it (the country was changed)."""
        self.is_physical = flow.basket.is_physical
        details = flow.details
        typed = data if check else None
        shown = data if data is not None and not check else None
        countries = _home_first(flow)
        shipping = details.shipping if details else None
        billing = details.billing if details else None
        own_billing = bool(details and details.bill_to) if self.is_physical else True
        self.same = BillingChoiceForm(
            typed, initial={"billing_same": _ticked(shown) if shown else not own_billing}
        )

        def address(prefix: str, known: AddressSnapshot | None) -> AddressForm:
            return AddressForm(
                typed if prefix in self._wanted(data) else None,
                countries=countries,
                prefix=prefix,
                initial=_typed(shown, prefix) if shown else known.as_json() if known else {},
            )

        self.main = (
            address("ship", shipping or billing) if self.is_physical else address("bill", billing)
        )
        self.other = address("bill", billing) if self.is_physical else None
        phone = (shipping or billing).phone if shipping or billing else ""  # type: ignore[union-attr]
        self.contact = ContactForm(
            typed,
            country=self.main.rules.country,
            initial=_typed(shown, "")
            if shown
            else {"email": details.email if details else "", "phone": phone},
        )

    def _wanted(self, data: QueryDict | None) -> set[str]:
        """Which addresses were filled in: an unticked box asks for a second one."""
        if not self.is_physical:
            return {"bill"}
        return {"ship"} if data is None or _ticked(data) else {"ship", "bill"}

    @property
    def bound(self) -> list[Any]:
        """The forms that count, in the order of the page."""
        forms: list[Any] = [self.contact, self.main]
        if self.other is not None and self.other.is_bound:
            forms.append(self.other)
        return forms

    @property
    def are_broken(self) -> bool:
        """Whether anything has to be mended."""
        return any(form.is_bound and form.errors for form in self.bound)

    def are_valid(self) -> bool:
        """Whether all of them are; every one is checked, so that all errors show at once."""
        return not sum(not form.is_valid() for form in self.bound)

    def save(self, flow: Flow) -> Details:
        """Keeps what was entered with the cart."""
        phone = self.contact.cleaned_data["phone"]
        main = replace(self.main.address, phone=phone)
        billing = main if not self.is_physical else None
        if self.other is not None and self.other.is_bound:
            billing = replace(self.other.address, phone=phone)
        known = flow.details
        ship_to = main.as_json() if self.is_physical else known.ship_to if known else None
        details, _created = Details.objects.update_or_create(
            cart=flow.cart,
            defaults={
                "email": self.contact.cleaned_data["email"],
                "ship_to": ship_to,
                "bill_to": billing.as_json() if billing else None,
            },
        )
        return details

    def as_typed(self) -> QueryDict:
        """What these forms hold, as a browser would send it unchanged."""
        data = QueryDict(mutable=True)
        if self.same.initial["billing_same"]:
            data["billing_same"] = "on"
        addresses = [self.main, *([self.other] if self.other is not None else [])]
        for form in (self.contact, *addresses):
            for name in form.fields:
                data[form.add_prefix(name)] = form.initial.get(name, "")
        return data

    def blame(self, problem: Problem) -> None:
        """Puts a refusal of Digital River's at the field that caused it, else above the form."""
        if problem.field in self.contact.fields:
            self.contact.add_error(problem.field, str(problem.message))
            return
        form = self.main
        if problem.party == "bill" and self.other is not None and self.other.is_bound:
            form = self.other
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, str(problem.message))


class AddressStep(Step):
    """Contact and addresses; leaving it opens the remote checkout."""

    identifier = "address"
    label = _("Address")
    template = "checkout/address.html"

    def is_completed(self, flow: Flow) -> bool:
        """Known, and Digital River has a checkout of exactly this cart."""
        return flow.has_details and flow.checkout is not None

    def get(self, flow: Flow) -> HttpResponse:
        forms = AddressForms(flow)
        problem = blamed(flow.request)
        if problem is None or not flow.has_details:
            return self._page(flow, forms)
        forms = AddressForms(flow, forms.as_typed())
        forms.blame(problem)
        response = self._page(flow, forms)
        forget_blamed(response)
        return response

    def post(self, flow: Flow) -> HttpResponse | None:
        data = flow.request.POST
        if "refresh" in data:
            return self._refreshed(flow, data)
        forms = AddressForms(flow, data)
        if not forms.are_valid():
            return self._page(flow, forms, status=422)
        details = forms.save(flow)
        assert flow.cart is not None  # the dispatcher sends nobody here without one
        before = flow.checkout
        try:
            checkout = remote.synchronise(
                flow.cart, flow.basket, details, flow.visit, step=self.identifier
            )
        except CheckoutProblem as error:
            if error.problem.step != self.identifier:
                raise
            return self._refused(flow, forms, error.problem)
        tell_if_payment_is_needed_again(flow.request, before, checkout)
        return None

    def _refused(self, flow: Flow, forms: AddressForms, problem: Problem) -> HttpResponse:
        """What was entered, with the field to blame; during an outage nothing is."""
        if problem.is_outage:
            return self._page(flow, forms, status=problem.status, outage=str(problem.message))
        forms.blame(problem)
        return self._page(flow, forms, status=problem.status)

    def _refreshed(self, flow: Flow, data: QueryDict) -> HttpResponse:
        """The country was changed: the same page, or its part, with the other country's fields."""
        forms = AddressForms(flow, data, check=False)
        if flow.request.htmx:  # type: ignore[attr-defined]
            form = forms.other if data["refresh"] == "bill" and forms.other else forms.main
            return pages.show(flow.request, "checkout/_address_parts.html", {"form": form})
        return self._page(flow, forms)

    def _page(
        self, flow: Flow, forms: AddressForms, *, status: int = 200, outage: str = ""
    ) -> HttpResponse:
        return self.page(flow, {"forms": forms, "outage": outage}, status=status)


def _home_first(flow: Flow) -> list[str]:
    """The market's countries, the shopper's own first: it is preselected."""
    home = getattr(flow.request, "country", "") or flow.market.country
    return sorted(flow.market.countries, key=lambda code: code != home)


def _ticked(data: QueryDict) -> bool:
    return "billing_same" in data


def _typed(data: QueryDict | None, prefix: str) -> dict[str, str]:
    """What was typed into a form, by its own field names."""
    start = f"{prefix}-" if prefix else ""
    pairs = data.items() if data else ()
    return {key.removeprefix(start): str(value) for key, value in pairs if key.startswith(start)}
