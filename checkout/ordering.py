"""Place order: from the reviewed checkout to an order, exactly once.

Under the cart's lock it is decided, from the database, whether this very checkout may still be
ordered; the order is opened in the same transaction, and only then Digital River is called.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import get_language

import digitalriver
from checkout.basket import Basket, BasketLine
from checkout.models import Cart, Checkout, Details
from checkout.payloads import locale_for
from checkout.remote import Visit, chosen_method, delivery_methods
from core import vendor
from core.money import Money
from orders import disclosures, placing
from orders.models import Cause, Order
from orders.opening import order_of_cart
from orders.placing import PlacingOutcome
from orders.snapshots import (
    ConsentSnapshot,
    DeliverySnapshot,
    LineSnapshot,
    OrderSnapshot,
    SourceSnapshot,
    TotalsSnapshot,
)


class Overtaken(Exception):
    """Another tab was faster: the cart, or its checkout, is no longer what was reviewed."""


def place(
    cart: Cart, checkout: Checkout, basket: Basket, details: Details, visit: Visit
) -> PlacingOutcome:
    """Opens the order and submits it; never raises for what Digital River does.

    Raises Overtaken, placing.CartAlreadyOrdered and storefront.stock.OutOfStock; then nothing was
    written or sent.
    """
    cause = Cause.request(visit.session)
    order = _open(cart, checkout, basket, details, visit, cause)
    client = vendor.client(
        basket.market.store.credentials,
        order_number=order.number,
        session_id=visit.session or None,
        client_ip=visit.client_ip or None,
    )
    return placing.submit(order.pk, cause=cause, client=client)


@transaction.atomic
def _open(
    cart: Cart, checkout: Checkout, basket: Basket, details: Details, visit: Visit, cause: Cause
) -> Order:
    locked = Cart.objects.select_for_update().get(pk=cart.pk)
    if (standing := order_of_cart(locked.token)) is not None:
        raise placing.CartAlreadyOrdered(standing)
    newest = Checkout.objects.filter(cart=locked, state=Checkout.State.OPEN).order_by("-pk").first()
    if locked.version != cart.version or newest is None or newest.pk != checkout.pk:
        raise Overtaken
    if (newest.sent, newest.source) != (checkout.sent, checkout.source):
        raise Overtaken
    if not _says_the_same(Details.objects.get(cart=locked), details):
        raise Overtaken
    return placing.open_order(
        snapshot(cart, checkout, basket, details, visit),
        consent(checkout, destination_country(basket, details)),
        cause=cause,
    )


def _says_the_same(newest: Details, reviewed: Details) -> bool:
    """Whether no other tab has changed contact, addresses or delivery since they were read."""
    told = ("email", "ship_to", "bill_to", "delivery_code")
    return all(getattr(newest, name) == getattr(reviewed, name) for name in told)


def destination_country(basket: Basket, details: Details) -> str:
    """Ship-to for goods, bill-to for downloads: whose law the disclosures follow."""
    address = details.shipping if basket.is_physical else details.billing
    if address is None:
        raise ValueError("the address step is not finished")
    return address.country


def consent(checkout: Checkout, country: str) -> ConsentSnapshot:
    """What the review page showed, from our own rows and never from what a browser sends."""
    entity = checkout.answer.selling_entity.id
    shown = disclosures.for_order(entity, country, get_language() or "en")
    reseller, confirm = shown.reseller, shown.confirm
    return ConsentSnapshot(
        entity_id=shown.entity_id,
        language=shown.language,
        country=shown.country,
        reseller_text=reseller.text if reseller else "",
        reseller_url=reseller.url if reseller else "",
        confirm_text=confirm.text if confirm else "",
        links=tuple(shown.links_as_json()),
        shown=shown.as_json(),
    )


def snapshot(
    cart: Cart, checkout: Checkout, basket: Basket, details: Details, visit: Visit
) -> OrderSnapshot:
    """The order as it was reviewed, all figures Digital River's."""
    answer = checkout.answer
    billing = details.billing
    if billing is None:
        raise ValueError("the address step is not finished")
    country = destination_country(basket, details)
    session = answer.payment.session
    return OrderSnapshot(
        store_id=cart.store_id,
        number=checkout.number,
        cart_ref=cart.token,
        cart_version=cart.version,
        checkout_id=answer.id,
        market_code=checkout.market_code,
        country=country,
        currency=checkout.currency,
        language=get_language() or "en",
        locale=locale_for(visit.language, country),
        time_zone=basket.market.time_zone,
        tax_inclusive=checkout.tax_inclusive,
        email=details.email,
        bill_to=billing,
        ship_to=details.shipping if basket.is_physical else None,
        delivery=_delivery(basket, details),
        entity_id=answer.selling_entity.id,
        entity_name=answer.selling_entity.name,
        session_id=session.id if session else "",
        source=_source(checkout),
        totals=_totals(answer),
        lines=tuple(_lines(basket, answer)),
        browser_ip=visit.client_ip or None,
        customer_id=cart.customer_id,
    )


def _delivery(basket: Basket, details: Details) -> DeliverySnapshot | None:
    method = chosen_method(delivery_methods(basket), details.delivery_code)
    if method is None:
        return None
    return DeliverySnapshot(
        code=method.code,
        description=method.name,
        service_level=method.service_level,
        amount=method.price,
        min_days=method.min_days,
        max_days=method.max_days,
    )


def _source(checkout: Checkout) -> SourceSnapshot | None:
    source = checkout.source
    if not source:
        return None
    return SourceSnapshot(type=source["type"], brand=source["brand"], last4=source["last4"])


def _totals(answer: digitalriver.Checkout) -> TotalsSnapshot:
    def money(amount: Decimal) -> Money:
        return Money.rounded(amount, answer.currency)

    return TotalsSnapshot(
        subtotal=money(answer.subtotal),
        total_tax=money(answer.total_tax),
        total_amount=money(answer.total_amount),
        total_fees=money(answer.total_fees),
        total_duty=money(answer.total_duty),
        total_importer_tax=money(answer.total_importer_tax),
        total_discount=money(answer.total_discount),
        total_shipping=money(answer.total_shipping),
    )


def _lines(basket: Basket, answer: digitalriver.Checkout) -> list[LineSnapshot]:
    by_sku = {item.sku_id: item for item in answer.items}
    return [_line(line, by_sku[line.sku_code], answer.currency) for line in basket.buyable]


def _line(line: BasketLine, item: digitalriver.CheckoutItem, currency: str) -> LineSnapshot:
    assert line.unit_price is not None  # only priced lines are buyable
    return LineSnapshot(
        sku_id=line.sku.pk,
        sku_code=line.sku_code,
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=Money.rounded(item.amount, currency),
        tax_amount=Money.rounded(item.tax.amount, currency),
        tax_rate=item.tax.rate,
        fees_amount=Money.rounded(item.fees.amount, currency),
        options=line.options,
        image=line.image,
        physical=line.sku.is_physical,
    )
