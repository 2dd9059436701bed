"""Changing carts. Every change locks the cart, so that parallel tabs add up, and counts a version.

A cart is closed once an order that stands names it; nothing is added to a closed cart, a new one
takes its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkout.basket import MAX_LINES, MAX_QUANTITY, is_offered
from checkout.models import Cart, CartLine
from core.money import Money
from orders.models import Order
from orders.opening import order_of_cart
from storefront.models import Market, Price, Sku

COOKIE = "millrace_cart"
COOKIE_AGE = timedelta(days=90)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


class CartError(Exception):
    """The change is refused; the message is for the shopper. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change; ``note`` tells the shopper where it is not what they asked for."""

    cart: Cart
    note: str = ""


def token_of(request: HttpRequest) -> str:
    """The cart token of this browser; empty when there is none or it cannot be one."""
    token = request.COOKIES.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else ""


def remember(response: HttpResponse, cart: Cart, *, secure: bool) -> None:
    """Hands the browser its cart for 90 days; scripts cannot read it."""
    response.set_cookie(
        COOKIE, cart.token, max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=secure
    )


def find(request: HttpRequest) -> Cart | None:
    """The browser's cart, open or already ordered."""
    token = token_of(request)
    return Cart.objects.filter(token=token).first() if token else None


def order_of(cart: Cart) -> Order | None:
    """The order this cart became, if one stands; a refused or failed one does not close a cart."""
    return order_of_cart(cart.token)


def open_cart(request: HttpRequest) -> Cart | None:
    """The browser's cart if it may still be changed and bought."""
    cart = find(request)
    return cart if cart is not None and order_of(cart) is None else None


def add(request: HttpRequest, market: Market, sku_code: str, quantity: int) -> Changed:
    """Adds to the browser's cart, or to a new one. Raises CartError for what cannot be added."""
    sku, price = _offer(market, sku_code)
    known = open_cart(request)
    with transaction.atomic():
        cart = _locked(known)
        if cart is None:
            return _start(request, market, sku, price, quantity)
        line = cart.lines.filter(sku=sku).first()
        if line is None and cart.lines.count() >= MAX_LINES:
            raise CartError(_("Your cart is full. Remove something to make room."))
        already = line.quantity if line is not None and not line.saved_for_later else 0
        allowed, note = _allowed(sku, already + quantity)
        if line is None:
            _put(cart, sku, price, allowed)
        else:
            _save(line, quantity=allowed, saved=False, price=price)
        return Changed(_touch(cart, market), note)


def _start(request: HttpRequest, market: Market, sku: Sku, price: Money, quantity: int) -> Changed:
    """A new cart with its first line."""
    allowed, note = _allowed(sku, quantity)
    cart = Cart.objects.create(
        store_id=market.store_id,
        market_code=market.code,
        currency=market.currency,
        customer_id=request.user.pk,
    )
    _put(cart, sku, price, allowed)
    return Changed(cart, note)


@transaction.atomic
def set_quantity(cart: Cart, market: Market, line_id: int, quantity: int) -> Changed:
    """Sets a line's quantity, capped by the stock. Raises CartError for a line that is gone."""
    line = _line(cart, line_id)
    sku, price = _offer(market, line.sku.code)
    allowed, note = _allowed(sku, quantity)
    _save(line, quantity=allowed, saved=line.saved_for_later, price=price)
    return Changed(_touch(cart, market), note)


@transaction.atomic
def remove(cart: Cart, line_id: int) -> Changed:
    """Takes a line out; one that is gone already is no error."""
    _locked(cart)
    cart.lines.filter(pk=line_id).delete()
    return Changed(_touch(cart))


@transaction.atomic
def save_for_later(cart: Cart, line_id: int) -> Changed:
    """Sets a line aside. Raises CartError for a line that is gone."""
    line = _line(cart, line_id)
    CartLine.objects.filter(pk=line.pk).update(saved_for_later=True)
    return Changed(_touch(cart))


@transaction.atomic
def move_to_cart(cart: Cart, market: Market, line_id: int) -> Changed:
    """Puts a saved line back. Raises CartError when it is gone, not offered or sold out."""
    line = _line(cart, line_id)
    sku, price = _offer(market, line.sku.code)
    allowed, note = _allowed(sku, line.quantity)
    _save(line, quantity=allowed, saved=False, price=price)
    return Changed(_touch(cart, market), note)


def _locked(cart: Cart | None) -> Cart | None:
    """The cart under its row lock; None when it was ordered while we waited for it."""
    if cart is None:
        return None
    cart = Cart.objects.select_for_update().get(pk=cart.pk)
    return cart if order_of(cart) is None else None


def _line(cart: Cart, line_id: int) -> CartLine:
    if _locked(cart) is None:
        raise CartError(_("This cart was already ordered."))
    line = cart.lines.select_related("sku").filter(pk=line_id).first()
    if line is None:
        raise CartError(_("This item is no longer in your cart."))
    return line


def _offer(market: Market, sku_code: str) -> tuple[Sku, Money]:
    """The SKU and its price in the market. Raises CartError when it is not sold, or not there."""
    price = Price.objects.filter(sku=OuterRef("pk"), currency=market.currency).values("amount")
    rows = Sku.objects.select_related("product").annotate(price_minor=Subquery(price[:1]))
    sku = rows.filter(code=sku_code).first()
    if sku is None or not is_offered(sku, market):
        raise CartError(_("This item is not for sale at present."))
    if sku.price_minor is None:
        raise CartError(_("This item is not available in your country."))
    return sku, Money.from_minor(sku.price_minor, market.currency)


def _allowed(sku: Sku, wanted: int) -> tuple[int, str]:
    """How many may be in a cart, and a note where that is fewer than wanted."""
    if sku.stock == 0:
        raise CartError(_("This item is sold out at the moment."))
    if sku.stock is not None and wanted > sku.stock:
        note = ngettext(
            "Only %(left)s left, so your cart has %(left)s.",
            "Only %(left)s left, so your cart has %(left)s.",
            sku.stock,
        ) % {"left": sku.stock}
        return min(sku.stock, MAX_QUANTITY), note
    if wanted > MAX_QUANTITY:
        return MAX_QUANTITY, _("You can order at most %(most)s of one item.") % {
            "most": MAX_QUANTITY
        }
    return wanted, ""


def _put(cart: Cart, sku: Sku, price: Money, quantity: int) -> None:
    cart.lines.create(sku=sku, quantity=quantity, seen_price=price, currency=price.currency)


def _save(line: CartLine, *, quantity: int, saved: bool, price: Money) -> None:
    line.quantity = quantity
    line.saved_for_later = saved
    line.currency = price.currency  # before the price, which is kept in it
    line.seen_price = price
    line.save()


def _touch(cart: Cart, market: Market | None = None) -> Cart:
    """One version more; and the market in which it was last changed."""
    told = {"market_code": market.code, "currency": market.currency} if market else {}
    rows = Cart.objects.filter(pk=cart.pk)
    rows.update(version=F("version") + 1, updated_at=timezone.now(), **told)
    cart.refresh_from_db()
    return cart
