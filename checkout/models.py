"""The cart, what the shopper told us for it, and the remote checkouts that were made of it.

A cart's contents and a shopper's details outlive a remote checkout: after a refusal a new one is
made from the same cart and details, under a new number.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

import digitalriver
from core.fields import MoneyField
from orders.numbers import new_token
from orders.snapshots import AddressSnapshot
from storefront.models import Sku, Store


class Cart(models.Model):
    """What somebody is about to buy. ``token`` (128 random bits) lives in the browser's cookie.

    ``version`` grows with every change of the contents. Whether a cart may still be bought is not
    stored here: it is derived from the orders that name its token (checkout/carts.py).
    """

    store = models.ForeignKey(Store, models.CASCADE, related_name="+")
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    market_code = models.CharField(_("market"), max_length=20)
    currency = models.CharField(_("currency"), max_length=3)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="carts"
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")

    def __str__(self) -> str:
        return f"{_('cart')} {self.pk}"


class CartLine(models.Model):
    """One SKU in a cart. ``seen_price`` is what the shopper last saw for it, in ``currency``."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    sku = models.ForeignKey(Sku, models.CASCADE, related_name="+", verbose_name=_("SKU"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    saved_for_later = models.BooleanField(_("saved for later"), default=False)
    currency = models.CharField(_("currency"), max_length=3)
    seen_price = MoneyField(_("price last seen"), currency_field="currency")

    class Meta:
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "sku"], name="checkout_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="checkout_line_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}"


class Details(models.Model):
    """Contact, addresses and delivery choice as the shopper gave them, once for a cart.

    Addresses are ``AddressSnapshot.as_json``; ``bill_to`` is null while billing is the same.
    """

    cart = models.OneToOneField(Cart, models.CASCADE, related_name="details")
    email = models.EmailField(_("e-mail address"))
    ship_to = models.JSONField(_("delivery address"), null=True)
    bill_to = models.JSONField(_("billing address"), null=True)
    delivery_code = models.CharField(_("delivery method"), max_length=40, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("checkout details")
        verbose_name_plural = _("checkout details")

    def __str__(self) -> str:
        return self.email

    @property
    def shipping(self) -> AddressSnapshot | None:
        """Where it is sent; None for a digital cart's details."""
        return AddressSnapshot(**self.ship_to) if self.ship_to else None

    @property
    def billing(self) -> AddressSnapshot | None:
        """Who is billed: the own billing address, else the delivery address."""
        return AddressSnapshot(**self.bill_to) if self.bill_to else self.shipping


class Checkout(models.Model):
    """One checkout at Digital River, made of one version of a cart.

    ``number`` is its upstreamId and becomes the order's number. ``basket`` is what was sent as
    items; ``sent`` is the rest of what Digital River is known to hold (null: not sure, send it all
    again); ``remote`` is its latest answer as it came, without secrets.
    """

    class State(models.TextChoices):
        OPENING = "opening", _("Being opened")
        OPEN = "open", _("Open")
        DROPPED = "dropped", _("Dropped")

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="checkouts", verbose_name=_("cart"))
    cart_version = models.PositiveIntegerField(_("cart version"))
    number = models.CharField(_("number"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPENING, editable=False
    )
    remote_id = models.CharField(_("remote id"), max_length=64, null=True, unique=True)
    market_code = models.CharField(_("market"), max_length=20)
    currency = models.CharField(_("currency"), max_length=3)
    tax_inclusive = models.BooleanField(_("prices include tax"))
    browser_ip = models.GenericIPAddressField(_("browser address"), null=True)
    basket = models.JSONField(_("items"), default=list)
    sent = models.JSONField(_("sent"), null=True)
    remote = models.JSONField(_("answer"), null=True)
    source = models.JSONField(_("payment source"), null=True)
    problem = models.CharField(_("last problem"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="open") | Q(remote_id__isnull=False),
                name="checkout_open_has_remote_id",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def answer(self) -> digitalriver.Checkout:
        """Digital River's latest answer, typed. Raises ValueError before the first one."""
        if self.remote is None:
            raise ValueError(f"checkout {self.number} has no answer yet")
        return msgspec.convert(self.remote, digitalriver.Checkout, strict=False)

    def remember(self, answer: digitalriver.Checkout) -> None:
        """Keeps the answer on this row (not saved yet), without the session's secret."""
        self.remote = without_secrets(msgspec.to_builtins(answer))
        self.remote_id = answer.id

    @property
    def is_ready_to_order(self) -> bool:
        """Whether the payment session can be turned into an order.

        Source: integration-options/checkouts/creating-checkouts/payment-sessions.md.
        """
        session = self.answer.payment.session if self.remote else None
        return (
            session is not None
            and session.state == "requires_confirmation"
            and session.amount_remaining_to_be_contributed == 0
            and self.source is not None
        )

    @property
    def takes_a_source(self) -> bool:
        """Whether a payment source can be attached, or pays already: else it is a dead end."""
        session = self.answer.payment.session if self.remote else None
        waits = session is not None and session.state == "requires_source"
        return waits or self.is_ready_to_order


def without_secrets(answer: Any) -> Any:
    """The same JSON without client secrets, at any depth."""
    if isinstance(answer, dict):
        return {
            key: without_secrets(value) for key, value in answer.items() if key != "clientSecret"
        }
    if isinstance(answer, list):
        return [without_secrets(each) for each in answer]
    return answer
