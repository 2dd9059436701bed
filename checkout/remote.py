"""Keeping the remote checkout in step with the cart and the shopper's details.

Save, call, save: the row is written before each call, so that a call whose outcome is unknown is
never mistaken for one that did not happen. No transaction is open during a call.
"""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction

import digitalriver
from checkout import payloads, refusals
from checkout.basket import Basket
from checkout.models import Cart, Checkout, Details
from checkout.refusals import CheckoutProblem
from core import vendor
from digitalriver.errors import DigitalRiverError, NotFound, OutcomeUnknown
from orders.models import Order
from orders.numbers import new_number
from orders.opening import CartAlreadyOrdered, order_of_cart
from orders.states import RESUBMITTABLE, State
from storefront.models import DeliveryMethod

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a request tells about the shopper besides what they typed."""

    language: str
    client_ip: str
    session: str = ""


def delivery_methods(basket: Basket) -> list[DeliveryMethod]:
    """The ways to send this basket, in the merchant's order; none where nothing is shipped."""
    if not basket.is_physical:
        return []
    rows = DeliveryMethod.objects.filter(
        market=basket.market, is_active=True, currency=basket.market.currency
    )
    return list(rows.order_by("position", "id"))


def chosen_method(methods: list[DeliveryMethod], code: str) -> DeliveryMethod | None:
    """The method of that code, else the preselected one, else the first."""
    by_code = {method.code: method for method in methods}
    default = next((method for method in methods if method.is_default), None)
    return by_code.get(code) or default or (methods[0] if methods else None)


def current(cart: Cart, basket: Basket) -> Checkout | None:
    """The open remote checkout that holds exactly this basket, if there is one."""
    newest = Checkout.objects.filter(cart=cart, state=Checkout.State.OPEN).order_by("-pk").first()
    return newest if newest is not None and holds(newest, basket) else None


def holds(checkout: Checkout, basket: Basket) -> bool:
    """Whether the remote checkout is for this very basket, at these prices, in this market."""
    return (
        checkout.market_code == basket.market.code
        and checkout.currency == basket.market.currency
        and checkout.tax_inclusive == basket.market.tax_inclusive
        and checkout.basket == basket.as_json()
    )


def synchronise(
    cart: Cart, basket: Basket, details: Details, visit: Visit, *, step: str
) -> Checkout:
    """The remote checkout for what the shopper wants now, with at most one call where all is well.

    Raises CheckoutProblem, and CartAlreadyOrdered; cart and details are untouched then.
    """
    if (standing := order_of_cart(cart.token)) is not None:
        raise CartAlreadyOrdered(standing)
    terms = _terms(basket, details, visit)
    checkout = current(cart, basket)
    if checkout is None or _is_used_up(checkout):
        return _create(cart, basket, terms, visit, step)
    return _update(checkout, cart, basket, terms, visit, step)


def replace(cart: Cart, basket: Basket, details: Details, visit: Visit, *, step: str) -> Checkout:
    """A new remote checkout under a new number, whatever the old one is. Raises CheckoutProblem."""
    return _create(cart, basket, _terms(basket, details, visit), visit, step)


def attach(checkout: Checkout, source_id: str, visit: Visit) -> Checkout:
    """Attaches a payment source; what may be shown of it is kept. Raises CheckoutProblem.

    Source: payments/payment-sources/using-the-source-identifier.md
    """
    try:
        answer = _client(checkout, visit).checkouts.update(
            checkout.remote_id or "", {"sourceId": source_id}
        )
    except DigitalRiverError as error:
        _note(checkout, error)
        problem = refusals.explain(error, step="payment")
        if problem.step != "payment" and isinstance(error, NotFound):
            problem = refusals.by_code("source_not_found", "", step="payment")
        raise CheckoutProblem(problem, error) from error
    _require_same_purchase(checkout, answer, "payment")
    checkout.remember(answer)
    checkout.source = summary_of_source(answer, source_id)
    checkout.problem = ""
    checkout.save()
    return checkout


def drop(checkout: Checkout, problem: str = "") -> None:
    """The remote checkout will not be used again."""
    checkout.state = Checkout.State.DROPPED
    checkout.problem = problem[:300]
    checkout.save(update_fields=["state", "problem", "updated_at"])


def summary_of_source(answer: digitalriver.Checkout, source_id: str) -> dict[str, Any] | None:
    """What may be shown of the attached source: kind, brand, last four digits, expiry."""
    sources = answer.payment.sources
    source = next((each for each in sources if each.id == source_id), None)
    if source is None:
        return None
    card = source.credit_card or source.google_pay
    return {
        "id": source.id,
        "type": source.type,
        "brand": card.brand if card else "",
        "last4": card.last_four_digits if card else "",
        "expires": f"{card.expiration_month:02}/{card.expiration_year}"
        if card and card.expiration_month and card.expiration_year
        else "",
    }


def _terms(basket: Basket, details: Details, visit: Visit) -> payloads.Terms:
    """Raises ValueError before contact and address are known: no step calls that early."""
    billing = details.billing
    if billing is None or not details.email:
        raise ValueError("the address step is not finished")
    ship_to = details.shipping if basket.is_physical else None
    method = chosen_method(delivery_methods(basket), details.delivery_code)
    ship_from = basket.market.ship_from() if ship_to else None
    return payloads.Terms(
        email=details.email,
        locale=payloads.locale_for(visit.language, (ship_to or billing).country),
        bill_to=billing,
        ship_to=ship_to,
        ship_from=ship_from.address() if ship_from else None,
        shipping=payloads.ShippingChoice(
            description=method.name, service_level=method.service_level, amount=method.price
        )
        if method
        else None,
        browser_ip=visit.client_ip,
    )


def _is_used_up(checkout: Checkout) -> bool:
    """Whether an attempt to order it ended so that a new checkout is needed.

    Raises CartAlreadyOrdered when the attempt stands: another tab was faster by a moment.
    """
    order = Order.objects.filter(number=checkout.number).first()
    if order is None:
        return False
    if order.holds_cart:
        raise CartAlreadyOrdered(order)
    return order.state != State.NOT_PLACED or order.not_placed_reason not in RESUBMITTABLE


def _create(cart: Cart, basket: Basket, terms: payloads.Terms, visit: Visit, step: str) -> Checkout:
    checkout = Checkout.objects.create(
        cart=cart,
        cart_version=cart.version,
        number=new_number(),
        market_code=basket.market.code,
        currency=basket.market.currency,
        tax_inclusive=basket.market.tax_inclusive,
        browser_ip=visit.client_ip or None,
        basket=basket.as_json(),
    )
    body = payloads.create(
        number=checkout.number,
        currency=checkout.currency,
        tax_inclusive=checkout.tax_inclusive,
        items=[line for line in basket.buyable if line.unit_price is not None],  # type: ignore[misc]
        terms=terms,
    )
    try:
        answer = _client(checkout, visit).checkouts.create(body)
    except DigitalRiverError as error:
        drop(checkout, str(error))
        raise CheckoutProblem(refusals.explain(error, step=step), error) from error
    _require_same_purchase(checkout, answer, step)
    checkout.remember(answer)
    checkout.sent = payloads.comparable(payloads.updatable(terms))
    checkout.state = Checkout.State.OPEN
    with transaction.atomic():
        checkout.save()
        older = Checkout.objects.filter(cart=cart, state=Checkout.State.OPEN)
        older.exclude(pk=checkout.pk).update(state=Checkout.State.DROPPED)
    return checkout


def _update(
    checkout: Checkout,
    cart: Cart,
    basket: Basket,
    terms: payloads.Terms,
    visit: Visit,
    step: str,
) -> Checkout:
    wanted = payloads.updatable(terms)
    changes = payloads.changes(checkout.sent, wanted)
    if checkout.cart_version != cart.version:
        checkout.cart_version = cart.version
        checkout.save(update_fields=["cart_version", "updated_at"])
    if not changes:
        return checkout
    known, checkout.sent = checkout.sent, None
    checkout.save(update_fields=["sent", "updated_at"])
    try:
        answer = _client(checkout, visit).checkouts.update(checkout.remote_id or "", changes)
    except NotFound as error:
        # Expired or deleted there: the shopper loses nothing, a new one takes its place.
        drop(checkout, str(error))
        return _create(cart, basket, terms, visit, step)
    except DigitalRiverError as error:
        if not isinstance(error, OutcomeUnknown):
            checkout.sent = known
        _note(checkout, error)
        raise CheckoutProblem(refusals.explain(error, step=step), error) from error
    _require_same_purchase(checkout, answer, step)
    checkout.remember(answer)
    checkout.sent = payloads.comparable(wanted)
    lost = _forget_broken_source(checkout)
    checkout.problem = ""
    checkout.save()
    if lost and not checkout.takes_a_source:
        # A change of tax after a source was attached can leave a session that takes no other.
        drop(checkout, "payment session lost")
        return _create(cart, basket, terms, visit, step)
    return checkout


def _require_same_purchase(checkout: Checkout, answer: digitalriver.Checkout, step: str) -> None:
    """Raises CheckoutProblem when the answer is about other goods or another currency."""
    asked = sorted((line["sku"], line["quantity"]) for line in checkout.basket)
    answered = sorted((item.sku_id, item.quantity) for item in answer.items)
    if answered == asked and answer.currency == checkout.currency:
        return
    logger.error("Checkout %s was answered with another purchase", checkout.number)
    drop(checkout, "answered with another purchase")
    raise CheckoutProblem(dataclasses.replace(refusals.UNAVAILABLE, step=step))


def _forget_broken_source(checkout: Checkout) -> bool:
    """Forgets a source that no longer pays for the whole; whether there was one."""
    if checkout.source is None or checkout.is_ready_to_order:
        return False
    checkout.source = None
    return True


def _note(checkout: Checkout, error: DigitalRiverError) -> None:
    checkout.problem = str(error)[:300]
    checkout.save(update_fields=["sent", "problem", "updated_at"])


def _client(checkout: Checkout, visit: Visit) -> digitalriver.Client:
    return vendor.client(
        checkout.cart.store.credentials,
        order_number=checkout.number,
        session_id=visit.session or None,
        client_ip=visit.client_ip or None,
    )
