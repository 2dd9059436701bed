"""What every room needs and nobody owns: outbox rows, the API log, leases, limits, sent mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxEntry(models.Model):
    """One piece of work that must happen. See core/outbox.py for its life."""

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=160, null=True, blank=True)
    payload = models.JSONField(_("payload"), default=dict)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    dead_at = models.DateTimeField(_("given up"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox entries")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(done_at=None, dead_at=None),
                name="outbox_one_open_row_per_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(done_at=None, dead_at=None), name="outbox_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key or self.pk}"


class ApiCall(models.Model):
    """One call to Digital River as it was made; bodies are masked by an allow-list of fields."""

    at = models.DateTimeField(_("time"), default=timezone.now)
    credentials = models.CharField(_("credentials"), max_length=40, default="default")
    method = models.CharField(_("method"), max_length=8)
    path = models.CharField(_("path"), max_length=500)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    error_kind = models.CharField(_("failure"), max_length=40, blank=True)
    ms = models.PositiveIntegerField(_("milliseconds"), default=0)
    request_id = models.CharField(_("request id"), max_length=120, blank=True)
    order_number = models.CharField(_("order number"), max_length=20, blank=True)
    request_body = models.JSONField(_("request"), null=True)
    response_body = models.JSONField(_("response"), null=True)

    class Meta:
        verbose_name = _("API call")
        verbose_name_plural = _("API calls")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="api_call_at"),
            models.Index(fields=["order_number"], name="api_call_order"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status or self.error_kind}"


class VendorGate(models.Model):
    """What all processes must know about one pair of keys: closed until when, and why."""

    credentials = models.CharField(_("credentials"), max_length=40, unique=True)
    closed_until = models.DateTimeField(_("closed until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("vendor gate")
        verbose_name_plural = _("vendor gates")

    def __str__(self) -> str:
        return self.credentials


class Lease(models.Model):
    """The right to run a periodic job until a time; also says when it last ran."""

    name = models.CharField(_("name"), max_length=80, primary_key=True)
    held_until = models.DateTimeField(_("held until"))
    last_run_at = models.DateTimeField(_("last run"), null=True, blank=True)

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")

    def __str__(self) -> str:
        return self.name


class RateWindow(models.Model):
    """How often something was done in one window of time."""

    key = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "starts_at"], name="rate_window_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class SentMail(models.Model):
    """A letter of the demo's and the tests' mailbox, written in the sender's own transaction."""

    message_id = models.CharField(_("message id"), max_length=200, unique=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sender = models.CharField(_("from"), max_length=320)
    recipients = models.JSONField(_("to"), default=list)
    subject = models.CharField(_("subject"), max_length=400)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict)

    class Meta:
        verbose_name = _("sent mail")
        verbose_name_plural = _("sent mail")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
