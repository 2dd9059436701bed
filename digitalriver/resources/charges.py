from __future__ import annotations

from digitalriver.resources.base import ResourceCalls, item_path
from digitalriver.types.payment import Charge

__all__ = ["Charges"]


class Charges(ResourceCalls):
    """Source: order-management/orders/payment-charges/README.md"""

    def retrieve(self, charge_id: str) -> Charge:
        """The charge with its captures, cancels and refunds."""
        return self._call("GET", item_path("/charges", charge_id), Charge)
