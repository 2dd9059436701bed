"""Saving SKUs from a form that stood open while the shop went on selling.

The form remembers the stock that the clerk saw. What is written is the difference the clerk made,
and of the other columns only those that were edited.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from storefront.models import Sku

MOST = 2_147_483_647


def stock_field() -> forms.IntegerField:
    """A stock input with the number as it was shown in a hidden field beside it."""
    return forms.IntegerField(
        label=_("Stock"),
        required=False,
        min_value=0,
        max_value=MOST,
        show_hidden_initial=True,
        widget=forms.NumberInput(attrs={"class": "vIntegerField"}),
        help_text=_("Leave empty when it never runs out."),
    )


class StockForm(forms.ModelForm):
    """A row of the SKU list."""

    stock = stock_field()

    class Meta:
        model = Sku
        fields = ["stock", "is_active"]


class SkuForm(forms.ModelForm):
    """Proposes the documented tax codes without refusing others: Digital River adds new ones."""

    stock = stock_field()

    class Meta:
        model = Sku
        exclude: list[str] = []  # the admin's fieldsets choose
        widgets = {"tax_code": forms.TextInput(attrs={"list": "tax-codes", "autocomplete": "off"})}


def save_sku(request: HttpRequest, sku: Sku, form: forms.ModelForm) -> None:
    """Writes a new SKU whole, and of a known one only what the clerk changed."""
    if sku._state.adding:
        sku.save()
        return
    edited = [name for name in form.changed_data if name in _COLUMNS]
    if "stock" in edited:
        seen = _seen_stock(form)
        if seen is not None and sku.stock is not None:
            edited.remove("stock")
            _move(request, sku, sku.stock - seen)
    if edited:
        sku.save(update_fields=edited)


_COLUMNS = {field.name for field in Sku._meta.concrete_fields}


def _seen_stock(form: forms.ModelForm) -> int | None:
    """The stock on the clerk's screen; None when it was unlimited or not sent along."""
    shown = form.data.get(form.add_initial_prefix("stock"), "")
    return int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 11 else None


def _move(request: HttpRequest, sku: Sku, by: int) -> None:
    moved = Sku.objects.filter(pk=sku.pk, stock__gte=max(0, -by)).update(stock=F("stock") + by)
    if not moved:
        text = _("The stock of %s was sold meanwhile and was left alone.")
        messages.error(request, text % sku.code)
    sku.refresh_from_db(fields=["stock"])
