"""Where the sandbox keeps everything: JSON documents in one SQLite file.

One connection, one lock, one transaction a request: the transaction is committed before the answer
leaves, so that a kill -9 loses nothing that was answered.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox import jsontext

Document = dict[str, Any]
_SCHEMA = Path(__file__).with_name("schema.sql")
_EMPTIED = ("documents", "document_keys", "requests", "outgoing", "attempts", "jobs")


@dataclass(frozen=True)
class Kind:
    """A sort of resource: its name in the file, its noun in messages, and what it is found by."""

    name: str
    noun: str
    keys: Mapping[str, Callable[[Document], Iterable[Any]]] = field(default_factory=dict)

    def keys_of(self, document: Document) -> set[tuple[str, str]]:
        return {
            (name, str(value))
            for name, values in self.keys.items()
            for value in values(document)
            if value is not None
        }


def member(name: str) -> Callable[[Document], list[Any]]:
    """The key function of a plain member."""
    return lambda document: [document.get(name)]


class Store:
    """The file. `with store.transaction() as tx` is the only way in."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        # NORMAL is safe against a killed process in WAL mode; only a power cut could lose a commit.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA.read_text())

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Everything inside is written together, or not at all when it raises."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._connection.close()


class Transaction:
    """What can be done to the file while the transaction lasts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        return self._connection.execute(sql, tuple(values))

    def rows(self, sql: str, values: Iterable[Any] = ()) -> list[sqlite3.Row]:
        return self.execute(sql, values).fetchall()

    def documents(self, account: str) -> Documents:
        """The documents of one account."""
        return Documents(self, account)

    def setting(self, name: str, default: Any = None) -> Any:
        row = self.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
        return default if row is None else jsontext.loads(row["value"])

    def set_setting(self, name: str, value: Any) -> None:
        self.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [name, jsontext.dumps(value)],
        )

    def schedule(self, account: str, due: float, kind: str, payload: Document) -> None:
        """Has `kind` done to `payload` when the sandbox's clock passes `due`."""
        self.execute(
            "INSERT INTO jobs (account, due, kind, payload) VALUES (?, ?, ?, ?)",
            [account, due, kind, jsontext.dumps(payload)],
        )

    def empty(self, *, keep: str | None) -> None:
        """Forgets everything but the documents of the kind `keep`. Counters go on counting."""
        for table in _EMPTIED:
            has_kind = table in ("documents", "document_keys") and keep is not None
            where, values = (" WHERE kind <> ?", [keep]) if has_kind else ("", [])
            self.execute(f"DELETE FROM {table}{where}", values)  # noqa: S608 (constants)
        self.execute("DELETE FROM settings")


class Documents:
    """The documents of one account, inside one transaction."""

    def __init__(self, tx: Transaction, account: str) -> None:
        self._tx = tx
        self.account = account

    def insert(self, kind: Kind, document: Document) -> None:
        """Adds a document under its own `id`. Raises sqlite3.IntegrityError where it exists."""
        cursor = self._tx.execute(
            "INSERT INTO documents (account, kind, id, body) VALUES (?, ?, ?, ?)",
            [self.account, kind.name, document["id"], jsontext.dumps(document)],
        )
        self._add_keys(kind, cursor.lastrowid, kind.keys_of(document))

    def update(self, kind: Kind, document: Document) -> None:
        """Writes a document that exists."""
        seq = self._seq(kind, document["id"])
        self._tx.execute(
            "UPDATE documents SET body = ? WHERE seq = ?", [jsontext.dumps(document), seq]
        )
        rows = self._tx.rows("SELECT name, value FROM document_keys WHERE seq = ?", [seq])
        before, after = {(row["name"], row["value"]) for row in rows}, kind.keys_of(document)
        for name, value in before - after:
            self._tx.execute(
                "DELETE FROM document_keys WHERE seq = ? AND name = ? AND value = ?",
                [seq, name, value],
            )
        self._add_keys(kind, seq, after - before)

    def delete(self, kind: Kind, document_id: str) -> None:
        seq = self._seq(kind, document_id)
        self._tx.execute("DELETE FROM document_keys WHERE seq = ?", [seq])
        self._tx.execute("DELETE FROM documents WHERE seq = ?", [seq])

    def get(self, kind: Kind, document_id: str) -> Document | None:
        row = self._tx.execute(
            "SELECT body FROM documents WHERE account = ? AND kind = ? AND id = ?",
            [self.account, kind.name, document_id],
        ).fetchone()
        return None if row is None else jsontext.loads(row["body"])

    def find(self, kind: Kind, name: str, value: str) -> list[Document]:
        """The documents with this key, oldest first."""
        rows = self._tx.rows(
            "SELECT body FROM document_keys JOIN documents USING (seq) WHERE"
            " document_keys.account = ? AND document_keys.kind = ? AND name = ? AND value = ?"
            " ORDER BY seq",
            [self.account, kind.name, name, value],
        )
        return [jsontext.loads(row["body"]) for row in rows]

    def all(self, kind: Kind) -> list[Document]:
        """Every document of a kind, oldest first: for kinds of which there are few."""
        rows = self._tx.rows(
            "SELECT body FROM documents WHERE account = ? AND kind = ? ORDER BY seq",
            [self.account, kind.name],
        )
        return [jsontext.loads(row["body"]) for row in rows]

    def _seq(self, kind: Kind, document_id: str) -> int:
        row = self._tx.execute(
            "SELECT seq FROM documents WHERE account = ? AND kind = ? AND id = ?",
            [self.account, kind.name, document_id],
        ).fetchone()
        if row is None:
            raise LookupError(f"{kind.noun} {document_id}")
        return int(row["seq"])

    def _add_keys(self, kind: Kind, seq: int | None, keys: set[tuple[str, str]]) -> None:
        for name, value in keys:
            self._tx.execute(
                "INSERT INTO document_keys VALUES (?, ?, ?, ?, ?)",
                [self.account, kind.name, name, value, seq],
            )
