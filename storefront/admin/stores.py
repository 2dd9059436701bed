"""Stores, markets, delivery methods and ship-from addresses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

import digitalriver
from core import vendor
from storefront.admin.money import MoneyForm, amount_field
from storefront.models import DeliveryMethod, Market, ShipFrom, Store


class ShipFromInline(admin.StackedInline):
    model = ShipFrom
    extra = 0
    fields = [
        ("name", "market", "is_default"),
        ("country", "state", "postal_code"),
        ("city", "line1"),
    ]


@admin.register(Store)
class StoreAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "credentials", "default_entity", "contact_email"]
    readonly_fields = ["secret_key", "public_key"]
    inlines = [ShipFromInline]

    @admin.display(description=_("Secret key"))
    def secret_key(self, store: Store) -> str:
        """Masked: enough to tell two keys apart. The key itself lives in the settings alone."""
        keys = _keys(store)
        return digitalriver.masked_key(keys.secret_key) if keys else "-"

    @admin.display(description=_("Public key"))
    def public_key(self, store: Store) -> str:
        """As every payment page shows it."""
        keys = _keys(store)
        return keys.public_key if keys else "-"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def _keys(store: Store) -> vendor.Credentials | None:
    """The keys that the store names; None where the settings know no such name."""
    try:
        return vendor.keys_of(store.credentials)
    except ImproperlyConfigured:
        return None


class DeliveryMethodForm(MoneyForm):
    money_fields = {"price": True}
    price = amount_field(_("Price"), required=True, least=Decimal(0))

    class Meta:
        model = DeliveryMethod
        exclude: list[str] = []  # the admin's field list chooses


class DeliveryMethodInline(TranslationStackedInline):
    model = DeliveryMethod
    form = DeliveryMethodForm
    extra = 0
    fields = [
        ("code", "service_level"),
        "name",
        "description",
        ("price", "currency"),
        ("min_days", "max_days"),
        ("is_active", "is_default", "position"),
    ]


@admin.register(Market)
class MarketAdmin(TranslationAdmin):
    list_display = ["name", "code", "country", "currency", "tax_inclusive", "is_default"]
    list_filter = ["store", "currency"]
    inlines = [DeliveryMethodInline]
    fieldsets = [
        (None, {"fields": [("store", "code"), "name", ("is_default", "position")]}),
        (
            _("What it sells in"),
            {
                "fields": [
                    ("country", "currency", "tax_inclusive"),
                    "countries",
                    "languages",
                    "time_zone",
                ]
            },
        ),
        (_("Seller"), {"fields": ["entity"]}),
    ]


@admin.register(DeliveryMethod)
class DeliveryMethodAdmin(TranslationAdmin):
    form = DeliveryMethodForm
    list_display = ["name", "market", "amount", "days", "is_default", "is_active"]
    list_filter = ["market", "is_active"]
    list_select_related = ["market"]

    @admin.display(description=_("price"), ordering="price")
    def amount(self, method: Any) -> str:
        formatted: str = method.price.format()
        return formatted

    @admin.display(description=_("days"))
    def days(self, method: DeliveryMethod) -> str:
        return f"{method.min_days}–{method.max_days}"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # they are edited inside their market
