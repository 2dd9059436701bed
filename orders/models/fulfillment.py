"""Shipments, as told to Digital River."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Fulfillment(models.Model):
    """One POST /fulfillments, ours or somebody else's (the vendor's dashboard).

    `key` is made before the first try and never reused: the same form sent twice is the same
    shipment. `sending` means the outcome is not known yet and the quantities are reserved.
    """

    class State(models.TextChoices):
        SENDING = "sending", _("Being sent to Digital River")
        SENT = "sent", _("Shipped")
        FAILED = "failed", _("Refused")

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="fulfillments")
    key = models.CharField(max_length=64, unique=True)
    remote_id = models.CharField(
        _("Digital River id"), max_length=255, unique=True, null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.SENDING
    )
    tracking_company = models.CharField(_("carrier"), max_length=100, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=100, blank=True)
    tracking_url = models.URLField(_("tracking link"), max_length=500, blank=True)
    failure = models.TextField(blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(remote_id__isnull=False),
                name="fulfillment_sent_has_remote_id",
            ),
        ]

    def __str__(self) -> str:
        return self.remote_id or self.key


class FulfillmentLine(models.Model):
    """How many of a line were shipped (captures money) or cancelled (voids it)."""

    fulfillment = models.ForeignKey(Fulfillment, models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.OrderLine", models.PROTECT, related_name="fulfillment_lines")
    quantity = models.PositiveIntegerField(default=0)
    cancel_quantity = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) | Q(cancel_quantity__gt=0),
                name="fulfillmentline_not_empty",
            ),
            models.UniqueConstraint(
                fields=["fulfillment", "line"], name="fulfillmentline_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"
