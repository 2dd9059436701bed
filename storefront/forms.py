"""Turns what comes with a URL into filters, a search text, and a page number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import Money, digits
from storefront.catalog import Filters
from storefront.models import Market

LONGEST_SEARCH = 100
MOST_MONEY = Decimal(9999999)


KINDS = [
    ("", _("Everything")),
    ("digital", _("Downloads")),
    ("physical", _("Shipped goods")),
]
SORTS = [
    ("", _("Recommended")),
    ("price", _("Price, low to high")),
    ("-price", _("Price, high to low")),
    ("name", _("Name")),
    ("new", _("Newest")),
]


class FilterForm(forms.Form):
    """Filters of a list. Prices are typed in the market's currency, fractions as it has them."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=KINDS,
    )
    low = forms.DecimalField(
        label=pgettext_lazy("price", "From"), required=False, min_value=Decimal(0)
    )
    high = forms.DecimalField(
        label=pgettext_lazy("price", "To"), required=False, min_value=Decimal(0)
    )
    stock = forms.BooleanField(label=_("In stock only"), required=False)
    sale = forms.BooleanField(label=_("On sale"), required=False)
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=SORTS,
    )

    def __init__(self, data: Any, market: Market) -> None:
        super().__init__(data)
        self.market = market

    def clean_low(self) -> Decimal | None:
        return self._price("low")

    def clean_high(self) -> Decimal | None:
        return self._price("high")

    def _price(self, name: str) -> Decimal | None:
        """A price within reason, rounded to the currency's digits."""
        value: Decimal | None = self.cleaned_data.get(name)
        if value is None:
            return None
        if value > MOST_MONEY:
            raise forms.ValidationError(_("That price is too high."))
        return Money.rounded(value, self.market.currency).amount

    def filters(self) -> Filters:
        """The filters that were understood; call after is_valid()."""
        clean = self.cleaned_data
        return Filters(
            kind=clean.get("kind", ""),
            low=self._minor(clean.get("low")),
            high=self._minor(clean.get("high")),
            in_stock=clean.get("stock", False),
            on_sale=clean.get("sale", False),
            sort=clean.get("sort", ""),
        )

    def _minor(self, amount: Decimal | None) -> int | None:
        return None if amount is None else int(amount.scaleb(digits(self.market.currency)))


@dataclass(frozen=True, slots=True)
class Panel:
    """The filters beside a list: what was understood, what was typed, and what was wrong."""

    filters: Filters
    low: str = ""
    high: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    kinds = KINDS
    sorts = SORTS


def filter_panel(query: QueryDict, market: Market) -> Panel:
    """The filters of a URL. Most lists have none, and need no form to say so."""
    if not any(name in query for name in FilterForm.base_fields):
        return Panel(Filters())
    form = FilterForm(query, market)
    form.is_valid()
    errors = [(str(form[name].label), str(text)) for name, [text, *_] in form.errors.items()]
    typed = {name: query.get(name, "")[:40] for name in ("low", "high")}
    return Panel(form.filters(), typed["low"], typed["high"], tuple(errors))


class SearchForm(forms.Form):
    """The search text: bounded, because the time to look it up grows with it."""

    q = forms.CharField(label=_("Search"), required=False, max_length=LONGEST_SEARCH)


def page_number(value: str) -> int | None:
    """The page asked for, 1 when none was; None for anything that cannot be a page."""
    if not value:
        return 1
    if not value.isascii() or not value.isdecimal() or len(value) > 5:
        return None
    return int(value) or None
