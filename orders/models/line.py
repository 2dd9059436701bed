"""A line of an order, frozen when the order was opened."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import MoneyField


class OrderLine(models.Model):
    """What was bought. `amount` is Digital River's figure for the whole line, net of tax in a
    tax-inclusive market; `unit_price` is the catalog price the shopper saw.

    `reserved_quantity` is on its way to Digital River in a fulfillment without an answer yet;
    `stock_taken` is what this line still holds of the SKU's stock.
    """

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku = models.ForeignKey(
        "storefront.Sku", models.SET_NULL, null=True, blank=True, related_name="order_lines"
    )
    sku_code = models.CharField(_("SKU"), max_length=100, db_index=True)
    name = models.CharField(_("name"), max_length=255)
    options = models.CharField(_("options"), max_length=255, blank=True)
    image = models.CharField(max_length=255, blank=True)
    physical = models.BooleanField(_("physical"), default=False)
    currency = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = MoneyField(_("unit price"))
    amount = MoneyField(_("amount"))
    tax_amount = MoneyField(_("tax"), default=0)
    tax_rate = models.DecimalField(max_digits=9, decimal_places=6, default=0)
    fees_amount = MoneyField(_("fees"), default=0)
    remote_id = models.CharField(
        _("Digital River item"), max_length=255, null=True, blank=True, db_index=True
    )
    remote_state = models.CharField(max_length=50, blank=True)
    shipped_quantity = models.PositiveIntegerField(_("shipped"), default=0)
    cancelled_quantity = models.PositiveIntegerField(_("cancelled"), default=0)
    reserved_quantity = models.PositiveIntegerField(default=0)
    stock_taken = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "position"]
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orderline_quantity_positive"),
            models.CheckConstraint(
                condition=Q(
                    quantity__gte=F("shipped_quantity")
                    + F("cancelled_quantity")
                    + F("reserved_quantity")
                ),
                name="orderline_not_more_than_ordered",
            ),
            models.UniqueConstraint(fields=["order", "position"], name="orderline_position_once"),
            models.UniqueConstraint(fields=["order", "remote_id"], name="orderline_remote_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_code}"

    @property
    def open_quantity(self) -> int:
        """How many can still be shipped or cancelled."""
        taken = self.shipped_quantity + self.cancelled_quantity + self.reserved_quantity
        return self.quantity - taken
