"""What the law wants kept: disclosures, what was agreed to, what was written to the shopper."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Disclosure(models.Model):
    """A selling entity's text or link for one country and language.

    Filled by `collect_disclosures`; `key` is DigitalRiver.js's name (resellerDisclosure,
    confirmDisclosure, termsOfSale, privacyPolicy, ...).
    """

    entity = models.CharField(_("selling entity"), max_length=100)
    country = models.CharField(_("country"), max_length=2)
    language = models.CharField(_("language"), max_length=10)
    key = models.CharField(_("key"), max_length=60)
    text = models.TextField(_("text"), blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    collected_at = models.DateTimeField(_("collected"), default=timezone.now)

    class Meta:
        ordering = ["entity", "country", "language", "pk"]
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "country", "language", "key"], name="disclosure_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.country} {self.language} {self.key}"


class Consent(models.Model):
    """What the shopper was shown and ticked before placing the order."""

    order = models.OneToOneField("orders.Order", models.CASCADE, related_name="consent")
    at = models.DateTimeField(_("at"), default=timezone.now)
    entity_id = models.CharField(_("selling entity"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    country = models.CharField(_("country"), max_length=2)
    reseller_text = models.TextField(_("reseller disclosure"))
    reseller_url = models.URLField(max_length=500, blank=True)
    confirm_text = models.TextField(_("agreed to"))
    links = models.JSONField(default=list)
    shown = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.entity_id} {self.at:%Y-%m-%d}"


class Letter(models.Model):
    """A letter to the shopper, asked for by a history row; orders/letters.py writes it."""

    class State(models.TextChoices):
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    order = models.ForeignKey(
        "orders.Order", models.CASCADE, related_name="letters", verbose_name=_("order")
    )
    kind = models.CharField(_("kind"), max_length=40)
    history = models.ForeignKey(
        "orders.HistoryEntry",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("history entry"),
    )
    language = models.CharField(_("language"), max_length=10)
    message_id = models.CharField(_("message id"), max_length=255, unique=True)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    to = models.EmailField(_("to"), max_length=254)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.SENDING
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"
