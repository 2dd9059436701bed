"""Digital River's figures in the shopper's words. Nothing is computed but sums of its figures.

In a market whose prices include tax, Digital River answers net amounts beside their tax; there the
page shows both together, as the price the shopper knows, and the tax once as 'includes'.
Source: integration-options/checkouts/creating-checkouts/configuring-taxes.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

import digitalriver
from core.money import Money

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary; ``key`` names it for tests and styles."""

    key: str
    label: StrOrPromise
    amount: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """What the summary shows. ``rows`` add up to ``total``; ``included_tax`` is in it already."""

    rows: tuple[Row, ...]
    total: Money
    tax: Money
    tax_inclusive: bool

    @property
    def included_tax(self) -> Money | None:
        return self.tax if self.tax_inclusive else None


def of(answer: digitalriver.Checkout, *, tax_inclusive: bool, physical: bool) -> Totals:
    """The summary of a checkout as Digital River answered it."""

    def money(amount: Decimal) -> Money:
        return Money.rounded(amount, answer.currency)

    rows = [Row("items", _("Items"), money(_sum(answer, _line(tax_inclusive))))]
    if physical:
        rows.append(Row("delivery", _("Delivery"), money(_delivery(answer, tax_inclusive))))
    fees = _sum(answer, _fees) if tax_inclusive else answer.total_fees
    extras = (
        ("fees", _("Regulatory fees"), fees),
        ("duty", _("Duty"), answer.total_duty),
        ("importer_tax", _("Import tax"), answer.total_importer_tax),
    )
    rows += [Row(key, label, money(amount)) for key, label, amount in extras if amount]
    if not tax_inclusive:
        rows.append(Row("tax", _("Tax"), money(answer.total_tax)))
    return Totals(tuple(rows), money(answer.total_amount), money(answer.total_tax), tax_inclusive)


def line_amount(item: digitalriver.CheckoutItem, currency: str, *, tax_inclusive: bool) -> Money:
    """What a line costs, with its tax where prices include it."""
    return Money.rounded(_line(tax_inclusive)(item), currency)


def _line(tax_inclusive: bool) -> Callable[[digitalriver.CheckoutItem], Decimal]:
    if tax_inclusive:
        return lambda item: item.amount + item.tax.amount
    return lambda item: item.amount


def _fees(item: digitalriver.CheckoutItem) -> Decimal:
    return item.fees.amount + item.fees.tax_amount


def _delivery(answer: digitalriver.Checkout, tax_inclusive: bool) -> Decimal:
    if not tax_inclusive:
        return answer.total_shipping
    return _sum(answer, lambda item: item.shipping.amount + item.shipping.tax_amount)


def _sum(
    answer: digitalriver.Checkout, part: Callable[[digitalriver.CheckoutItem], Decimal]
) -> Decimal:
    return sum((part(item) for item in answer.items), start=Decimal(0))
