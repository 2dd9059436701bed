"""What all parts of the control interface share."""

from __future__ import annotations

from types import TracebackType

from sandbox.accounts import ACCOUNTS, Account
from sandbox.errors import not_found
from sandbox.gateway import read_json
from sandbox.state import Sandbox
from sandbox.store import Document, Kind
from sandbox.validation import check, choice, require
from sandbox.work import Work, public


class Desk:
    """One running sandbox, and how its documents are reached without a key."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def _work(self, account: Account) -> WorkUnit:
        return WorkUnit(self._sandbox, account)

    def _owner_of(self, kind: Kind, document_id: str | None) -> Account:
        """The account whose document this is. Raises 404."""
        with self._sandbox.store.transaction() as tx:
            row = tx.execute(
                "SELECT account FROM documents WHERE kind = ? AND id = ?", [kind.name, document_id]
            ).fetchone()
        if row is None:
            raise not_found(kind.noun, str(document_id))
        return account_named(row["account"])


class WorkUnit:
    """`with WorkUnit(...) as work`: a transaction whose events are published at its end."""

    def __init__(self, sandbox: Sandbox, account: Account) -> None:
        self._sandbox = sandbox
        self._account = account

    def __enter__(self) -> Work:
        self._transaction = self._sandbox.store.transaction()
        self._work = Work(self._sandbox, self._transaction.__enter__(), self._account)
        return self._work

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._work.publish()
        self._transaction.__exit__(kind, problem, trace)
        self._sandbox.courier.wake()


def account_named(account_id: str | None) -> Account:
    return next((each for each in ACCOUNTS if each.id == account_id), ACCOUNTS[0])


def outcome_of(*allowed: str) -> str:
    asked = check(read_json(), {"outcome": choice(*allowed)})
    require(asked, "outcome")
    return str(asked["outcome"])


def shown_to_the_outside(document: Document) -> Document:
    shown: Document = public(document)
    return shown
