"""Which of our lines is which of Digital River's items. Pure, so that it can be tried on anything.

An order's item ids differ from its checkout's, so nothing but place, SKU, quantity and amount
tells them apart; once matched, the order's item id is the key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import digitalriver
from core.money import Money
from orders.models import OrderLine


@dataclass(frozen=True, slots=True)
class Matched:
    """`pairs` of line and item, and what is left over on either side."""

    pairs: list[tuple[OrderLine, digitalriver.OrderItem]]
    lines: list[OrderLine]
    items: list[digitalriver.OrderItem]

    @property
    def is_complete(self) -> bool:
        return not self.lines and not self.items


def sku_of(item: digitalriver.OrderItem) -> str:
    """The SKU id of an item, also in product-details mode; empty when it names none."""
    if item.sku_id:
        return item.sku_id
    return (item.product_details.id if item.product_details else None) or ""


def match(lines: Sequence[OrderLine], items: Sequence[digitalriver.OrderItem]) -> Matched:
    """Pairs each item with one line: by id where known, else the closest first."""
    rest_lines = sorted(lines, key=lambda line: line.position)
    rest_items = list(items)
    places = {item.id: place for place, item in enumerate(items)}
    orders = {line.pk: place for place, line in enumerate(rest_lines)}

    def same_goods(line: OrderLine, item: digitalriver.OrderItem) -> bool:
        if line.remote_id:
            return False
        return line.sku_code == sku_of(item) and line.quantity == item.quantity

    def same_amount(line: OrderLine, item: digitalriver.OrderItem) -> bool:
        return item.amount is not None and line.amount == Money.rounded(item.amount, line.currency)

    rounds: list[Callable[[OrderLine, digitalriver.OrderItem], bool]] = [
        lambda line, item: bool(line.remote_id) and line.remote_id == item.id,
        lambda line, item: (
            same_goods(line, item)
            and same_amount(line, item)
            and orders[line.pk] == places[item.id]
        ),
        lambda line, item: same_goods(line, item) and same_amount(line, item),
        same_goods,
    ]
    pairs: list[tuple[OrderLine, digitalriver.OrderItem]] = []
    for belongs in rounds:
        for item in list(rest_items):
            line = next((line for line in rest_lines if belongs(line, item)), None)
            if line is not None:
                pairs.append((line, item))
                rest_lines.remove(line)
                rest_items.remove(item)
    return Matched(pairs, rest_lines, rest_items)
