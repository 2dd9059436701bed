"""Checkouts: the cart as Digital River sees it, priced and taxed after every change.

Source: integration-options/checkouts/creating-checkouts/README.md and its siblings
"""

from __future__ import annotations

import copy
import uuid

from sandbox import addresses, entities, listing, taxes
from sandbox.errors import bad_request, conflict, invalid
from sandbox.gateway import Answer, Call, Route
from sandbox.money import fits
from sandbox.resources import items, sessions, sources
from sandbox.resources.checkout_shapes import CREATE, FILTERS, UPDATE
from sandbox.resources.kinds import CHECKOUT, SOURCE
from sandbox.store import Document
from sandbox.validation import LOCALES, check, require
from sandbox.work import Work

# Null empties these; elsewhere null leaves things as they are.
_REMOVABLE = {"shippingChoice", "shipTo", "shippingDiscount", "purchaseLocation", "upstreamId"}


def create(call: Call) -> Answer:
    asked = check(call.body, CREATE)
    require(asked, "currency")
    _require_active(call, asked["currency"])
    checkout: Document = {
        "id": str(uuid.uuid4()),
        "createdTime": call.time,
        "taxInclusive": False,
        "chargeType": "customer_initiated",
        "customerType": "individual",
        "locale": "en_US",
        "payment": sessions.new_payment(),
        **asked,
        "liveMode": False,
    }
    source_id = checkout.pop("sourceId", None)
    checkout["items"] = items.build(call, asked.get("items", []), asked["currency"])
    _set_up(call, checkout, asked)
    call.documents.insert(CHECKOUT, checkout)
    if source_id is not None:
        attach(call, checkout, source_id)
    call.emit("checkout.created", checkout)
    return 201, checkout


def update(call: Call, checkout_id: str) -> Answer:
    checkout = open_checkout(call, checkout_id)
    asked = check(call.body, UPDATE)
    if "currency" in asked:
        _require_active(call, asked["currency"])
        _require_prices_fit(checkout, asked["currency"])
    source_id = asked.pop("sourceId", None)
    items.update(call, checkout["items"], asked.pop("items", []))
    checkout.update(asked)
    for name in _REMOVABLE & {name for name, value in call.body.items() if value is None}:
        checkout.pop(name, None)
    _set_up(call, checkout, asked)
    if source_id is not None:
        attach(call, checkout, source_id)
    save(call, checkout)
    return 200, checkout


def retrieve(call: Call, checkout_id: str) -> Answer:
    return 200, call.require(CHECKOUT, checkout_id)


def delete(call: Call, checkout_id: str) -> Answer:
    checkout = open_checkout(call, checkout_id)
    call.documents.delete(CHECKOUT, checkout_id)
    call.emit("checkout.deleted", checkout)
    return 204, None


def search(call: Call) -> Answer:
    return 200, listing.page(call, CHECKOUT, call.query, FILTERS)


def attach_source(call: Call, checkout_id: str, source_id: str) -> Answer:
    """Answers with the source (the API description; one page shows a checkout)."""
    checkout = open_checkout(call, checkout_id)
    source = attach(call, checkout, source_id)
    save(call, checkout)
    return 200, source


def detach_source(call: Call, checkout_id: str, source_id: str) -> Answer:
    """A detached single-use source is cancelled for good."""
    checkout = open_checkout(call, checkout_id)
    if not any(each["id"] == source_id for each in checkout["payment"]["sources"]):
        call.lost(SOURCE, source_id, "sourceId")
    sources.let_go(call, checkout, source_id)
    sessions.refresh(checkout)
    save(call, checkout)
    return 204, None


def open_checkout(work: Work, checkout_id: str) -> Document:
    """A checkout that no order has used up. Raises 404, or 409 for a used one."""
    checkout = work.require(CHECKOUT, checkout_id)
    if "_order_id" in checkout:
        message = f"Checkout '{checkout_id}' is already an order."
        raise conflict("order_already_complete", "id", message)
    return checkout


def save(work: Work, checkout: Document) -> None:
    checkout["updatedTime"] = work.time
    work.documents.update(CHECKOUT, checkout)
    work.emit("checkout.updated", checkout)


def attach(work: Work, checkout: Document, source_id: str) -> Document:
    """Makes the source pay what is missing. Returns it; raises ApiError when it cannot."""
    source = sources.require_usable(work, checkout, source_id)
    if "billTo" not in checkout and source.get("owner"):
        bill_to = addresses.bill_to_of(source["owner"])
        addresses.check_formats(bill_to)
        checkout["billTo"] = bill_to
        _price(checkout)
    sources.put_to_use(work, checkout, source)
    sessions.refresh(checkout)
    return source


def _set_up(work: Work, checkout: Document, asked: Document) -> None:
    """Checks the checkout as a whole, then chooses the entity and prices it."""
    for name in ("shipTo", "billTo"):
        addresses.check_formats(checkout.get(name) or {})
    if any(item["_physical"] for item in checkout["items"]) and "shipTo" in checkout:
        addresses.require_ship_to(checkout["shipTo"])
    if "shippingChoice" in asked:
        checkout["shippingChoice"] = _shipping_choice(asked["shippingChoice"], checkout["currency"])
    if "language" in asked and "locale" not in asked:
        checkout["locale"] = _locale_of(asked["language"])
    checkout["updatedTime"] = work.time
    _price(checkout)


def _price(checkout: Document) -> None:
    checkout["sellingEntity"] = entities.choose(checkout)
    taxes.price(checkout)
    sessions.refresh(checkout)


def _shipping_choice(asked: Document, currency: str) -> Document:
    if "amount" not in asked:
        raise bad_request("internal_error", "", "Client must provide shipping Cost")
    if asked["amount"] < 0 or not fits(asked["amount"], currency):
        raise invalid("shippingChoice.amount")
    kept = copy.copy(asked)
    kept["_amount"] = kept.pop("amount")
    return {"shippingTerms": "DDP", **kept}


def _locale_of(language: str) -> str:
    """The supported locale of a language; `en_US` for what is not supported."""
    wanted = language.replace("-", "_")
    short = wanted.partition("_")[0].lower()
    own_country = {"en": "US", "ja": "JP", "ko": "KR", "zh": "CN", "cs": "CZ", "da": "DK"}
    guess = f"{short}_{own_country.get(short, {'sv': 'SE'}.get(short, short.upper()))}"
    return next((each for each in (wanted, guess) if each in LOCALES), "en_US")


def _require_active(work: Work, code: str) -> None:
    if code in work.sandbox.settings.inactive_currencies:
        raise conflict("currency_unactivated", "currency", f"Currency '{code}' is not activated.")


def _require_prices_fit(checkout: Document, currency: str) -> None:
    if not all(fits(item["_price"], currency) for item in checkout["items"]):
        raise invalid("currency", f"The prices of the items have too many decimals for {currency}.")


ROUTES = [
    Route("POST", "/checkouts", create),
    Route("GET", "/checkouts", search),
    Route("POST", "/checkouts/<checkout_id>", update),
    Route("GET", "/checkouts/<checkout_id>", retrieve),
    Route("DELETE", "/checkouts/<checkout_id>", delete),
    Route("POST", "/checkouts/<checkout_id>/sources/<source_id>", attach_source),
    Route("DELETE", "/checkouts/<checkout_id>/sources/<source_id>", detach_source),
]
