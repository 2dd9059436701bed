"""What happened to an order, in order, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """A history row was to be changed or deleted."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something happened: `kind` is request, event, job or staff; `ref` the session, the
    event's id, the job's name or the staff member's e-mail."""

    kind: str
    ref: str = ""

    @classmethod
    def request(cls, ref: str = "") -> Cause:
        return cls("request", ref)

    @classmethod
    def event(cls, event_id: str) -> Cause:
        return cls("event", event_id)

    @classmethod
    def job(cls, name: str) -> Cause:
        return cls("job", name)

    @classmethod
    def staff(cls, user: object) -> Cause:
        return cls("staff", str(user))


class Attention(models.TextChoices):
    """Why an order wants a human."""

    NO_EDGE = "no_edge", _("Digital River reports a state that cannot follow the current one")
    UNKNOWN_STATE = "unknown_state", _("Digital River reports a state this shop does not know")
    AMOUNT_DIFFERS = "amount_differs", _("The total differs from what the shopper agreed to")
    CURRENCY_DIFFERS = (
        "currency_differs",
        _("The currency differs from what the shopper agreed to"),
    )
    LINES_DIFFER = "lines_differ", _("The lines differ from what the shopper ordered")
    STOCK_GONE = "stock_gone", _("The order arrived late and its stock is gone")
    BOUGHT_AGAIN = "bought_again", _("The order arrived late and the cart was bought again")
    SECOND_ORDER = "second_order", _("Digital River has a second order for the same number")
    CAPTURE_FAILED = "capture_failed", _("A capture failed: stop the shipment")
    PLACING_UNCLEAR = "placing_unclear", _("Digital River cannot say whether it has this order")
    SHIPMENT_UNCLEAR = "shipment_unclear", _("It is not known whether a shipment was recorded")


class HistoryQuerySet(models.QuerySet["HistoryEntry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("History is never edited")

    def delete(self) -> NoReturn:
        raise AppendOnly("History is never deleted")


class HistoryEntry(models.Model):
    """One change. The rows of kind `state` chain from "" to the current state.

    `letter` names the letter this change asks for ("confirmation", "shipment"), empty for none;
    `data` holds what the sentence about it needs (amounts in minor units, ids, names).
    """

    class Kind(models.TextChoices):
        STATE = "state", _("state")
        FRAUD = "fraud", _("fraud state")
        CHARGE = "charge", _("charge")
        CAPTURE = "capture", _("capture")
        TOTALS = "totals", _("totals")
        SHIPMENT = "shipment", _("shipment")
        TRACKING = "tracking", _("tracking")
        ATTENTION = "attention", _("attention")
        SETTLED = "settled", _("attention settled")

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.STATE)
    from_state = models.CharField(max_length=50, blank=True)
    to_state = models.CharField(max_length=50, blank=True)
    cause_kind = models.CharField(max_length=10)
    cause_ref = models.CharField(max_length=255, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    fulfillment = models.ForeignKey(
        "orders.Fulfillment", models.CASCADE, null=True, blank=True, related_name="history"
    )
    letter = models.CharField(max_length=20, blank=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        indexes = [models.Index(fields=["order", "kind"], name="history_order_kind")]
        constraints = [
            # An order is confirmed once, however often it is accepted again after a dispute.
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(letter="confirmation"),
                name="history_one_confirmation",
            ),
            models.UniqueConstraint(
                fields=["fulfillment"],
                condition=models.Q(letter="shipment"),
                name="history_one_shipment_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.from_state} → {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; raises AppendOnly for a row that exists."""
        if not self._state.adding:
            raise AppendOnly("History is never edited")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("History is never deleted")
