"""The courier: delivers events to webhooks, and runs what is due.

One thread looks for what is due; a small pool sends. An endpoint gets its events one after the
other, in the order in which they happened, so that a run of the sandbox can be repeated; other
endpoints do not wait for it. (The real service sends concurrently: try `shuffle` and `copies`.)
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sandbox import jsontext, postman, signature
from sandbox.accounts import Account
from sandbox.postman import Letter, Outcome
from sandbox.resources import kinds
from sandbox.store import Document, Transaction

if TYPE_CHECKING:
    from sandbox.state import Sandbox

log = logging.getLogger(__name__)

# "Three times over a few hours"; the hours are ours. Seconds on the sandbox's clock.
RETRY_AFTER = (5 * 60, 30 * 60, 2 * 60 * 60)
# "Endpoints that fail for days get disabled."
DISABLE_AFTER = 3 * 24 * 60 * 60


class Courier:
    """Sends what is in `outgoing` and runs what is in `jobs` when it is due."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._changed = threading.Condition()
        self._busy: set[str] = set()  # webhooks with a letter on its way
        self._rounds = 0
        self._asked = 0
        self._stopping = False
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="courier")
        self._session = postman.new_session()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self, run_due_job: Callable[[], bool]) -> None:
        """Begins; `run_due_job` runs one job that is due and tells whether there was one."""
        self._run_due_job = run_due_job
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(5)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def wake(self) -> None:
        """Something may be due: look now."""
        with self._changed:
            self._asked += 1
            self._changed.notify_all()

    def enqueue(self, tx: Transaction, account: Account, events: list[Document]) -> list[int]:
        """Queues every event for its webhooks in the way that `/control/delivery` says."""
        how = self._sandbox.delivery
        state = {"hold": "held", "drop": "dropped"}.get(how.mode, "waiting")
        due = self._sandbox.clock.timestamp() + how.delay_ms / 1000
        ids = []
        for event in reversed(events) if how.shuffle else events:
            for webhook_id in event["webhookIds"]:
                for _ in range(how.copies):
                    cursor = tx.execute(
                        "INSERT INTO outgoing (account, event_id, webhook_id, due, state)"
                        " VALUES (?, ?, ?, ?, ?)",
                        [account.id, event["id"], webhook_id, due, state],
                    )
                    ids.append(cursor.lastrowid or 0)
        return ids if state == "waiting" else []

    def release(self) -> int:
        """Makes what is held due; returns how many deliveries that are."""
        turn = self._sandbox.delivery.shuffle
        with self._sandbox.store.transaction() as tx:
            rows = tx.rows("SELECT id FROM outgoing WHERE state = 'held' ORDER BY id")
            base = self._sandbox.clock.timestamp() - len(rows)
            for place, row in enumerate(reversed(rows) if turn else rows):
                tx.execute(
                    "UPDATE outgoing SET state = 'waiting', due = ? WHERE id = ?",
                    [base + place, row["id"]],
                )
        self.wake()
        return len(rows)

    def wait_until_idle(self, timeout: float = 10.0) -> bool:
        """Waits until nothing is due and nothing is on its way; False when that takes too long."""
        deadline = time.monotonic() + timeout
        self.wake()
        with self._changed:
            while self._rounds < self._asked or self._busy or self._something_due():
                left = deadline - time.monotonic()
                if left <= 0 or self._stopping or not self._thread.is_alive():
                    return False
                self._changed.wait(min(left, 0.05))
        return True

    def wait_until_sent(self, ids: list[int], timeout: float = 10.0) -> None:
        """Waits until none of these deliveries is still waiting for its first try."""
        deadline = time.monotonic() + timeout
        self.wake()
        while ids and time.monotonic() < deadline:
            with self._sandbox.store.transaction() as tx:
                rows = tx.rows("SELECT id FROM outgoing WHERE state = 'waiting' AND attempt = 1")
            waiting = {row["id"] for row in rows}
            ids = [each for each in ids if each in waiting]
            if ids:
                with self._changed:
                    self._changed.wait(0.05)

    def send_again(self, n: int) -> int | None:
        """Sends attempt `n` again now, with a new signature; returns the new attempt's number.

        None when there is no such attempt, or its event or endpoint is gone.
        """
        with self._sandbox.store.transaction() as tx:
            row = tx.execute("SELECT * FROM attempts WHERE n = ?", [n]).fetchone()
            letter = row and self._letter(tx, 0, row, row["attempt"])
        return self._send(letter) if letter else None

    # -- the loop -------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            with self._changed:
                asked = self._asked
            try:
                found = self._round()
            except Exception:
                # Whatever it was, the next round must come.
                log.exception("The courier could not look for what is due")
                found = False
            with self._changed:
                self._rounds = max(self._rounds, asked)
                self._changed.notify_all()
                if not found and self._asked == asked and not self._stopping:
                    self._changed.wait(self._pause())

    def _round(self) -> bool:
        """Runs one due job or hands one letter an idle endpoint to the pool; True if it did."""
        ran = self._run_due_job()
        with self._sandbox.store.transaction() as tx:
            letters = self._due(tx)
        with self._changed:
            self._busy |= {letter.webhook["id"] for letter in letters}
        for letter in letters:
            self._pool.submit(self._deliver, letter)
        return ran or bool(letters)

    def _due(self, tx: Transaction) -> list[Letter]:
        rows = tx.rows(
            "SELECT * FROM outgoing WHERE state = 'waiting' AND due <= ?"
            " ORDER BY due, id LIMIT 200",
            [self._sandbox.clock.timestamp()],
        )
        letters: dict[str, Letter] = {}
        for row in rows:
            if row["webhook_id"] in self._busy or row["webhook_id"] in letters:
                continue
            letter = self._letter(tx, row["id"], row, row["attempt"])
            if letter is None or not letter.webhook["enabled"]:
                tx.execute("UPDATE outgoing SET state = 'given_up' WHERE id = ?", [row["id"]])
                continue
            letters[row["webhook_id"]] = letter
        return list(letters.values())

    def _letter(
        self, tx: Transaction, outgoing_id: int, row: sqlite3.Row, attempt: int
    ) -> Letter | None:
        documents = tx.documents(row["account"])
        event = documents.get(kinds.EVENT, row["event_id"])
        webhook = documents.get(kinds.WEBHOOK, row["webhook_id"])
        if event is None or webhook is None:
            return None
        return Letter(outgoing_id, row["account"], attempt, event, webhook)

    def _something_due(self) -> bool:
        with self._sandbox.store.transaction() as tx:
            now = [self._sandbox.clock.timestamp()]
            waiting = "SELECT 1 FROM outgoing WHERE state = 'waiting' AND due <= ?"
            return bool(
                tx.rows(f"{waiting} LIMIT 1", now)
                or tx.rows("SELECT 1 FROM jobs WHERE due <= ? LIMIT 1", now)
            )

    def _pause(self) -> float:
        """Seconds until the next thing is due, at most half a second."""
        with self._sandbox.store.transaction() as tx:
            row = tx.execute(
                "SELECT min(due) AS due FROM (SELECT due FROM jobs UNION ALL"
                " SELECT due FROM outgoing WHERE state = 'waiting')"
            ).fetchone()
        if row["due"] is None:
            return 0.5
        left = float(row["due"]) - self._sandbox.clock.timestamp()
        return min(0.5, max(0.005, left))

    # -- sending --------------------------------------------------------------------------------

    def _deliver(self, letter: Letter) -> None:
        try:
            self._send(letter)
        except Exception:
            log.exception("Delivery %s was not settled", letter.id)
        finally:
            with self._changed:
                self._busy.discard(letter.webhook["id"])
                self._asked += 1
                self._changed.notify_all()

    def _send(self, letter: Letter) -> int:
        body = jsontext.dumps(letter.event).encode()
        keys = signature.active_secrets(letter.webhook, self._sandbox.clock.timestamp())
        outcome = postman.post(self._session, letter, body, keys)
        with self._sandbox.store.transaction() as tx:
            n = self._record(tx, letter, body, outcome)
            self._settle(tx, letter, outcome)
        return n

    def _record(self, tx: Transaction, letter: Letter, body: bytes, outcome: Outcome) -> int:
        headers = {
            name: "Basic …" if name == "Authorization" else value
            for name, value in outcome.headers.items()
        }
        cursor = tx.execute(
            "INSERT INTO attempts (account, time, event_id, event_type, webhook_id, url, attempt,"
            " headers, body, status, response, error, milliseconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                letter.account,
                self._sandbox.clock.now().isoformat(),
                letter.event["id"],
                letter.event["type"],
                letter.webhook["id"],
                letter.webhook["address"],
                letter.attempt,
                jsontext.dumps(headers),
                body.decode(),
                outcome.status,
                outcome.response,
                outcome.error,
                outcome.milliseconds,
            ],
        )
        return cursor.lastrowid or 0

    def _settle(self, tx: Transaction, letter: Letter, outcome: Outcome) -> None:
        now = self._sandbox.clock.timestamp()
        if letter.id and outcome.arrived:
            tx.execute("UPDATE outgoing SET state = 'sent' WHERE id = ?", [letter.id])
        elif letter.id and letter.attempt <= len(RETRY_AFTER):
            tx.execute(
                "UPDATE outgoing SET attempt = attempt + 1, due = ? WHERE id = ?",
                [now + RETRY_AFTER[letter.attempt - 1], letter.id],
            )
        elif letter.id:
            tx.execute("UPDATE outgoing SET state = 'given_up' WHERE id = ?", [letter.id])
        self._judge(tx, letter, outcome, now)

    def _judge(self, tx: Transaction, letter: Letter, outcome: Outcome, now: float) -> None:
        """Notes since when the endpoint fails, and disables it when that has lasted for days."""
        documents = tx.documents(letter.account)
        webhook = documents.get(kinds.WEBHOOK, letter.webhook["id"])
        if webhook is None or (outcome.arrived and "_failing_since" not in webhook):
            return
        if outcome.arrived:
            del webhook["_failing_since"]
        else:
            since = float(webhook.setdefault("_failing_since", now))
            webhook["enabled"] = webhook["enabled"] and now - since < DISABLE_AFTER
        documents.update(kinds.WEBHOOK, webhook)
