"""What of a vendor's body may be kept: an allow-list of members, everything else is a placeholder.

An allow-list fails safe: a member that Digital River adds tomorrow, or a name that a shopper typed
into a field nobody thought of, is never stored. Shapes survive, so that a record still shows which
members were sent.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

MASK = "•"

#: Members whose scalar value is kept, in lower case.
_KEPT_GROUPS = {
    "ids": """
        id ids skuid checkoutid orderid itemid sourceid customerid chargeid fulfillmentid eventid
        upstreamid upstreamids paymentsessionid planid subscriptionid skugroupid fileid webhookids
        applicationid invoiceattributeid
    """,
    "kinds, states and codes": """
        type types state fraudstate status code parameter action flow chargetype customertype
        servicelevel shippingterms taxcode eccn hscode countryoforigin managedfulfillment
        failurecode apiversion transporttype digitalriverversion currency locale language weightunit
        country tariffcode enabled livemode reusable captured refunded physical taxinclusive
        requesttobeforgotten importerofrecordtax hasmore trackingcompany
    """,
    "amounts, quantities and times": """
        amount subtotal totalamount totaltax totalfees totalduty totalimportertax totaldiscount
        totalshipping taxamount rate price aggregateprice quantity cancelquantity perunitamount
        amountoff percentoff amountcontributed amountremainingtobecontributed capturedamount
        cancelledamount refundedamount availabletorefundamount weight createdtime updatedtime
    """,
    "stateTransitions, whose members are names of states": """
        pending_payment in_review accepted blocked cancelled fulfilled complete returned dispute
        created paid passed review_opened pending failed
    """,
}
KEPT = frozenset(name for group in _KEPT_GROUPS.values() for name in group.split())

#: Objects whose insides are never looked at, whatever their members are called.
CLOSED = frozenset(["metadata", "owner", "mandate", "authentication", "oauth", "attributes"])

#: Of a card, these may be kept; everything else in it is masked.
CARD_KEPT = frozenset(["brand", "fundingsource"])

_MAX_DEPTH = 12
_MAX_ITEMS = 200
_MAX_TEXT = 300
_EMAIL = re.compile(r"[^\s\"'<>,;:]+@[^\s\"'<>,;:]+")
_DIGITS = re.compile(r"\d(?:[ -]?\d){6,}")
_KEY = re.compile(r"\b(?:sk|pk|whsec|rk)_\w+")
_LOOKS_WRONG = re.compile(r"@|\b(?:sk|pk|whsec|rk)_|\d(?:[ -]?\d){12,}")


def masked(value: Any) -> Any:
    """The body as JSON-ready data with everything outside the allow-list replaced.

    Decimals become text, so that no float ever stands for an amount.
    """
    return _masked(value, keep=False, depth=0)


def _masked(value: Any, *, keep: bool, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        return MASK
    if isinstance(value, dict):
        return _masked_object(value, depth)
    if isinstance(value, list | tuple):
        return [_masked(item, keep=keep, depth=depth + 1) for item in value[:_MAX_ITEMS]]
    if value is None or isinstance(value, bool):
        return value
    return _scalar(value) if keep else MASK


def _masked_object(value: dict[Any, Any], depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, item in list(value.items())[:_MAX_ITEMS]:
        lower = str(name).lower()
        if lower == "creditcard" and isinstance(item, dict):
            result[_text(str(name))] = {
                key: _scalar(part) if str(key).lower() in CARD_KEPT else MASK
                for key, part in item.items()
            }
        elif lower in CLOSED:
            result[_text(str(name))] = MASK
        elif lower == "message":
            result["message"] = _text(str(item)) if isinstance(item, str) else MASK
        else:
            result[_text(str(name))] = _masked(item, keep=lower in KEPT, depth=depth + 1)
    return result


def _scalar(value: Any) -> Any:
    """A kept value; a text that holds an address, a key or a card number anyway is masked."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, int):
        return value
    text = str(value)[:_MAX_TEXT].replace("\x00", "")
    return MASK if _LOOKS_WRONG.search(text) else text


def _text(value: str) -> str:
    """Free text with e-mail addresses, keys and long numbers taken out."""
    text = value[:_MAX_TEXT].replace("\x00", "")
    for pattern in (_EMAIL, _KEY, _DIGITS):
        text = pattern.sub(MASK, text)
    return text


def sample(body: bytes, content_type: str) -> dict[str, Any]:
    """For a body that is not JSON: what it was and a harmless beginning of it.

    Of text that looks like JSON cut short only the member names are kept: its values would be
    somebody's address.
    """
    text = body[:4000].decode("utf-8", "replace")
    if text.lstrip()[:1] in ("{", "["):
        excerpt = " ".join(re.findall(r"\"(\w{1,40})\"\s*:", text)[:40])
    else:
        excerpt = _text(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).strip())
    return {"unreadable": {"bytes": len(body), "contentType": content_type, "excerpt": excerpt}}
