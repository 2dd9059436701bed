"""Finding an order at Digital River that we may have placed."""

from __future__ import annotations

from datetime import UTC, datetime

import digitalriver
from orders import services
from orders.models import Cause, Order

_FIRST = datetime(1, 1, 1, tzinfo=UTC)


def find(order: Order, client: digitalriver.Client) -> list[digitalriver.Order]:
    """Remote orders of this order's checkout or number, oldest first. Raises what the client
    raises, so that 'none' always means that Digital River said so."""
    found = client.orders.list(checkout_id=order.checkout_id)
    if not found:
        found = client.orders.list(upstream_ids=[order.number])
    mine = [
        remote
        for remote in found
        if remote.checkout_id == order.checkout_id or remote.upstream_id == order.number
    ]
    return sorted(mine, key=lambda remote: remote.created_time or _FIRST)


def adopt(order: Order, client: digitalriver.Client, cause: Cause) -> Order | None:
    """Looks, and applies what is found; None when Digital River has no such order.

    The oldest becomes ours. A second one for the same number is flagged, never followed.
    """
    adopted = None
    for remote in find(order, client):
        applied = services.apply_remote_order(remote, cause=cause)
        adopted = adopted or applied
    return adopted
