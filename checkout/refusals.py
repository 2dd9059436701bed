"""What went wrong at Digital River, as the shopper can mend it: which step, field and sentence.

The vendor's codes and messages go to the log and the API log, never to a page.
Source: shared codes of .gitbook/assets/2021-12-13.json (info.description) and the error samples of
integration-options/checkouts/creating-checkouts.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from digitalriver import errors

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger(__name__)

#: The vendor's names of address parts, and our fields.
FIELDS = {
    "name": "name",
    "line1": "line1",
    "line2": "line2",
    "city": "city",
    "postalCode": "postal_code",
    "state": "state",
    "country": "country",
    "email": "email",
    "phone": "phone",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Where the shopper is led and what they read there.

    ``field`` is one of ours (``postal_code``); ``party`` says whose: ``ship``, ``bill`` or, where
    the vendor does not tell, empty. ``item`` is the line's place in the cart, if it is about one.
    ``status`` is the page's HTTP status.
    """

    step: str
    message: StrOrPromise
    field: str = ""
    party: str = ""
    item: int | None = None
    status: int = 422

    @property
    def is_outage(self) -> bool:
        """Whether nothing the shopper entered is at fault."""
        return self.status == 503


class CheckoutProblem(Exception):
    """A vendor call did not do what it should; ``problem`` is what to tell the shopper."""

    def __init__(self, problem: Problem, cause: errors.DigitalRiverError | None = None) -> None:
        super().__init__(str(cause or problem.step))
        self.problem = problem


UNAVAILABLE = Problem(
    "",
    _(
        "Checkout is temporarily unavailable. Nothing was charged and nothing you entered is lost. "
        "Please try again in a moment."
    ),
    status=503,
)
UNKNOWN = Problem(
    "",
    _(
        "We could not accept this as it is. Nothing was charged. Please check your details, "
        "or write to us and we will help."
    ),
)

Test = Callable[[str, str], bool]


def _codes(*codes: str) -> Test:
    return lambda code, parameter: code in codes


def _parameter(pattern: str) -> Test:
    wanted = re.compile(pattern)
    return lambda code, parameter: wanted.fullmatch(parameter) is not None


#: First match wins. Codes before parameters, what is particular before what is general.
RULES: list[tuple[Test, Problem]] = [
    (
        _codes("currency_unactivated", "currency_unsupported", "invalid_currency"),
        currency := Problem(
            "cart",
            _(
                "We cannot take payments in this currency at the moment. "
                "Please choose another country and currency at the top of the page."
            ),
        ),
    ),
    (_parameter("currency"), currency),
    (
        _codes("selling_entity_not_found"),
        Problem(
            "cart",
            _(
                "The items in your cart cannot be bought together, because different companies "
                "sell them. Please save some for later and order them separately."
            ),
        ),
    ),
    (
        _codes("country_unsupported", "country_restricted"),
        Problem("address", _("We cannot sell to this country."), field="country"),
    ),
    (
        _codes("order_already_complete"),
        Problem(
            "cart",
            _(
                "This cart may have been ordered already. Please wait a few minutes and look at "
                "your e-mail before you order again."
            ),
        ),
    ),
    (
        _codes("out_of_inventory"),
        Problem("cart", _("An item in your cart is sold out at the moment.")),
    ),
    (
        _codes("sku_inactive", "sku_not_found"),
        sku := Problem(
            "cart",
            _(
                "An item in your cart cannot be bought at the moment. Please remove it or save "
                "it for later; everything else is still there."
            ),
        ),
    ),
    (_parameter(r"(?:items(?:\[\d+\])?\.)?(?:skuId|sku|productDetails)(?:\..*)?"), sku),
    (_parameter(r"items(?:\[\d+\].*)?"), sku),
    (
        _codes("email_invalid"),
        email := Problem(
            "address", _("Please check the e-mail address; it was not accepted."), field="email"
        ),
    ),
    (_parameter(r"(?:.*\.)?email"), email),
    (
        _codes("postal_code_invalid"),
        postcode := Problem(
            "address",
            _("Please check the postcode; it does not fit the address."),
            field="postal_code",
        ),
    ),
    (_parameter(r"(?:.*\.)?postalCode"), postcode),
    (
        _parameter(r"(?:.*\.)?state"),
        Problem("address", _("Please check the state or province."), field="state"),
    ),
    (
        _codes("invalid_shipping_choice"),
        delivery := Problem("delivery", _("Please choose how we should deliver your order.")),
    ),
    (_parameter(r"shippingChoice(?:\..*)?"), delivery),
    (
        _codes("order_submit_failed"),
        Problem(
            "payment",
            _(
                "Your order changed after you entered your payment details. Nothing was charged. "
                "Please enter them once more."
            ),
        ),
    ),
    (
        _codes(
            "source_expired",
            "source_not_chargeable",
            "source_not_found",
            "source_status_invalid_for_session",
            "source_not_supported",
            "source_in_use",
            "session_update_not_allowed",
            "session_source_amount_too_large",
        ),
        payment := Problem(
            "payment",
            _(
                "This payment method cannot be used any more. Nothing was charged. "
                "Please enter it again or choose another one."
            ),
        ),
    ),
    (_parameter(r"source(?:Id|s)?(?:[.\[].*)?"), payment),
    (
        _codes("additional_information_required", "tax_id_invalid"),
        Problem("address", _("We need more information from you for the tax on this order.")),
    ),
    (
        _codes("create-order-failed"),
        Problem("address", _("Please check the billing address; something is missing there.")),
    ),
    (
        _parameter(r"(?:shipTo|billTo|shipping)?\.?(?:address)?\.?(?:name|line1|line2|city|phone)"),
        Problem("address", _("Please check this part of the address.")),
    ),
    (
        _parameter(r"(?:(?:shipTo|billTo)\.)?(?:address\.)?country"),
        Problem("address", _("Please check the country."), field="country"),
    ),
    (
        _parameter(r"(?:shipTo|billTo|shipping|address)(?:\..*)?"),
        Problem("address", _("Please check the address; something is missing there.")),
    ),
]


def explain(error: errors.DigitalRiverError, *, step: str) -> Problem:
    """What to tell the shopper about a failed call, who is on ``step``; logged for staff."""
    if not isinstance(error, errors.Refused):
        logger.warning("Checkout step %s: %s", step, error)
        return replace(UNAVAILABLE, step=step)
    if isinstance(error, errors.Unauthorized | errors.Forbidden):
        logger.error("Digital River does not accept our key: %s", error)
        return replace(UNAVAILABLE, step=step)
    logger.warning("Checkout step %s was refused: %s", step, error)
    return by_code(error.code, error.parameter, step=step)


def by_code(code: str, parameter: str, *, step: str) -> Problem:
    """The problem for a code and parameter of the vendor; what nobody foresaw stays on ``step``."""
    for test, problem in RULES:
        if test(code, parameter):
            return _located(problem, parameter)
    return replace(UNKNOWN, step=step)


def _located(problem: Problem, parameter: str) -> Problem:
    """The problem with what the parameter tells: whose field, which line."""
    field = problem.field
    if problem.step == "address" and not field:
        field = FIELDS.get(parameter.rpartition(".")[2], "")
    index = re.match(r"items\[(\d{1,4})\]", parameter)
    return replace(
        problem, field=field, party=_party(parameter), item=int(index[1]) if index else None
    )


def _party(parameter: str) -> str:
    if parameter.startswith(("shipTo", "shipping")):
        return "ship"
    return "bill" if parameter.startswith("billTo") else ""
