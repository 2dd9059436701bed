"""One unit of work: what an API call, a control call or a due job does inside one transaction."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from sandbox import clock
from sandbox.accounts import Account
from sandbox.errors import not_found
from sandbox.resources import kinds
from sandbox.store import Document, Kind, Transaction

if TYPE_CHECKING:
    from sandbox.state import Sandbox

API_VERSION = "2021-12-13"


class Work:
    """Reads and writes one account's documents and says what happened, as events."""

    def __init__(self, sandbox: Sandbox, tx: Transaction, account: Account) -> None:
        self.sandbox = sandbox
        self.tx = tx
        self.account = account
        self.documents = tx.documents(account.id)
        self.now: datetime = sandbox.clock.now()
        self._happened: list[Document] = []

    @property
    def time(self) -> str:
        """Now, as resources write it."""
        return clock.iso(self.now)

    def require(self, kind: Kind, document_id: str, parameter: str = "id") -> Document:
        """The document with this id. Raises the vendor's 404."""
        found = self.documents.get(kind, document_id)
        if found is None:
            self.lost(kind, document_id, parameter)
        return found

    def lost(self, kind: Kind, document_id: str, parameter: str = "id") -> NoReturn:
        raise not_found(kind.noun, document_id, parameter)

    def later(self, seconds: float, kind: str, payload: Document) -> None:
        """Has the job `kind` run when the sandbox's clock has moved on by `seconds`."""
        due = self.sandbox.clock.timestamp() + seconds
        self.tx.schedule(self.account.id, due, kind, payload)

    def emit(self, event_type: str, about: Document, *, live_mode: bool = False) -> Document:
        """Records what happened to `about`, as it is now; delivered after the commit."""
        event: Document = {
            "id": str(uuid.uuid4()),
            "type": event_type,
            "data": {"object": public(about)},
            "liveMode": live_mode,
            "createdTime": clock.iso_fine(self.sandbox.clock.now()),
            "webhookIds": [],
            "digitalriverVersion": API_VERSION,
        }
        self._happened.append(event)
        return event

    def publish(self) -> list[int]:
        """Writes what happened and queues its deliveries; returns the ids of the queued rows."""
        if not self._happened:
            return []
        events, self._happened = self._happened, []
        webhooks = [hook for hook in self.documents.all(kinds.WEBHOOK) if hook["enabled"]]
        for event in events:
            event["webhookIds"] = [hook["id"] for hook in webhooks if wants(hook, event["type"])]
            self.documents.insert(kinds.EVENT, event)
        return self.sandbox.courier.enqueue(self.tx, self.account, events)


def public(document: Any) -> Any:
    """The document as the outside sees it: without the members that begin with an underscore."""
    if isinstance(document, dict):
        return {name: public(value) for name, value in document.items() if not name.startswith("_")}
    if isinstance(document, list):
        return [public(entry) for entry in document]
    return document


def wants(webhook: Document, event_type: str) -> bool:
    """Whether a webhook wants an event type: by name, by group (`order.*`) or with all."""
    return any(
        pattern in (event_type, "*")
        or (pattern.endswith(".*") and event_type.startswith(pattern[:-1]))
        for pattern in webhook["types"]
    )
