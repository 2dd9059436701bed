"""What the dashboard's pages show, read from the file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sandbox import jsontext
from sandbox.resources import kinds
from sandbox.store import Document, Kind, Transaction

PAGE = 50


def documents(tx: Transaction, account: str, kind: Kind, before: int) -> list[Document]:
    """A page of documents, newest first, each with its place in the list as `seq`."""
    rows = tx.rows(
        "SELECT seq, body FROM documents WHERE account = ? AND kind = ? AND seq < ?"
        " ORDER BY seq DESC LIMIT ?",
        [account, kind.name, before, PAGE],
    )
    return [{**jsontext.loads(row["body"]), "seq": row["seq"]} for row in rows]


def events_about(tx: Transaction, account: str, subject: str) -> list[Document]:
    """Everything that happened to an order or another resource, oldest first."""
    return tx.documents(account).find(kinds.EVENT, "subject", subject)


def attempts(tx: Transaction, account: str, before: int, event_id: str = "") -> list[Document]:
    """Deliveries that were tried, newest first; those of one event where one is named."""
    rows = tx.rows(
        "SELECT * FROM attempts WHERE account = ? AND n < ? AND (? = '' OR event_id = ?)"
        " ORDER BY n DESC LIMIT ?",
        [account, before, event_id, event_id, PAGE],
    )
    return [_attempt(row) for row in rows]


def attempt(tx: Transaction, n: int) -> Document | None:
    row = tx.execute("SELECT * FROM attempts WHERE n = ?", [n]).fetchone()
    return None if row is None else _attempt(row)


def queued(tx: Transaction, account: str) -> list[Document]:
    """Deliveries that wait, are held, were dropped or given up, newest first."""
    rows = tx.rows(
        "SELECT outgoing.*, json_extract(body, '$.type') AS event_type FROM outgoing"
        " LEFT JOIN documents ON documents.account = outgoing.account AND kind = 'event'"
        " AND documents.id = event_id"
        " WHERE outgoing.account = ? AND state <> 'sent' ORDER BY outgoing.id DESC LIMIT ?",
        [account, PAGE],
    )
    return [{**dict(row), "due": _iso(row["due"])} for row in rows]


def requests(tx: Transaction, account: str, before: int) -> list[Document]:
    """The API log, newest first; requests without a valid key show under every account."""
    rows = tx.rows(
        "SELECT * FROM requests WHERE account IN (?, '') AND n < ? ORDER BY n DESC LIMIT ?",
        [account, before, PAGE],
    )
    return [_request(row) for row in rows]


def request(tx: Transaction, n: int) -> Document | None:
    row = tx.execute("SELECT * FROM requests WHERE n = ?", [n]).fetchone()
    return None if row is None else _request(row)


def counts(tx: Transaction, account: str) -> dict[str, int]:
    """How many documents there are of each kind."""
    rows = tx.rows(
        "SELECT kind, count(*) AS number FROM documents WHERE account = ? GROUP BY kind", [account]
    )
    return {row["kind"]: row["number"] for row in rows}


def _iso(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).isoformat()


def _attempt(row: Any) -> Document:
    return {**dict(row), "headers": json.loads(row["headers"])}


def _request(row: Any) -> Document:
    return {**dict(row), "headers": json.loads(row["headers"])}
