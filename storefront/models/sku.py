"""SKUs, the things that are bought, and their prices."""

# modeltranslation makes the managers while Django starts: the plugin finds no class for them.
# mypy: disable-error-code="django-manager-missing"

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import MoneyField
from storefront import validators
from storefront.models.catalog import OptionValue, Product
from storefront.models.store import Market
from storefront.tax_codes import looks_physical


class Sku(models.Model):
    """One buyable variant of a product; ``code`` is its id at Digital River.

    ``stock`` null means unlimited. ``physical`` is Digital River's word, null before the first
    answer; read ``is_physical``. ``synced_hash`` is the fingerprint of what was last sent.
    """

    class WeightUnit(models.TextChoices):
        OUNCE = "oz", _("oz")
        POUND = "lb", _("lb")
        GRAM = "g", _("g")
        KILOGRAM = "kg", _("kg")

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="skus", verbose_name=_("product")
    )
    code = models.CharField(
        _("SKU code"), max_length=64, unique=True, validators=[validators.validate_sku_code]
    )
    label = models.CharField(_("label"), max_length=120, blank=True)
    option_values = models.ManyToManyField(
        OptionValue, blank=True, related_name="skus", verbose_name=_("options")
    )
    eccn = models.CharField(
        _("ECCN"), max_length=20, blank=True, help_text=_("Export class, for example EAR99.")
    )
    tax_code = models.CharField(_("tax code"), max_length=20, blank=True)
    country_of_origin = models.CharField(
        _("country of origin"), max_length=2, blank=True, validators=[validators.validate_country]
    )
    hs_code = models.CharField(
        _("HS code"), max_length=12, blank=True, validators=[validators.validate_hs_code]
    )
    part_number = models.CharField(_("part number"), max_length=64, blank=True)
    weight = models.DecimalField(
        _("weight"), max_digits=10, decimal_places=3, null=True, blank=True
    )
    weight_unit = models.CharField(
        _("weight unit"), max_length=2, choices=WeightUnit, default=WeightUnit.GRAM, blank=True
    )
    managed_fulfillment = models.CharField(
        _("fulfillment coordinator"),
        max_length=40,
        choices=[("DRGlobalFulfillment", "Digital River Global Fulfillment")],
        blank=True,
    )
    sku_group = models.CharField(
        _("SKU group"),
        max_length=64,
        blank=True,
        help_text=_("With a group, Digital River keeps tax code and ECCN."),
    )
    stock = models.PositiveIntegerField(
        _("stock"), null=True, blank=True, help_text=_("Leave empty when it never runs out.")
    )
    physical = models.BooleanField(_("physical"), null=True, editable=False)
    synced_hash = models.CharField(max_length=64, blank=True, editable=False)
    synced_at = models.DateTimeField(_("last sent"), null=True, editable=False)
    sync_error = models.TextField(_("refused because"), blank=True, editable=False)
    is_active = models.BooleanField(_("for sale"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("SKU")
        verbose_name_plural = _("SKUs")
        ordering = ["product", "position", "id"]
        constraints = [
            # The last line of defence against overselling: stock.take relies on it in a race.
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(stock__gte=0),
                name="storefront_sku_stock_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gt=0),
                name="storefront_sku_weight_positive",
                violation_error_message=_("The weight must be more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_physical(self) -> bool:
        """Whether it is shipped: Digital River's word, else a guess by the tax code."""
        return looks_physical(self.tax_code) if self.physical is None else self.physical

    def gaps(self) -> list[str]:
        """What Digital River needs and this SKU lacks, in plain words; empty when complete.

        Source: product-management/creating-and-updating-skus.md.
        """
        gaps = []
        if not self.product.name:
            gaps.append(gettext("The product has no name."))
        if not self.country_of_origin:
            gaps.append(gettext("Country of origin is missing."))
        if not self.sku_group:
            if not self.tax_code:
                gaps.append(gettext("Tax code is missing."))
            if not self.eccn:
                gaps.append(gettext("ECCN is missing."))
        return gaps

    @staticmethod
    def complete() -> Q:
        """The same rule as ``gaps`` for queries on SKUs (a product always has a name there)."""
        return ~Q(country_of_origin="") & (~Q(sku_group="") | (~Q(tax_code="") & ~Q(eccn="")))

    def price_in(self, currency: str) -> Price | None:
        """The price in this currency; None means it is not sold there. Uses prefetched prices."""
        return next((price for price in self.prices.all() if price.currency == currency), None)

    def is_sellable(self, market: Market) -> bool:
        """Whether this market may sell it; says nothing about stock."""
        return (
            self.is_active
            and self.product.is_active
            and not self.gaps()
            and self.price_in(market.currency) is not None
        )


class Price(models.Model):
    """Price of a SKU in one currency; ``list_amount`` is the former price of a sale.

    Markets that share a currency share the price; whether tax is in it is the market's business.
    """

    sku = models.ForeignKey(Sku, models.CASCADE, related_name="prices", verbose_name=_("SKU"))
    currency = models.CharField(
        _("currency"), max_length=3, validators=[validators.validate_currency]
    )
    amount = MoneyField(_("price"), currency_field="currency")
    list_amount = MoneyField(_("former price"), currency_field="currency", null=True, blank=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(fields=["sku", "currency"], name="storefront_price_currency"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="storefront_price_positive",
                violation_error_message=_("The price must be more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(list_amount__isnull=True) | Q(list_amount__gt=F("amount")),
                name="storefront_price_sale_is_lower",
                violation_error_message=_("The former price must be higher than the price."),
            ),
        ]
        indexes = [
            # Price filters and sorting of lists.
            models.Index(fields=["currency", "amount"], name="storefront_price_amount"),
        ]

    def __str__(self) -> str:
        return str(self.amount)
