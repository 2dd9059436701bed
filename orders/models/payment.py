"""What Digital River charged and captured, as it says."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import MoneyField


class Charge(models.Model):
    """A charge of an order: the authorization and what became of it."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="charges")
    remote_id = models.CharField(max_length=255, unique=True)
    currency = models.CharField(max_length=3)
    amount = MoneyField(_("authorized"))
    state = models.CharField(_("state"), max_length=50)
    type = models.CharField(max_length=50, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    captured = models.BooleanField(default=False)
    refunded = models.BooleanField(default=False)
    # For staff; the code goes to the API-call log only.
    failure_message = models.TextField(blank=True)
    at = models.DateTimeField(_("at"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("charge")
        verbose_name_plural = _("charges")

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"


class Capture(models.Model):
    """Money taken for one fulfillment: state pending, complete or failed."""

    charge = models.ForeignKey(Charge, models.CASCADE, related_name="captures")
    remote_id = models.CharField(max_length=255, unique=True)
    currency = models.CharField(max_length=3)
    amount = MoneyField(_("amount"))
    state = models.CharField(_("state"), max_length=50)
    fulfillment_remote_id = models.CharField(max_length=255, blank=True)
    failure_message = models.TextField(blank=True)
    at = models.DateTimeField(_("at"), null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("capture")
        verbose_name_plural = _("captures")

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"
