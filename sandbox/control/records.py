"""The parts of the control interface that tell what happened."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import request

from sandbox import jsontext
from sandbox.control.desk import Desk
from sandbox.errors import invalid, not_found
from sandbox.gateway import read_json
from sandbox.store import Document
from sandbox.validation import boolean, check


class Records(Desk):
    """The API log, the deliveries, and forgetting all of it."""

    def requests(self) -> Document:
        """The API log in order, from entry `after` on."""
        return self._log("requests", _request_shown)

    def deliveries(self) -> Document:
        """Every attempt to deliver an event."""
        return self._log("attempts", _attempt_shown)

    def _log(self, table: str, shown: Callable[[Any], Document]) -> Document:
        after, limit = _count("after", 0, 2**53), _count("limit", 1000, 1000)
        # The table's name is one of two constants.
        query = f"SELECT * FROM {table} WHERE n > ? ORDER BY n LIMIT ?"  # noqa: S608
        with self._sandbox.store.transaction() as tx:
            rows = tx.rows(query, [after, limit + 1])
        return {"hasMore": len(rows) > limit, "data": [shown(row) for row in rows[:limit]]}

    def reset(self) -> Document:
        asked = check(read_json(), {"webhooks": boolean})
        self._sandbox.reset(keep_webhooks=asked.get("webhooks", True))
        return {"reset": True}

    def resend(self, n: int) -> Document:
        again = self._sandbox.courier.send_again(n)
        if again is None:
            raise not_found("Delivery", str(n), "n")
        with self._sandbox.store.transaction() as tx:
            row = tx.execute("SELECT * FROM attempts WHERE n = ?", [again]).fetchone()
        return _attempt_shown(row)


def _count(name: str, default: int, highest: int) -> int:
    given = request.args.get(name, str(default))
    if not given.isascii() or not given.isdigit() or len(given) > 16:
        raise invalid(name, f"'{name}' must be a number.")
    return min(int(given), highest)


def _request_shown(row: Any) -> Document:
    return {
        "n": row["n"],
        "time": row["time"],
        "account": row["account"],
        "method": row["method"],
        "path": row["path"],
        "query": row["query"],
        "headers": json.loads(row["headers"]),
        "request_body": None if row["body"] is None else _json_or_text(row["body"]),
        "status": row["status"],
        "response_body": None if row["response"] is None else _json_or_text(row["response"]),
        "ms": row["milliseconds"],
        "request_id": row["request_id"],
    }


def _attempt_shown(row: Any) -> Document:
    shown = dict(row)
    shown["headers"] = json.loads(row["headers"])
    shown["ms"] = shown.pop("milliseconds")
    return shown


def _json_or_text(text: str) -> Any:
    try:
        return jsontext.loads(text)
    except ValueError:
        return text
