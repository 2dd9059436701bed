"""Payment sources: made in the browser with the public key, used with the secret one.

Source: payments/payment-sources/README.md and using-the-source-identifier.md
"""

from __future__ import annotations

import uuid
from typing import Any

from sandbox import addresses
from sandbox.accounts import Account
from sandbox.errors import bad_request, conflict, not_found
from sandbox.gateway import Answer, Call, Route
from sandbox.money import ZERO
from sandbox.resources import cards
from sandbox.resources.kinds import CHECKOUT, SOURCE
from sandbox.store import Document
from sandbox.validation import Checker, boolean, check, choice, currency, email, number, obj, text
from sandbox.work import Work

_OWNER: dict[str, Checker] = {
    "firstName": text(255),
    "lastName": text(255),
    "email": email,
    "phoneNumber": text(64),
    "organization": text(255),
    "upstreamId": text(255),
    "address": obj(addresses.ADDRESS),
    "additionalAddressInfo": obj(
        {name: text(255) for name in ("neighborhood", "division", "phoneticName", "title")}
    ),
}
_SHAPE: dict[str, Checker] = {
    "type": choice("creditCard"),
    "sessionId": text(100),
    "paymentSessionId": text(100),
    "clientSecret": text(255),
    "currency": currency,
    "country": text(2),
    "amount": number,
    "usage": text(40),
    "owner": obj(_OWNER),
    "mandate": obj({"terms": text(20_000)}),
    "futureUse": boolean,
    "supportsStorage": boolean,
    "sourceIsReusable": boolean,
}


def create_source(work: Work, data: Document) -> Document:
    """A new source from what DigitalRiver.js sends. Raises the vendor's refusals.

    The card's number and code are looked at and forgotten: neither the document nor the log has
    them.
    """
    details = {name: data.get(name) for name in ("creditCard",)}
    rest = {name: value for name, value in data.items() if name not in details}
    asked = check(rest, _SHAPE)
    if "type" not in asked:
        raise bad_request("missing_parameter", "type", "A parameter is missing.")
    session_id = asked.get("sessionId") or asked.get("paymentSessionId")
    if session_id is not None:
        checkout_of(work, session_id)
    owner = asked.get("owner") or {}
    addresses.check_formats(owner)
    if details["creditCard"] is None:
        raise bad_request("missing_parameter", "creditCard", "A parameter is missing.")
    card, outcome = cards.accept(details["creditCard"], work.now)
    source = _new(work, asked, owner, session_id) | {"creditCard": card, "_outcome": outcome}
    work.documents.insert(SOURCE, source)
    work.emit("source.created", source)
    work.emit("source.chargeable", source)
    return source


def _new(work: Work, asked: Document, owner: Document, session_id: str | None) -> Document:
    source_id = str(uuid.uuid4())
    source: Document = {
        "id": source_id,
        "createdTime": work.time,
        "updatedTime": work.time,
        "type": asked["type"],
        "flow": "standard",
        "state": "chargeable",
        "reusable": False,
        "clientSecret": f"{source_id}_{uuid.uuid4()}",
        "liveMode": False,
    }
    if owner:
        source["owner"] = owner
    if session_id is not None:
        source["paymentSessionId"] = session_id
    if "mandate" in asked:
        source["mandate"] = {**asked["mandate"], "signedTime": work.time}
    return source


def checkout_of(work: Work, session_id: str) -> Document:
    """The checkout whose payment session this is. Raises 404."""
    found = work.documents.find(CHECKOUT, "session", session_id)
    if not found:
        raise not_found("Session", session_id, "sessionId")
    return found[0]


def require_usable(work: Work, checkout: Document, source_id: str) -> Document:
    """The source, if the checkout may be paid with it. Raises 404 or 409."""
    source = work.require(SOURCE, source_id, "sourceId")
    if source["state"] != "chargeable":
        raise conflict(
            "source_status_invalid_for_session",
            "",
            "The source status is invalid for this session.",
        )
    elsewhere = source.get("_checkout_id", checkout["id"]) != checkout["id"]
    if elsewhere and not source["reusable"]:
        raise conflict(
            "source_status_invalid_for_session", "", "The source belongs to another session."
        )
    return source


def put_to_use(work: Work, checkout: Document, source: Document) -> None:
    """Makes the source the checkout's primary one, for the whole total."""
    for attached in list(checkout["payment"]["sources"]):
        if attached["id"] != source["id"]:
            let_go(work, checkout, attached["id"])
    source["_checkout_id"] = checkout["id"]
    source["amount"] = checkout["totalAmount"]
    source["currency"] = checkout["currency"]
    source["paymentSessionId"] = checkout["payment"]["session"]["id"]
    work.documents.update(SOURCE, source)
    checkout["payment"]["sources"] = [_copy(source)]


def let_go(work: Work, checkout: Document, source_id: str) -> None:
    """Takes the source off the checkout; a single-use one is cancelled for good."""
    source = work.require(SOURCE, source_id, "sourceId")
    if not source["reusable"]:
        set_state(work, source, "cancelled")
    attached = checkout["payment"]["sources"]
    checkout["payment"]["sources"] = [each for each in attached if each["id"] != source_id]


def set_state(work: Work, source: Document, state: str) -> None:
    source["state"] = state
    source["updatedTime"] = work.time
    work.documents.update(SOURCE, source)


def _copy(source: Document) -> Document:
    """What a checkout or order shows of its source: without state and flow, as the examples."""
    shown = ("id", "type", "amount", "owner", source["type"])
    return {name: source[name] for name in shown if name in source}


def retrieve(call: Call, source_id: str) -> Answer:
    return 200, call.require(SOURCE, source_id)


def session_details(work: Work, checkout: Document) -> Document:
    """What DigitalRiver.js may know of a payment session with the public key."""
    session = checkout["payment"]["session"]
    bill_to, ship_to = checkout.get("billTo") or {}, checkout.get("shipTo") or {}
    physical = any(item["_physical"] for item in checkout["items"])
    deciding = ship_to if physical and ship_to else bill_to or ship_to
    return {
        "id": session["id"],
        "currency": checkout["currency"],
        "country": (deciding.get("address") or {}).get("country"),
        "billTo": bill_to,
        "amount": session["amountRemainingToBeContributed"] or checkout.get("totalAmount", ZERO),
        "state": session["state"],
        "sellingEntity": checkout.get("sellingEntity") or {},
        "paymentMethods": payment_methods(work.account),
    }


def payment_methods(account: Account) -> list[dict[str, Any]]:
    """The methods that this sandbox offers."""
    return [
        {
            "type": "creditCard",
            "flow": "standard",
            "supportsRecurring": True,
            "supportsStorage": True,
            "supportsFreeTrial": True,
            "brands": [
                "Visa",
                "Mastercard",
                "American Express",
                "Discover",
                "JCB",
                "Diners Club",
                "UnionPay",
            ],
        }
    ]


ROUTES = [Route("GET", "/sources/<source_id>", retrieve)]
