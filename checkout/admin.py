"""Remote checkouts for staff, to look at: where a shopper got stuck and what was said there."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from checkout.models import Checkout
from core.admin_base import ReadOnlyAdmin


@admin.register(Checkout)
class CheckoutAdmin(ReadOnlyAdmin):
    """Read-only: a checkout is the shopper's, and Digital River's answer is what it is."""

    list_display = ["number", "state", "email", "market_code", "currency", "problem", "updated_at"]
    list_filter = ["state", "market_code", ("problem", admin.EmptyFieldListFilter)]
    list_select_related = ["cart__details"]
    search_fields = ["number", "remote_id", "cart__details__email"]
    fields = [
        "number",
        "state",
        "email",
        "remote_id",
        "market_code",
        "currency",
        "tax_inclusive",
        "basket",
        "source",
        "problem",
        "created_at",
        "updated_at",
    ]

    @admin.display(description=_("e-mail address"))
    def email(self, checkout: Checkout) -> str:
        details = getattr(checkout.cart, "details", None)
        return details.email if details else ""
