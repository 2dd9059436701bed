"""An order's sums in the shopper's words. The rows always add up to Digital River's total.

Where prices include tax, Digital River answers net amounts beside their tax; both are shown
together, as the price the shopper knows, and the tax once as 'includes'.
Source: creating-checkouts/configuring-taxes.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.money import Money
from orders.models import Order, OrderLine


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sums; `key` names it for tests and styles."""

    key: str
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """`rows` add up to `total`. `included_tax` is part of it already; None where tax is a row.
    `note` says what a shopper of a tax-inclusive market would otherwise wonder about."""

    rows: tuple[Row, ...]
    total: Money
    included_tax: Money | None
    note: str = ""


def of(order: Order, lines: Sequence[OrderLine]) -> Totals:
    """The sums of an order with these lines."""
    zero = Money.zero(order.currency)
    items = Row("items", _("Items"), sum((line_amount(order, one) for one in lines), start=zero))
    extras = [
        Row("fees", _("Regulatory fees"), order.total_fees),
        Row("duty", _("Duty"), order.total_duty),
        Row("importer_tax", _("Import tax"), order.total_importer_tax),
    ]
    rows = [items]
    if order.ship_to is not None and not order.tax_inclusive:
        rows.append(Row("delivery", _("Delivery"), order.total_shipping))
    rows += [row for row in extras if row.amount]
    if not order.tax_inclusive:
        rows.append(Row("tax", _("Tax"), order.total_tax))
    rest = order.total_amount - sum((row.amount for row in rows), start=zero)
    if order.ship_to is not None and order.tax_inclusive:
        # The delivery with its tax is what the total holds besides.
        rows.insert(1, Row("delivery", _("Delivery"), rest))
    elif rest < zero:
        rows.append(Row("discount", _("Discount"), rest))
    elif rest:
        rows.append(Row("other", _("Other charges"), rest))
    if not order.tax_inclusive:
        return Totals(tuple(rows), order.total_amount, None)
    if not order.total_tax:
        return Totals(tuple(rows), order.total_amount, None, _("No VAT was charged."))
    return Totals(tuple(rows), order.total_amount, order.total_tax)


def line_amount(order: Order, line: OrderLine) -> Money:
    """What the line costs, with its tax where prices include it."""
    return line.amount + line.tax_amount if order.tax_inclusive else line.amount
