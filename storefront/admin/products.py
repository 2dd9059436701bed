"""Products with their SKUs, prices' shortcut, and pictures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import (
    TranslationAdmin,
    TranslationStackedInline,
    TranslationTabularInline,
)

from storefront import services
from storefront.admin.stock import SkuForm, save_sku
from storefront.models import Product, ProductImage, Sku


class PictureInline(TranslationTabularInline):
    model = ProductImage
    extra = 0
    fields = ["position", "path", "alt"]


class SkuInline(TranslationStackedInline):
    """What is bought. Prices have a page of their own, one click away."""

    model = Sku
    form = SkuForm
    extra = 0
    show_change_link = True
    filter_horizontal = ["option_values"]
    readonly_fields = ["standing", "price_list"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("code", "part_number"),
                    "label",
                    "option_values",
                    ("stock", "is_active", "position"),
                    "price_list",
                    "standing",
                ]
            },
        ),
        (
            _("Tax and customs"),
            {
                "fields": [
                    ("tax_code", "eccn", "country_of_origin"),
                    ("hs_code", "weight", "weight_unit"),
                    ("sku_group", "managed_fulfillment"),
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sku]:
        return super().get_queryset(request).prefetch_related("prices").select_related("product")

    @admin.display(description=_("can be sold"))
    def standing(self, sku: Sku) -> str:
        if not sku.pk:
            return "–"
        return " ".join(sku.gaps()) or str(_("Yes, nothing is missing."))

    @admin.display(description=_("prices"))
    def price_list(self, sku: Sku) -> str:
        if not sku.pk:
            return str(_("Save first, then add prices on the SKU's own page."))
        amounts = ", ".join(price.amount.format() for price in sku.prices.all()) or _("none yet")
        page = reverse("admin:storefront_sku_change", args=[sku.pk])
        return format_html('{} · <a href="{}">{}</a>', amounts, page, _("Change prices"))


class GapFilter(admin.SimpleListFilter):
    """Products that cannot be sold because something is missing."""

    title = _("completeness")
    parameter_name = "gaps"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("something is missing")), ("no", _("complete"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Product]) -> QuerySet[Product]:
        incomplete = Sku.objects.filter(~Sku.complete(), is_active=True).values("product")
        if self.value() == "yes":
            return rows.filter(pk__in=incomplete)
        if self.value() == "no":
            return rows.exclude(pk__in=incomplete)
        return rows


class StockFilter(admin.SimpleListFilter):
    """Products that are running out."""

    title = _("stock")
    parameter_name = "stock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("out", _("sold out")), ("low", _("five or fewer left"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Product]) -> QuerySet[Product]:
        least = {"out": 0, "low": 5}.get(self.value() or "")
        if least is None:
            return rows
        low = Sku.objects.filter(is_active=True, stock__lte=least).values("product")
        return rows.filter(pk__in=low)


@admin.register(Product)
class ProductAdmin(TranslationAdmin):
    list_display = ["name", "category", "brand", "sku_count", "missing", "is_active", "updated_at"]
    list_filter = ["category", GapFilter, StockFilter, "is_active", "is_featured"]
    search_fields = ["name_en", "name_de", "slug", "brand", "skus__code"]
    list_select_related = ["category"]
    list_per_page = 50
    show_full_result_count = False
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["category"]
    inlines = [SkuInline, PictureInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "summary", "description", "specification"]}),
        (
            _("Where it stands"),
            {"fields": [("store", "category"), "brand", ("is_active", "is_featured", "position")]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        incomplete = Q(skus__is_active=True) & (
            Q(skus__country_of_origin="")
            | (Q(skus__sku_group="") & (Q(skus__tax_code="") | Q(skus__eccn="")))
        )
        rows: QuerySet[Product] = super().get_queryset(request)
        return rows.annotate(
            all_skus=Count("skus", distinct=True),
            incomplete_skus=Count("skus", filter=incomplete, distinct=True),
        )

    @admin.display(description=_("SKUs"), ordering="all_skus")
    def sku_count(self, product: Any) -> int:
        count: int = product.all_skus
        return count

    @admin.display(description=_("missing"), ordering="incomplete_skus")
    def missing(self, product: Any) -> str:
        """In plain words, so that nobody has to open the product to learn it."""
        if not product.all_skus:
            return str(_("No SKU, so nothing can be bought."))
        if not product.incomplete_skus:
            return "–"
        gaps = {gap for sku in product.skus.select_related("product") for gap in sku.gaps()}
        return " ".join(sorted(gaps))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        form_field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name.startswith("summary") and form_field:
            form_field.widget = forms.Textarea(attrs={"rows": 2, "cols": 80})
        return form_field

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """SKUs are saved column by column, so that a sale in the meantime is not undone."""
        if formset.model is not Sku:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        for gone in formset.deleted_objects:
            gone.delete()
        saved = {id(sku) for sku in formset.new_objects}
        saved |= {id(sku) for sku, _fields in formset.changed_objects}
        for sku_form in formset.forms:
            if id(sku_form.instance) in saved:
                save_sku(request, sku_form.instance, sku_form)
        formset.save_m2m()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once everything is written: index for search, queue what Digital River should hear."""
        super().save_related(request, form, formsets, change)
        queued = services.product_saved(form.instance)
        if queued:
            self.message_user(request, _("Digital River will hear of %d changed SKUs.") % queued)
