"""The order: one row a remote checkout, made at Place order."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from core.fields import MoneyField
from orders.numbers import new_token
from orders.states import (
    EDGES,
    NEEDS_REMOTE_ID,
    WORDING,
    NotPlaced,
    State,
    Wording,
    leaves_dispute_to,
    sources,
)


def _fits_the_dispute(target: State) -> Any:
    def condition(order: Order) -> bool:
        if order.state != State.DISPUTE:
            return True
        return leaves_dispute_to(order.state_before_dispute, target)

    return [condition]


class Order(FSMModelMixin, models.Model):
    """An order as Digital River knows it, with what the shop adds.

    `state` moves only through its transitions, called from orders/services.py on a row fetched
    with select_for_update. The amounts are Digital River's, overwritten whenever it tells them.
    """

    store = models.ForeignKey("storefront.Store", models.PROTECT, related_name="orders")
    number = models.CharField(_("number"), max_length=20, unique=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="orders"
    )

    # Which cart this is, in checkout's words; `holds_cart` is the claim on it (see constraints).
    cart_ref = models.CharField(max_length=64)
    cart_version = models.PositiveIntegerField(default=0)
    holds_cart = models.BooleanField(default=True)

    # What Digital River calls it, and its word as received.
    checkout_id = models.CharField(_("checkout id"), max_length=255, unique=True)
    remote_id = models.CharField(
        _("Digital River id"), max_length=255, unique=True, null=True, blank=True
    )
    remote_state = models.CharField(_("Digital River state"), max_length=50, blank=True)
    remote_updated_at = models.DateTimeField(null=True, blank=True)
    remote_read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    fraud_state = models.CharField(_("fraud state"), max_length=50, blank=True)

    state = FSMField(
        _("state"), max_length=20, choices=State.choices, default=State.PLACING, protected=True
    )
    not_placed_reason = models.CharField(
        _("reason"), max_length=20, choices=NotPlaced.choices, blank=True
    )
    state_before_dispute = models.CharField(max_length=20, blank=True)
    # The vendor's refusal, for staff only; shoppers read our own sentences.
    refusal_code = models.CharField(max_length=100, blank=True)
    refusal_parameter = models.CharField(max_length=200, blank=True)
    refusal_message = models.TextField(blank=True)
    # POST /orders is or was under way since then; `outcome_unknown` until an answer is certain.
    submitted_at = models.DateTimeField(null=True, blank=True)
    outcome_unknown = models.BooleanField(default=False)

    # Where and how it was bought.
    market_code = models.CharField(_("market"), max_length=40)
    country = models.CharField(_("country"), max_length=2)
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(_("language"), max_length=10)
    locale = models.CharField(max_length=20)
    time_zone = models.CharField(max_length=64, default="UTC")
    tax_inclusive = models.BooleanField(default=False)
    email = models.EmailField(_("e-mail"), max_length=254)
    ship_to = models.JSONField(null=True, blank=True)
    bill_to = models.JSONField()
    delivery = models.JSONField(null=True, blank=True)
    entity_id = models.CharField(max_length=100)
    entity_name = models.CharField(_("seller of record"), max_length=255)
    session_id = models.CharField(max_length=255, blank=True)
    source = models.JSONField(null=True, blank=True)
    browser_ip = models.GenericIPAddressField(null=True, blank=True)

    # Digital River's figures; `seen_total` is what the shopper agreed to.
    subtotal = MoneyField()
    total_tax = MoneyField()
    total_fees = MoneyField(default=0)
    total_duty = MoneyField(default=0)
    total_importer_tax = MoneyField(default=0)
    total_discount = MoneyField(default=0)
    total_shipping = MoneyField(default=0)
    total_amount = MoneyField(_("total"))
    seen_total = MoneyField()
    captured_amount = MoneyField(_("captured"), default=0)
    cancelled_amount = MoneyField(_("cancelled"), default=0)
    refunded_amount = MoneyField(_("refunded"), default=0)

    needs_attention = models.BooleanField(_("needs attention"), default=False, db_index=True)
    attention = models.TextField(_("attention"), blank=True)

    placed_at = models.DateTimeField(_("placed"), null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, db_index=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["state", "created_at"], name="order_state_created"),
            models.Index(fields=["email"], name="order_email"),
            models.Index(fields=["cart_ref"], name="order_cart_ref"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="order_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(NEEDS_REMOTE_ID))
                | (Q(remote_id__isnull=False) & ~Q(remote_id="")),
                name="order_state_has_remote_id",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=State.NOT_PLACED, not_placed_reason__in=NotPlaced.values)
                    | (~Q(state=State.NOT_PLACED) & Q(not_placed_reason=""))
                ),
                name="order_not_placed_has_reason",
            ),
            # One live order a cart as the shopper saw it, whatever two tabs do. A late remote
            # order that is adopted after the cart was bought again does not hold the cart.
            models.UniqueConstraint(
                fields=["cart_ref", "cart_version"],
                condition=Q(holds_cart=True),
                name="order_one_per_cart_version",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The guest's page, which the token alone opens."""
        return reverse("orders:order", args=[self.token])

    @property
    def wording(self) -> Wording:
        """Badge tone and the customer's words for the current state."""
        return WORDING[State(self.state)]

    @property
    def is_placed(self) -> bool:
        """Whether Digital River has this order, in whatever state."""
        return self.state not in (State.PLACING, State.NOT_PLACED)

    def can_move_to(self, target: str) -> bool:
        """Whether an edge leads from the current state to `target`."""
        if target not in State.values or State(target) not in EDGES[State(self.state)]:
            return False
        return self.state != State.DISPUTE or leaves_dispute_to(
            self.state_before_dispute, State(target)
        )

    def move_to(self, target: State) -> None:
        """Take the edge to `target`; raises TransitionNotAllowed where there is none.

        Only orders/services.py may call this, under the row's lock.
        """
        getattr(self, f"to_{target.value}")()

    # One method an edge target. django-fsm finds them by name; the table decides the sources.

    @transition("state", sources(State.PLACING), State.PLACING)
    def to_placing(self) -> None:
        self.not_placed_reason = ""

    @transition("state", sources(State.NOT_PLACED), State.NOT_PLACED)
    def to_not_placed(self) -> None:
        """The caller has set `not_placed_reason`."""

    @transition("state", sources(State.PAYMENT_FAILED), State.PAYMENT_FAILED)
    def to_payment_failed(self) -> None:
        self.not_placed_reason = ""

    @transition(
        "state",
        sources(State.PENDING_PAYMENT),
        State.PENDING_PAYMENT,
        conditions=_fits_the_dispute(State.PENDING_PAYMENT),
    )
    def to_pending_payment(self) -> None:
        self.not_placed_reason = ""

    @transition(
        "state",
        sources(State.IN_REVIEW),
        State.IN_REVIEW,
        conditions=_fits_the_dispute(State.IN_REVIEW),
    )
    def to_in_review(self) -> None:
        self.not_placed_reason = ""

    @transition(
        "state",
        sources(State.ACCEPTED),
        State.ACCEPTED,
        conditions=_fits_the_dispute(State.ACCEPTED),
    )
    def to_accepted(self) -> None:
        self.not_placed_reason = ""

    @transition("state", sources(State.BLOCKED), State.BLOCKED)
    def to_blocked(self) -> None:
        self.not_placed_reason = ""

    @transition(
        "state",
        sources(State.CANCELLED),
        State.CANCELLED,
        conditions=_fits_the_dispute(State.CANCELLED),
    )
    def to_cancelled(self) -> None:
        self.not_placed_reason = ""

    @transition(
        "state",
        sources(State.FULFILLED),
        State.FULFILLED,
        conditions=_fits_the_dispute(State.FULFILLED),
    )
    def to_fulfilled(self) -> None:
        self.not_placed_reason = ""

    @transition(
        "state",
        sources(State.COMPLETE),
        State.COMPLETE,
        conditions=_fits_the_dispute(State.COMPLETE),
    )
    def to_complete(self) -> None:
        self.not_placed_reason = ""

    @transition(
        "state",
        sources(State.RETURNED),
        State.RETURNED,
        conditions=_fits_the_dispute(State.RETURNED),
    )
    def to_returned(self) -> None:
        self.not_placed_reason = ""

    @transition("state", sources(State.DISPUTE), State.DISPUTE)
    def to_dispute(self) -> None:
        self.not_placed_reason = ""
        self.state_before_dispute = self.state
