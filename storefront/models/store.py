"""Stores, markets, delivery methods and ship-from addresses: rows that a merchant edits."""

# modeltranslation makes the managers while Django starts: the plugin finds no class for them.
# mypy: disable-error-code="django-manager-missing"

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import MoneyField
from storefront import validators
from storefront.entities import entity_choices, entity_name


class Store(models.Model):
    """A shop with its own Digital River account; the demo has one."""

    name = models.CharField(_("name"), max_length=100)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    credentials = models.SlugField(
        _("credentials"),
        max_length=40,
        default="default",
        help_text=_("Name of the key pair in the settings; keys themselves never live here."),
    )
    default_entity = models.CharField(
        _("default selling entity"),
        max_length=40,
        choices=entity_choices,
        help_text=_("Named as the seller until Digital River has chosen one for the order."),
    )
    contact_email = models.EmailField(_("contact e-mail"))
    contact_phone = models.CharField(_("contact phone"), max_length=40, blank=True)
    terms_url = models.URLField(_("terms page"), blank=True)

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")

    def __str__(self) -> str:
        return self.name


class Market(models.Model):
    """Where the store sells and how: country, currency, languages, time zone, tax in prices.

    ``country`` is the one preselected in the address form; ``countries`` are all that orders of
    this market ship and bill to.
    """

    store = models.ForeignKey(
        Store, models.CASCADE, related_name="markets", verbose_name=_("store")
    )
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    country = models.CharField(_("country"), max_length=2, validators=[validators.validate_country])
    countries = models.JSONField(
        _("ships and bills to"), default=list, validators=[validators.validate_countries]
    )
    currency = models.CharField(
        _("currency"), max_length=3, validators=[validators.validate_currency]
    )
    languages = models.JSONField(
        _("languages"), default=list, validators=[validators.validate_languages]
    )
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="UTC", validators=[validators.validate_time_zone]
    )
    tax_inclusive = models.BooleanField(_("prices include tax"), default=False)
    entity = models.CharField(
        _("expected selling entity"),
        max_length=40,
        choices=entity_choices,
        blank=True,
        help_text=_("Shown on product pages. Digital River decides at checkout."),
    )
    is_default = models.BooleanField(_("default market"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["store", "code"], name="storefront_market_code"),
            models.UniqueConstraint(
                fields=["store"],
                condition=Q(is_default=True),
                name="storefront_market_one_default",
                violation_error_message=_("Another market already is the default."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.currency})"

    def clean(self) -> None:
        """Raises ValidationError when the market does not ship to its own country."""
        if isinstance(self.countries, list) and self.country not in self.countries:
            raise ValidationError({"countries": _("Include the market's own country.")})

    @property
    def seller_name(self) -> str:
        """Name of the selling entity to expect, for product pages."""
        return entity_name(self.entity or self.store.default_entity)

    def ship_from(self) -> ShipFrom | None:
        """The address that this market's goods leave from: its own, else the store's default."""
        own_first = ShipFrom.objects.filter(store=self.store_id).filter(
            Q(market=self) | Q(market=None, is_default=True)
        )
        return own_first.order_by(F("market").asc(nulls_last=True)).first()


class DeliveryMethod(models.Model):
    """A way to send physical goods within a market, with its price in the market's currency."""

    market = models.ForeignKey(
        Market, models.CASCADE, related_name="delivery_methods", verbose_name=_("market")
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("description"), max_length=200, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, validators=[validators.validate_currency]
    )
    price = MoneyField(_("price"), currency_field="currency")
    service_level = models.CharField(
        _("service level"),
        max_length=40,
        help_text=_("What Digital River is told, for example SG for standard ground."),
    )
    min_days = models.PositiveSmallIntegerField(_("earliest day"))
    max_days = models.PositiveSmallIntegerField(_("latest day"))
    is_default = models.BooleanField(_("preselected"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("delivery method")
        verbose_name_plural = _("delivery methods")
        ordering = ["market", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["market", "code"], name="storefront_delivery_code"),
            models.UniqueConstraint(
                fields=["market"],
                condition=Q(is_default=True),
                name="storefront_delivery_one_default",
                violation_error_message=_("Another delivery method already is preselected."),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0), name="storefront_delivery_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(max_days__gte=F("min_days")),
                name="storefront_delivery_days_in_order",
                violation_error_message=_("The latest day cannot come before the earliest."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError when the price is not in the market's currency."""
        if self.market_id and self.currency != self.market.currency:
            raise ValidationError({"currency": _("Use the market's own currency.")})


class ShipFrom(models.Model):
    """An address that goods leave from; with a market it serves only that one.

    The pair of ship-from and ship-to country is what Digital River chooses the selling entity by,
    so each market may have its own. Source: creating-checkouts/selling-entities.md.
    """

    store = models.ForeignKey(
        Store, models.CASCADE, related_name="ship_from_addresses", verbose_name=_("store")
    )
    market = models.OneToOneField(
        Market,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="own_ship_from",
        verbose_name=_("market"),
    )
    name = models.CharField(_("name"), max_length=80)
    country = models.CharField(_("country"), max_length=2, validators=[validators.validate_country])
    state = models.CharField(_("state"), max_length=40, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    line1 = models.CharField(_("address"), max_length=200, blank=True)
    is_default = models.BooleanField(_("default"), default=False)

    class Meta:
        verbose_name = _("ship-from address")
        verbose_name_plural = _("ship-from addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["store"],
                condition=Q(is_default=True),
                name="storefront_shipfrom_one_default",
                violation_error_message=_("Another ship-from address already is the default."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"

    def address(self) -> dict[str, str]:
        """The address as Digital River's ``shipFrom.address``; empty parts are left out."""
        parts = {
            "line1": self.line1,
            "city": self.city,
            "state": self.state,
            "postalCode": self.postal_code,
            "country": self.country,
        }
        return {key: value for key, value in parts.items() if value}
