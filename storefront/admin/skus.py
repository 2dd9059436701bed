"""SKUs with their prices, their stock, and how they stand with Digital River."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from storefront import services, skus
from storefront.admin.money import MoneyForm, amount_field
from storefront.admin.stock import SkuForm, StockForm, save_sku
from storefront.models import Price, Sku
from storefront.tax_codes import TAX_CODES

COLOURS = {
    skus.State.CURRENT: "success",
    skus.State.WAITING: "info",
    skus.State.INCOMPLETE: "warning",
    skus.State.REFUSED: "danger",
}


class PriceForm(MoneyForm):
    money_fields = {"amount": True, "list_amount": False}
    amount = amount_field(_("Price"), required=True, least=Decimal("0.01"))
    list_amount = amount_field(_("Former price"), required=False, least=Decimal("0.01"))

    class Meta:
        model = Price
        fields = ["currency", "amount", "list_amount"]


class PriceInline(admin.TabularInline):
    model = Price
    form = PriceForm
    extra = 1


class SyncFilter(admin.SimpleListFilter):
    """How the SKU stands with Digital River, as far as the row alone tells."""

    title = _("Digital River")
    parameter_name = "sync"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("incomplete", _("incomplete, not sent")),
            ("refused", _("refused")),
            ("never", _("never sent")),
            ("sent", _("sent")),
        ]

    def queryset(self, request: HttpRequest, rows: QuerySet[Sku]) -> QuerySet[Sku]:
        wanted = self.value()
        if wanted == "incomplete":
            return rows.exclude(Sku.complete())
        if wanted == "refused":
            return rows.exclude(sync_error="")
        if wanted == "never":
            return rows.filter(Sku.complete(), synced_at=None)
        return rows.exclude(synced_at=None) if wanted == "sent" else rows


@admin.register(Sku)
class SkuAdmin(TranslationAdmin):
    form = SkuForm
    change_list_template = "admin/storefront/sku/change_list.html"
    list_display = ["code", "product", "standing", "stock", "is_active", "kind", "synced_at"]
    list_editable = ["stock", "is_active"]
    list_filter = [SyncFilter, "is_active", "physical", "product__category"]
    search_fields = ["code", "part_number", "product__name_en", "product__name_de"]
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields = ["product"]
    filter_horizontal = ["option_values"]
    inlines = [PriceInline]
    readonly_fields = ["standing", "kind", "synced_at", "sync_error", "known_tax_codes"]
    actions = ["send"]
    fieldsets = [
        (None, {"fields": ["product", "code", "label", "option_values"]}),
        (_("Stock"), {"fields": [("stock", "is_active", "position")]}),
        (
            _("Tax and customs"),
            {
                "fields": [
                    ("tax_code", "eccn", "country_of_origin"),
                    ("hs_code", "part_number"),
                    ("weight", "weight_unit"),
                    ("sku_group", "managed_fulfillment"),
                    "known_tax_codes",
                ]
            },
        ),
        (_("Digital River"), {"fields": ["standing", "kind", "synced_at", "sync_error"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sku]:
        return skus.with_payload_data(super().get_queryset(request))

    def get_urls(self) -> list[Any]:
        sync = path(
            "sync/", self.admin_site.admin_view(self.sync_all), name="storefront_sku_sync_all"
        )
        return [sync, *super().get_urls()]

    @admin.display(description=_("Digital River"))
    def standing(self, sku: Sku) -> str:
        """State as a word, and the reason where it is not OK."""
        if not sku.pk:
            return "–"
        state = skus.state(sku)
        reason = " ".join(sku.gaps()) or sku.sync_error
        return format_html(
            '<span class="status status--{}">{}</span> {}', COLOURS[state], state.label, reason
        )

    @admin.display(description=_("kind"))
    def kind(self, sku: Sku) -> str:
        word = _("shipped") if sku.is_physical else _("download")
        return str(word) if sku.physical is not None else f"{word} ({_('our guess')})"

    @admin.display(description=_("known tax codes"))
    def known_tax_codes(self, sku: Sku) -> str:
        options = format_html_join("", '<option value="{}">{}</option>', TAX_CODES)
        listed = format_html_join(", ", "{} {}", TAX_CODES)
        return format_html('<datalist id="tax-codes">{}</datalist>{}', options, listed)

    @admin.action(description=_("Send to Digital River"), permissions=["change"])
    def send(self, request: HttpRequest, rows: QuerySet[Sku]) -> None:
        self._queue(request, rows)

    def sync_all(self, request: HttpRequest) -> HttpResponse:
        """Queues the whole catalog; the list then reports on each SKU."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if self.has_change_permission(request):
            self._queue(request, Sku.objects.all())
        return HttpResponseRedirect(reverse("admin:storefront_sku_changelist"))

    def _queue(self, request: HttpRequest, rows: QuerySet[Sku]) -> None:
        chosen = list(skus.with_payload_data(rows))
        queued = skus.queue_changed(chosen, everything=True)
        left_out = len(chosen) - queued
        text = ngettext(
            "%d SKU will be sent. This list says what became of it.",
            "%d SKUs will be sent. This list says what became of each.",
            queued,
        )
        messages.success(request, text % queued)
        if left_out:
            text = ngettext(
                "%d SKU is incomplete and stays here.",
                "%d SKUs are incomplete and stay here.",
                left_out,
            )
            messages.warning(request, text % left_out)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.product_saved(form.instance.product)

    def save_model(self, request: HttpRequest, sku: Any, form: Any, change: bool) -> None:
        save_sku(request, sku, form)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=StockForm, **kwargs)
