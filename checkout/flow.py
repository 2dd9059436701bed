"""What the steps of one request share: the cart, its basket, the details, the remote checkout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import get_language

from checkout import basket as baskets
from checkout import carts, remote
from checkout.basket import Basket
from checkout.models import Cart, Checkout, Details
from checkout.remote import Visit
from core.clientip import client_ip
from orders.models import Order
from orders.snapshots import AddressSnapshot
from storefront.models import DeliveryMethod, Market

if TYPE_CHECKING:
    from checkout.steps.base import Step


class Flow:
    """One shopper's way through checkout, read as needed; nothing here writes or calls."""

    def __init__(self, request: HttpRequest, steps: Sequence[Step] = ()) -> None:
        self.request = request
        self.steps = steps
        self.market: Market = request.market  # type: ignore[attr-defined]

    @cached_property
    def cart(self) -> Cart | None:
        return carts.find(self.request)

    @cached_property
    def order(self) -> Order | None:
        """The order that this cart has become already."""
        return carts.order_of(self.cart) if self.cart else None

    @cached_property
    def basket(self) -> Basket:
        return baskets.read(None if self.order else self.cart, self.market)

    @cached_property
    def details(self) -> Details | None:
        return Details.objects.filter(cart=self.cart).first() if self.cart else None

    @cached_property
    def checkout(self) -> Checkout | None:
        """The remote checkout of exactly this basket, if there is one."""
        if self.cart is None or self.order is not None or not self.basket.buyable:
            return None
        return remote.current(self.cart, self.basket)

    @cached_property
    def methods(self) -> list[DeliveryMethod]:
        return remote.delivery_methods(self.basket)

    @property
    def visit(self) -> Visit:
        return visit_of(self.request)

    @property
    def has_details(self) -> bool:
        """Whether contact and all addresses that this basket needs are known and offered."""
        details = self.details
        if details is None or not details.email or details.billing is None:
            return False
        if self.basket.is_physical and details.shipping is None:
            return False
        used = [details.billing, *([details.shipping] if details.shipping else [])]
        return all(address.country in self.market.countries for address in used)

    @property
    def destination(self) -> AddressSnapshot | None:
        """Whose country decides what is shown: ship-to for goods, bill-to for downloads."""
        if self.details is None:
            return None
        return self.details.shipping if self.basket.is_physical else self.details.billing

    @property
    def country(self) -> str:
        """The country that disclosures are for, also before an address is known."""
        known = self.destination
        guessed: str = getattr(self.request, "country", "") or self.market.country
        return known.country if known else guessed


def _valid(address: str) -> str:
    """The address if it is one; a server on a local socket knows none."""
    try:
        return str(ip_address(address.partition("%")[0]))
    except ValueError:
        return ""


def visit_of(request: HttpRequest) -> Visit:
    """What this request tells Digital River about its shopper; the cart's token stays with us."""
    token = carts.token_of(request)
    return Visit(
        language=get_language() or "en",
        client_ip=_valid(client_ip(request)),
        session=sha256(token.encode()).hexdigest()[:32] if token else "",
    )
