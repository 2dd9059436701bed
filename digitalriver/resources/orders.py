from __future__ import annotations

from collections.abc import Sequence

from digitalriver.resources.base import ResourceCalls, item_path
from digitalriver.types.base import Resource
from digitalriver.types.order import Order

__all__ = ["Orders"]


class _OrderList(Resource, frozen=True, kw_only=True):
    data: tuple[Order, ...]


class Orders(ResourceCalls):
    """Source: order-management/creating-and-updating-an-order.md"""

    def create(self, checkout_id: str) -> Order:
        """Place the order of a checkout. There is no idempotency key: see design, section 6.

        Raises Conflict when the payment is refused (the checkout is then dead), NotFound when the
        checkout was already consumed, OutcomeUnknown when it must be looked up with ``list``.
        """
        return self._call("POST", "/orders", Order, {"checkoutId": checkout_id})

    def retrieve(self, order_id: str) -> Order:
        return self._call("GET", item_path("/orders", order_id), Order)

    def list(
        self, *, checkout_id: str | None = None, upstream_ids: Sequence[str] = ()
    ) -> list[Order]:
        """Orders of a checkout or with one of our order numbers; newest first, up to 100.

        Raises ValueError without any filter: that would be everybody's orders.
        """
        if not checkout_id and not upstream_ids:
            raise ValueError("name a checkout or upstream ids")
        query = [("limit", "100")]
        if checkout_id:
            query.append(("checkoutId", checkout_id))
        query.extend(("upstreamIds", number) for number in upstream_ids)
        return list(self._call("GET", "/orders", _OrderList, query=query).data)
