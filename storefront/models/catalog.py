"""Categories, products, their pictures, and the options that tell a product's SKUs apart."""

# modeltranslation makes the managers while Django starts: the plugin finds no class for them.
# mypy: disable-error-code="django-manager-missing"

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storefront import validators
from storefront.models.store import Store


class Category(models.Model):
    """A shelf of the shop; shelves may stand inside another one."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent category"),
    )
    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    image = models.CharField(_("picture"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:category", args=[self.slug])


class Product(models.Model):
    """What a shopper reads about and chooses; what is bought is one of its SKUs."""

    store = models.ForeignKey(
        Store, models.CASCADE, related_name="products", verbose_name=_("store")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="products", verbose_name=_("category")
    )
    brand = models.CharField(_("brand"), max_length=80, blank=True)
    specification = models.JSONField(
        _("specification"),
        default=list,
        blank=True,
        validators=[validators.validate_specification],
        help_text=_('Pairs of label and value, for example [["Format", "VST3, AU"]].'),
    )
    is_active = models.BooleanField(_("shown in the shop"), default=True)
    is_featured = models.BooleanField(_("on the home page"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["position", "id"]
        indexes = [
            # Lists show active products of a category in the merchant's order.
            models.Index(
                fields=["category", "is_active", "position"], name="storefront_product_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:product", args=[self.slug])

    @property
    def kind(self) -> str:
        """``digital``, ``physical`` or ``mixed``, by its SKUs; empty without any."""
        kinds = {sku.is_physical for sku in self.skus.all()}
        if len(kinds) > 1:
            return "mixed"
        return {True: "physical", False: "digital"}[kinds.pop()] if kinds else ""


class ProductImage(models.Model):
    """A picture among the static files; position 0 is the one that lists show."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="images", verbose_name=_("product")
    )
    path = models.CharField(
        _("picture"), max_length=200, help_text=_("Path among the static files.")
    )
    alt = models.CharField(_("alternative text"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "position"], name="storefront_image_position"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class Option(models.Model):
    """A question that choosing a SKU answers: which licence, colour or length."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class OptionValue(models.Model):
    """One answer to an option: studio, graphite, 3 m."""

    option = models.ForeignKey(
        Option, models.CASCADE, related_name="values", verbose_name=_("option")
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("option value")
        verbose_name_plural = _("option values")
        ordering = ["option", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["option", "code"], name="storefront_optionvalue_code"),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.name}"
