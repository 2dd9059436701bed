"""What a checkout step is. The dispatcher (checkout/views.py) keeps them in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse

from checkout import pages
from checkout.flow import Flow

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Step:
    """One page of the checkout.

    ``is_applicable``: whether this cart needs it at all. ``is_completed``: whether all it asks for
    is known, for the cart as it is now; reading only, no calls. ``get`` shows it. ``post`` takes
    what was entered; None means done, go on; a page says what is wrong. What only another step can
    mend is raised as CheckoutProblem. A step may rely on all steps before it being completed.
    """

    identifier: str
    label: StrOrPromise
    template: str

    def is_applicable(self, flow: Flow) -> bool:
        return True

    def is_completed(self, flow: Flow) -> bool:
        raise NotImplementedError

    def get(self, flow: Flow) -> HttpResponse:
        raise NotImplementedError

    def post(self, flow: Flow) -> HttpResponse | None:
        raise NotImplementedError

    @property
    def url(self) -> str:
        return reverse("checkout:step", args=[self.identifier])

    def page(self, flow: Flow, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The step's page in the checkout's frame."""
        everything = {
            **pages.frame(flow),
            "step": self,
            "progress": progress(flow, self),
            **context,
        }
        return pages.show(flow.request, self.template, everything, status=status)


def applicable(flow: Flow) -> list[Step]:
    """The steps this cart needs."""
    return [step for step in flow.steps if step.is_applicable(flow)]


def first_incomplete(flow: Flow) -> Step:
    """The step where the shopper has to go on; the last one once everything is known."""
    steps = applicable(flow)
    return next((step for step in steps if not step.is_completed(flow)), steps[-1])


def progress(flow: Flow, current: Step) -> list[dict[str, Any]]:
    """The progress list: finished steps and the next one can be opened."""
    reached = True
    rows = []
    for step in applicable(flow):
        done = step.is_completed(flow)
        state = "current" if step is current else "done" if done and reached else "todo"
        rows.append({"label": step.label, "url": step.url if reached else "", "state": state})
        reached = reached and done
    return rows
