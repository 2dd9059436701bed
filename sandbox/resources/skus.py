"""SKUs: what a merchant sells, and whether it is physical.

Source: product-management/creating-and-updating-skus.md
"""

from __future__ import annotations

import json
import re
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from sandbox import listing
from sandbox.errors import ApiError, conflict, invalid, missing
from sandbox.gateway import Answer, Call, Route
from sandbox.resources.kinds import SKU
from sandbox.store import Document
from sandbox.validation import Checker, amount, check, choice, country, metadata, require, text

_ID = re.compile(r"[0-9A-Za-z._-]{1,255}")
_HS_CODE = re.compile(r"[0-9]{4}\.?[0-9]{2}(\.?[0-9]{1,4})?")
_COMPLIANCE = ("eccn", "taxCode", "countryOfOrigin")


@cache
def _tax_codes() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "data" / "tax_codes.json"
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def is_physical(tax_code: str) -> bool | None:
    """Whether the code names something that is shipped; None when no scheme knows the code."""
    current, older = _tax_codes()["current"], _tax_codes()["older"]
    if re.fullmatch(current["pattern"], tax_code, re.ASCII):
        if tax_code in current["physical"]:
            return True
        return not tax_code.startswith(tuple(current["digital_prefixes"]))
    if re.fullmatch(older["pattern"], tax_code, re.ASCII):
        return not tax_code.startswith(tuple(older["digital_prefixes"]))
    return None


def _tax_code(value: Any, path: str) -> str:
    code: str = text(40)(value, path)
    if is_physical(code) is None:
        raise invalid(path, f"'{code}' is not a valid tax code.")
    return code


def _hs_code(value: Any, path: str) -> str:
    code: str = text(20)(value, path)
    if not _HS_CODE.fullmatch(code):
        raise invalid(path, f"'{code}' is not a valid HS code.")
    return code


def _country_of_origin(value: Any, path: str) -> str:
    code: str = text(2)(value, path)
    try:
        return country(code, path)
    except ApiError:
        raise invalid(path, f"'{code}' is not a valid Country of Origin.") from None


def _id(value: Any, path: str) -> str:
    given: str = text(255)(value, path)
    if not _ID.fullmatch(given):
        raise invalid(path, "An id has digits, letters, dots, hyphens and underscores only.")
    return given


_SHAPE: dict[str, Checker] = {
    "name": text(500),
    "eccn": text(20),
    "taxCode": _tax_code,
    "countryOfOrigin": _country_of_origin,
    "hsCode": _hs_code,
    "skuGroupId": text(100),
    "partNumber": text(255),
    "manufacturerId": text(255),
    "managedFulfillment": choice("DRGlobalFulfillment"),
    "description": text(10_000),
    "image": text(2000),
    "url": text(2000),
    "itemBreadcrumb": text(2000),
    "weight": amount,
    "weightUnit": choice("oz", "lb", "g", "kg"),
    "metadata": metadata,
}


def create(call: Call) -> Answer:
    members = check(call.body, {**_SHAPE, "id": _id})
    sku_id = members.pop("id", None) or f"sku_{uuid.uuid4()}"
    if call.documents.get(SKU, sku_id) is not None:
        raise conflict("already_exists", "id", f"Sku '{sku_id}' already exists.")
    return 201, _insert(call, sku_id, members)


def upsert(call: Call, sku_id: str) -> Answer:
    _id(sku_id, "id")
    members = check(call.body, _SHAPE)
    known = call.documents.get(SKU, sku_id)
    if known is None:
        return 201, _insert(call, sku_id, members)
    # PUT replaces: what is not sent is gone.
    return 200, _write(call, {"id": sku_id, "createdTime": known["createdTime"], **members})


def update(call: Call, sku_id: str) -> Answer:
    known = call.require(SKU, sku_id)
    members = check(call.body, _SHAPE)
    removed = {name for name, value in call.body.items() if value is None}
    kept = {name: value for name, value in known.items() if name not in removed}
    return 200, _write(call, {**kept, **members})


def retrieve(call: Call, sku_id: str) -> Answer:
    return 200, call.require(SKU, sku_id)


def delete(call: Call, sku_id: str) -> Answer:
    known = call.require(SKU, sku_id)
    call.documents.delete(SKU, sku_id)
    call.emit("sku.deleted", known)
    return 204, None


def search(call: Call) -> Answer:
    return 200, listing.page(call, SKU, call.query, _FILTERS)


def _insert(call: Call, sku_id: str, members: Document) -> Document:
    sku = _completed(call, {"id": sku_id, "createdTime": call.time, **members})
    call.documents.insert(SKU, sku)
    call.emit("sku.created", sku)
    return sku


def _write(call: Call, document: Document) -> Document:
    sku = _completed(call, document)
    call.documents.update(SKU, sku)
    call.emit("sku.updated", sku)
    return sku


def _completed(call: Call, sku: Document) -> Document:
    require(sku, "name")
    if not sku.get("skuGroupId"):
        require(sku, *_COMPLIANCE)
    if "weightUnit" in sku and "weight" not in sku:
        raise missing("weight")
    if "weight" in sku:
        sku.setdefault("weightUnit", "oz")
    physical = is_physical(sku["taxCode"]) if "taxCode" in sku else True
    return {**sku, "updatedTime": call.time, "physical": bool(physical), "liveMode": False}


_FILTERS = {
    "ids": listing.ID,
    "createdTime": listing.time("createdTime"),
    "updatedTime": listing.time("updatedTime"),
    "taxCode": listing.key("taxCode"),
    "eccn": listing.key("eccn"),
    "partNumber": listing.key("partNumber"),
    "hsCode": listing.key("hsCode"),
    "skuGroupId": listing.key("skuGroupId"),
}

ROUTES = [
    Route("POST", "/skus", create),
    Route("GET", "/skus", search),
    Route("PUT", "/skus/<sku_id>", upsert),
    Route("POST", "/skus/<sku_id>", update),
    Route("GET", "/skus/<sku_id>", retrieve),
    Route("DELETE", "/skus/<sku_id>", delete),
]
