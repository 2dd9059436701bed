from __future__ import annotations

from typing import Any

from digitalriver.resources.base import ResourceCalls, item_path
from digitalriver.types.checkout import Checkout

__all__ = ["Checkouts"]


class Checkouts(ResourceCalls):
    """Source: integration-options/checkouts/creating-checkouts/README.md"""

    def create(self, payload: dict[str, Any]) -> Checkout:
        """A new checkout with its payment session. Items cannot be changed later."""
        return self._call("POST", "/checkouts", Checkout, payload)

    def update(self, checkout_id: str, payload: dict[str, Any]) -> Checkout:
        """Change some fields; ``{"sourceId": …}`` attaches a source. Returns the whole checkout."""
        return self._call("POST", item_path("/checkouts", checkout_id), Checkout, payload)

    def retrieve(self, checkout_id: str) -> Checkout:
        return self._call("GET", item_path("/checkouts", checkout_id), Checkout)
