"""A cart as a shopper sees it in a market: priced, with what can and what cannot be bought.

Reading a basket writes nothing: a line that exceeds the stock counts with what is left and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery

from checkout.models import Cart, CartLine
from core.money import Money
from storefront.models import Market, Price, ProductImage, Sku

MAX_QUANTITY = 99
MAX_LINES = 50


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line at today's price. ``quantity`` is what can be bought, ``wanted`` what was asked."""

    id: int
    sku: Sku
    wanted: int
    quantity: int
    unit_price: Money | None
    list_price: Money | None
    seen_price: Money | None
    image: str
    saved: bool
    is_offered: bool = True

    @property
    def sku_code(self) -> str:
        return self.sku.code

    @property
    def name(self) -> str:
        return self.sku.product.name

    @property
    def options(self) -> str:
        return self.sku.label

    @property
    def url(self) -> str:
        return self.sku.product.get_absolute_url()

    @property
    def total(self) -> Money | None:
        return self.unit_price * self.quantity if self.unit_price is not None else None

    @property
    def is_unavailable(self) -> bool:
        """Not sold in this market, or no longer at all."""
        return self.unit_price is None

    @property
    def is_sold_out(self) -> bool:
        return not self.is_unavailable and self.quantity == 0

    @property
    def is_capped(self) -> bool:
        """Fewer are left than asked for."""
        return not self.is_unavailable and 0 < self.quantity < self.wanted

    @property
    def price_before(self) -> Money | None:
        """What the shopper last saw, where today's price in that currency is another one."""
        if self.unit_price is None or self.seen_price is None or self.saved:
            return None
        same_currency = self.seen_price.currency == self.unit_price.currency
        return self.seen_price if same_currency and self.seen_price != self.unit_price else None

    @property
    def max_quantity(self) -> int:
        """The largest quantity the shopper may ask for."""
        return MAX_QUANTITY if self.sku.stock is None else min(self.sku.stock, MAX_QUANTITY)


@dataclass(frozen=True)
class Basket:
    """The lines of a cart, priced in one market."""

    market: Market
    lines: list[BasketLine] = field(default_factory=list)
    saved: list[BasketLine] = field(default_factory=list)

    @cached_property
    def buyable(self) -> list[BasketLine]:
        """What checkout takes along."""
        return [line for line in self.lines if line.unit_price is not None and line.quantity]

    @cached_property
    def subtotal(self) -> Money:
        totals = [line.total for line in self.buyable if line.total is not None]
        return sum(totals, start=Money.zero(self.market.currency))

    @cached_property
    def count(self) -> int:
        """Number of things, as the cart's badge shows it: what was asked for."""
        return sum(line.wanted for line in self.lines)

    @cached_property
    def is_physical(self) -> bool:
        """Whether anything in it has to be shipped."""
        return any(line.sku.is_physical for line in self.buyable)

    @cached_property
    def has_notices(self) -> bool:
        return any(
            line.is_unavailable or line.is_sold_out or line.is_capped or line.price_before
            for line in self.lines
        )

    def as_json(self) -> list[dict[str, Any]]:
        """What a remote checkout of this basket holds; equal lists mean the same purchase."""
        return [
            {
                "sku": line.sku_code,
                "quantity": line.quantity,
                "price": line.unit_price.minor,
                "physical": line.sku.is_physical,
            }
            for line in self.buyable
            if line.unit_price is not None
        ]


def read(cart: Cart | None, market: Market) -> Basket:
    """The cart's basket in this market, with one query; an empty one for no cart."""
    if cart is None:
        return Basket(market)
    everything = [_line(row, market) for row in _rows(cart, market)]
    return Basket(
        market,
        [line for line in everything if not line.saved],
        [line for line in everything if line.saved],
    )


def _rows(cart: Cart, market: Market) -> Any:
    price = Price.objects.filter(sku=OuterRef("sku"), currency=market.currency)
    image = ProductImage.objects.filter(product=OuterRef("sku__product")).order_by("position")
    return (
        CartLine.objects.filter(cart=cart)
        .select_related("sku__product")
        .annotate(
            price_minor=Subquery(price.values("amount")[:1]),
            list_minor=Subquery(price.values("list_amount")[:1]),
            image=Subquery(image.values("path")[:1]),
        )
        .order_by("id")
    )


def _line(row: Any, market: Market) -> BasketLine:
    price = None
    offered = is_offered(row.sku, market)
    if row.price_minor is not None and offered:
        price = Money.from_minor(row.price_minor, market.currency)
    stock = row.sku.stock
    return BasketLine(
        id=row.pk,
        sku=row.sku,
        wanted=row.quantity,
        quantity=row.quantity if stock is None else min(row.quantity, stock),
        unit_price=price,
        list_price=Money.from_minor(row.list_minor, market.currency) if row.list_minor else None,
        seen_price=row.seen_price,
        image=row.image or "",
        saved=row.saved_for_later,
        is_offered=offered,
    )


def is_offered(sku: Sku, market: Market) -> bool:
    """Whether the shop sells this SKU at all; a price in the market's currency decides the rest."""
    return (
        sku.is_active
        and sku.product.is_active
        and sku.product.store_id == market.store_id
        and not sku.gaps()
    )
