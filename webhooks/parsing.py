"""From signed bytes to the few facts that the inbox keeps beside them. Touches no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

LONGEST_ID = 255
LONGEST_TYPE = 200


class Malformed(Exception):
    """Not an event. The text says what is wrong, in words for the sender."""


@dataclass(frozen=True)
class ParsedEvent:
    """An event as the sender describes it; ``object`` is ``data.object`` or empty."""

    event_id: str
    type: str
    live_mode: bool
    api_version: str
    order_key: str
    object: dict[str, Any]


def parse(body: bytes) -> ParsedEvent:
    """The event in a verified body. Raises Malformed, whatever the bytes are."""
    document = _decode(body)
    event_id = _text(document, "id", LONGEST_ID)
    event_type = _text(document, "type", LONGEST_TYPE)
    data = document.get("data")
    found = data.get("object") if isinstance(data, dict) else None
    subject = found if isinstance(found, dict) else {}
    return ParsedEvent(
        event_id=event_id,
        type=event_type,
        live_mode=document.get("liveMode") is True,
        api_version=_api_version(document),
        order_key=_order_key(event_type, subject),
        object=subject,
    )


def _decode(body: bytes) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(body)
    except RecursionError:
        raise Malformed("The JSON is nested too deeply.") from None
    except (msgspec.MsgspecError, ValueError):
        # UnicodeDecodeError, lone surrogates, NaN and numbers out of range all end here.
        raise Malformed("The body is not valid JSON.") from None
    if not isinstance(document, dict):
        raise Malformed("The JSON is not an object.")
    if _holds_nul(document):
        raise Malformed("The JSON holds a NUL character.")
    return document


def _holds_nul(document: object) -> bool:
    """PostgreSQL keeps no NUL in text; refused here, before anything downstream meets one."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            if "\x00" in node:
                return True
        elif isinstance(node, dict):
            waiting.extend(node.keys())
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return False


def _text(document: dict[str, Any], name: str, longest: int) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Malformed(f"The event has no {name}.")
    if len(value) > longest:
        raise Malformed(f"The event's {name} is longer than {longest} characters.")
    return value


def _api_version(document: dict[str, Any]) -> str:
    # The vendor prints the key in two spellings, and some examples leave it out.
    for key in ("digitalriverVersion", "digitalRiverVersion"):
        if isinstance(value := document.get(key), str):
            return value[:40]
    return ""


def _order_key(event_type: str, subject: dict[str, Any]) -> str:
    """Digital River's id of the order that the event is about, or ""."""
    order_id = subject.get("orderId")
    if order_id is None and _is_order(event_type, subject):
        order_id = subject.get("id")
    if not isinstance(order_id, str) or len(order_id) > LONGEST_ID:
        return ""
    return order_id


def _is_order(event_type: str, subject: dict[str, Any]) -> bool:
    # By shape and not by name: order.charge.failed may carry an order or a charge.
    return event_type.startswith("order.") and (
        "checkoutId" in subject or "items" in subject or event_type.count(".") == 1
    )
