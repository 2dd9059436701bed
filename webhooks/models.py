"""The inbox: what Digital River told us, as it was told, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    """Where an event stands; the wording is what staff read."""

    RECEIVED = "received", _("Waiting")
    PROCESSED = "processed", _("Processed")
    IGNORED = "ignored", _("Ignored")
    PARKED = "parked", _("Waiting for its order")
    FAILED = "failed", _("Failed, will be tried again")
    DEAD = "dead", _("Given up")
    QUARANTINED = "quarantined", _("Quarantined")


OPEN_STATES = (EventState.RECEIVED, EventState.PARKED, EventState.FAILED)


class InboundEvent(models.Model):
    """One event of Digital River, stored before it is answered and processed later.

    ``raw`` holds the signed bytes as they came. Everything in it is UNTRUSTED text of the sender;
    only ids were lifted out of it into columns. ``order_key`` is Digital River's order id where the
    event names one: events of one key are processed together, in the order of their arrival.
    """

    event_id = models.CharField(_("event id"), max_length=255, unique=True)
    type = models.CharField(_("type"), max_length=200)
    order_key = models.CharField(_("order"), max_length=255, blank=True, db_index=True)
    store = models.ForeignKey(
        "storefront.Store", on_delete=models.SET_NULL, null=True, verbose_name=_("store")
    )
    raw = models.BinaryField(_("body"))
    headers = models.JSONField(_("headers"), default=dict)
    api_version = models.CharField(_("API version"), max_length=40, blank=True)
    live_mode = models.BooleanField(_("live"), default=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    state = models.CharField(
        _("result"), max_length=12, choices=EventState.choices, default=EventState.RECEIVED
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next try"), default=timezone.now)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    processed_at = models.DateTimeField(_("processed"), null=True, blank=True)
    alerted_at = models.DateTimeField(_("alerted"), null=True, blank=True)
    error = models.CharField(_("reason"), max_length=500, blank=True)
    traceback = models.TextField(_("traceback"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["-received_at"], name="inbound_event_received"),
            models.Index(
                fields=["order_key", "received_at"],
                condition=models.Q(state__in=["received", "parked", "failed"]),
                name="inbound_event_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=EventState.values), name="inbound_event_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"

    @property
    def queue_key(self) -> str:
        """What this event queues behind: its order, or nothing but itself."""
        return self.order_key or f"event:{self.event_id}"


class Rejection(models.Model):
    """How many calls were turned away in one hour for one reason, with the last one as a sample."""

    hour = models.DateTimeField(_("hour"))
    reason = models.CharField(_("reason"), max_length=40)
    count = models.PositiveIntegerField(_("count"), default=0)
    last_at = models.DateTimeField(_("last"), default=timezone.now)
    last_address = models.CharField(_("last address"), max_length=45, blank=True)

    class Meta:
        verbose_name = _("rejected calls")
        verbose_name_plural = _("rejected calls")
        ordering = ["-hour", "reason"]
        constraints = [
            models.UniqueConstraint(fields=["hour", "reason"], name="rejection_once_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.count}"
