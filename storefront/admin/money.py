"""Amounts in forms are typed in major units; the database and ``Money`` keep the exact rest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.money import Money, digits

LARGEST = Decimal("9999999.99")


class MoneyForm(forms.ModelForm):
    """A form for a row with a ``currency``: its ``money_fields`` are decimals of that currency.

    Says so when an amount has more digits than the currency: JPY 10.50 is refused, not rounded.
    """

    money_fields: dict[str, bool] = {}  # name -> required

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.money_fields:
            value = getattr(self.instance, name, None) if self.instance.pk else None
            if isinstance(value, Money):
                self.initial[name] = value.amount

    def clean(self) -> dict[str, Any]:
        """Turns the typed decimals into Money."""
        cleaned = super().clean() or self.cleaned_data
        currency = cleaned.get("currency")
        for name in self.money_fields:
            amount = cleaned.get(name)
            if not isinstance(amount, Decimal):
                continue
            if not currency:
                cleaned[name] = None
                continue
            try:
                cleaned[name] = Money(amount, currency)
            except ValueError:
                self.add_error(name, self._too_precise(currency))
        self._forget_old_money(currency)
        return cleaned

    def _forget_old_money(self, currency: str | None) -> None:
        """A changed currency would clash with the amounts that the row still holds."""
        if currency and self.instance.currency != currency:
            for name in self.money_fields:
                self.instance.__dict__[name] = None
            self.instance.currency = currency

    @staticmethod
    def _too_precise(currency: str) -> str:
        places = digits(currency)
        if not places:
            return _("%(currency)s has no decimals.") % {"currency": currency}
        return _("%(currency)s has %(places)s decimals.") % {"currency": currency, "places": places}


def amount_field(label: Any, *, required: bool, least: Decimal) -> forms.DecimalField:
    """A decimal input for one amount."""
    return forms.DecimalField(
        label=label, required=required, min_value=least, max_value=LARGEST, max_digits=12
    )
