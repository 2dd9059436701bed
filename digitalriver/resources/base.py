"""What all resource classes share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from digitalriver.context import CallContext
from digitalriver.errors import NotFound
from digitalriver.transport import Transport
from digitalriver.types.base import Resource

__all__ = ["ResourceCalls", "item_path"]

T = TypeVar("T", bound=Resource)


class ResourceCalls:
    """Binds a transport to the context of the calls made through it."""

    def __init__(self, transport: Transport, context: CallContext) -> None:
        self._transport = transport
        self._context = context

    def _call(
        self,
        method: str,
        path: str,
        kind: type[T],
        payload: Any = None,
        query: Sequence[tuple[str, str]] = (),
    ) -> T:
        return self._transport.call(
            method, path, kind, payload=payload, query=query, context=self._context
        )


def item_path(collection: str, item_id: str) -> str:
    """``/orders/123``. Raises NotFound for an id that cannot exist.

    Ids come from outside: an empty one would address the collection, and ``..`` would be resolved
    into another path before it is sent.
    """
    if not _can_exist(item_id):
        raise NotFound("that is no id", path=collection)
    return f"{collection}/{quote(item_id, safe='')}"


def _can_exist(item_id: str) -> bool:
    return bool(item_id.strip(".")) and item_id.isprintable() and len(item_id) <= 255
