"""Where a remote order becomes ours, whoever hears of it first.

The POST /orders answer, an event, a reconciliation job and a merchant's click all end in
`apply_remote_order`. It locks the order's row, so that they happen one after the other, and
telling it the same fact twice changes nothing.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import digitalriver
from core import vendor
from core.money import Money
from orders import quantities, recording, remote_parts
from orders.models import Attention, Cause, HistoryEntry, Order
from orders.states import NotPlaced, State

__all__ = [
    "Cause",
    "apply_remote_order",
    "flag",
    "lock",
    "mark_not_placed",
    "reread",
    "settle_attention",
]

logger = logging.getLogger(__name__)


def lock(order_id: int) -> Order:
    """The order, held until the transaction ends. SQLite's transactions hold everything anyway."""
    return Order.objects.select_for_update().get(pk=order_id)


def apply_remote_order(remote: digitalriver.Order, *, cause: Cause) -> Order | None:
    """Makes our order what Digital River says it is; None when it is none of ours.

    The state follows along edges; where none leads, it stays and the order needs attention.
    """
    with transaction.atomic():
        order = _locked_for(remote)
        if order is None:
            logger.info("Remote order %s is none of ours", remote.id)
            return None
        if order.remote_id and order.remote_id != remote.id:
            # consumed_checkout=second_order, or somebody at the dashboard: never ours twice.
            recording.flag(order, Attention.SECOND_ORDER, cause, remote_id=remote.id)
            order.save()
        elif not _is_stale(order, remote, cause):
            _apply(order, remote, cause)
        return order


def reread(
    key: int | str, *, cause: Cause, client: digitalriver.Client | None = None
) -> Order | None:
    """Asks Digital River for an order, by our row's id or by its remote id, and applies it.

    None when it is none of ours, or was never placed. Raises what the client raises.
    """
    rows = Order.objects.select_related("store")
    order = rows.get(pk=key) if isinstance(key, int) else rows.filter(remote_id=key).first()
    remote_id = order.remote_id if order else str(key)
    if not remote_id:
        return None
    if client is None:
        client = (
            vendor.client(order.store.credentials, order_number=order.number)
            if order
            else vendor.client()
        )
    return apply_remote_order(client.orders.retrieve(remote_id), cause=cause)


def mark_not_placed(
    order_id: int,
    reason: NotPlaced,
    *,
    cause: Cause,
    code: str = "",
    parameter: str = "",
    message: str = "",
    outcome_unknown: bool = False,
) -> Order:
    """Gives up on an order that is still being placed; one that moved on meanwhile is left alone.

    `outcome_unknown` remembers that a POST may yet arrive, so that a later try looks first.
    """
    with transaction.atomic():
        order = lock(order_id)
        if order.state != State.PLACING:
            return order
        order.refusal_code = code[:100]
        order.refusal_parameter = parameter[:200]
        order.refusal_message = message
        order.outcome_unknown = outcome_unknown
        if reason == NotPlaced.FRAUD:
            _set_fraud_state(order, "blocked", cause)
        recording.move(order, State.NOT_PLACED, cause, reason=reason, note=message)
        order.save()
        return order


def flag(order_id: int, attention: Attention, *, cause: Cause) -> None:
    """Asks for a human, once for the same thing."""
    with transaction.atomic():
        order = lock(order_id)
        recording.flag(order, attention, cause)
        order.save()


def settle_attention(order_id: int, *, cause: Cause) -> Order:
    """A human has looked: the order no longer asks for attention. History keeps what it was."""
    with transaction.atomic():
        order = lock(order_id)
        if order.needs_attention:
            recording.record(order, HistoryEntry.Kind.SETTLED, cause, note=order.attention)
            order.needs_attention = False
            order.attention = ""
            order.save()
        return order


def _locked_for(remote: digitalriver.Order) -> Order | None:
    """Our order with this remote id, else number, else checkout; a key it does not name is none."""
    keys = [
        ("remote_id", remote.id),
        ("number", remote.upstream_id),
        ("checkout_id", remote.checkout_id),
    ]
    known = [(name, value) for name, value in keys if value]
    anyhow = Q()
    for name, value in known:
        anyhow |= Q(**{name: value})
    found = list(Order.objects.select_for_update().filter(anyhow)) if known else []
    for name, value in known:
        for order in found:
            if getattr(order, name) == value:
                return order
    return None


def _is_stale(order: Order, remote: digitalriver.Order, cause: Cause) -> bool:
    """Whether what we are told is older than what we know.

    Times have whole seconds. Within one, only the answer to POST /orders can be behind an event:
    everything else was just read.
    """
    told, known = remote.updated_time, order.remote_updated_at
    if not told or not known:
        return False
    if told < known:
        return True
    target = remote_parts.local_state(remote)
    return (
        told == known
        and cause.kind == "request"
        and target is not None
        and target != order.state
        and not order.can_move_to(target)
    )


def _apply(order: Order, remote: digitalriver.Order, cause: Cause) -> None:
    if order.remote_id is None:
        order.remote_id = remote.id
        order.placed_at = remote.created_time or timezone.now()
    order.outcome_unknown = False
    _follow(order, remote, cause)
    if remote.fraud_state:
        _set_fraud_state(order, remote.fraud_state, cause)
    if remote.currency and remote.currency != order.currency:
        # Every amount we hold is in the currency the shopper saw; a figure in another would lie.
        recording.flag(order, Attention.CURRENCY_DIFFERS, cause, currency=remote.currency)
    else:
        _copy_totals(order, remote, cause)
        lines = list(order.lines.all())
        remote_parts.copy_lines(order, lines, remote, cause)
        remote_parts.copy_charges(order, remote, cause)
        quantities.recount(order, lines)
    order.remote_updated_at = remote.updated_time or order.remote_updated_at
    order.remote_read_at = timezone.now()
    order.save()


def _copy_totals(order: Order, remote: digitalriver.Order, cause: Cause) -> None:
    changed = {}
    for name in remote_parts.TOTALS:
        new = Money.rounded(getattr(remote, name), order.currency)
        old = getattr(order, name)
        if new != old:
            setattr(order, name, new)
            changed[name] = [old.minor, new.minor]
    if not changed:
        return
    recording.record(order, HistoryEntry.Kind.TOTALS, cause, data=changed)
    if "total_amount" in changed and order.total_amount != order.seen_total:
        recording.flag(
            order,
            Attention.AMOUNT_DIFFERS,
            cause,
            seen=order.seen_total.minor,
            total=order.total_amount.minor,
        )


def _set_fraud_state(order: Order, fraud_state: str, cause: Cause) -> None:
    if order.fraud_state == fraud_state:
        return
    recording.record(
        order,
        HistoryEntry.Kind.FRAUD,
        cause,
        from_state=order.fraud_state,
        to_state=fraud_state,
    )
    order.fraud_state = fraud_state


def _follow(order: Order, remote: digitalriver.Order, cause: Cause) -> None:
    """Moves the state to the vendor's, where an edge leads there."""
    told = remote.state or ""
    order.remote_state = told
    target = remote_parts.local_state(remote)
    if target is None:
        recording.flag(order, Attention.UNKNOWN_STATE, cause, state=told)
    elif target == order.state:
        pass
    elif order.can_move_to(target):
        recording.move(order, target, cause)
    else:
        recording.flag(order, Attention.NO_EDGE, cause, state=told, ours=order.state)
