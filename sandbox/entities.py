"""Which of Digital River's companies sells.

Physical goods: ship-from against ship-to country; digital ones alone: bill-to country.
Source: integration-options/checkouts/creating-checkouts/selling-entities.md; the matrix is ours.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.errors import bad_request
from sandbox.store import Document


@cache
def _matrix() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "selling_entities.json"
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def names() -> dict[str, str]:
    """Every entity's name by its id."""
    found: dict[str, str] = _matrix()["names"]
    return found


def choose(checkout: Document) -> dict[str, str]:
    """The checkout's selling entity, {} while too little is known.

    Raises `selling_entity_not_found` when its items would need more than one.
    """
    physical = [item for item in checkout["items"] if item["_physical"]]
    if physical:
        to = _country(checkout.get("shipTo"))
        ids = {
            _between(_country(item.get("shipFrom")) or _country(checkout.get("shipFrom")), to)
            for item in physical
        }
    else:
        to = _country(checkout.get("billTo")) or _country_of_purchase(checkout)
        ids = {_between(to, to)}
    if "" in ids:
        return {}
    if len(ids) > 1:
        raise bad_request(
            "selling_entity_not_found", "", "No single selling entity can handle all items."
        )
    entity_id = ids.pop()
    return {"id": entity_id, "name": names()[entity_id]}


def _between(origin: str, destination: str) -> str:
    """The entity's id; "" while a country is not known."""
    if not origin or not destination:
        return ""
    for rule in _matrix()["rules"]:
        if rule["to"] != "*" and destination not in rule["to"]:
            continue
        if rule["from"] == "*" or origin == destination:
            return str(rule["entity"])
    raise LookupError("the last rule matches everything")


def _country(recipient: Document | None) -> str:
    return str(((recipient or {}).get("address") or {}).get("country") or "")


def _country_of_purchase(checkout: Document) -> str:
    return str((checkout.get("purchaseLocation") or {}).get("country") or "")
