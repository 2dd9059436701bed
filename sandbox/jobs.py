"""What happens by itself: due jobs, each in a transaction of its own."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox import jsontext
from sandbox.accounts import ACCOUNTS
from sandbox.errors import ApiError
from sandbox.resources.orders import end_review
from sandbox.resources.settlement import settle
from sandbox.store import Document
from sandbox.work import Work

if TYPE_CHECKING:
    from sandbox.state import Sandbox

log = logging.getLogger(__name__)

JOBS: dict[str, Callable[[Work, Document], object]] = {
    "end_review": lambda work, job: end_review(work, job["orderId"], job["outcome"]),
    "settle_captures": lambda work, job: settle(work, job["orderId"], "captures", job["outcome"]),
}


def run_due(sandbox: Sandbox) -> bool:
    """Runs the first job that is due; False when there is none.

    A job is forgotten in the transaction that does its work, so that a crash in between loses
    nothing; one that cannot be done is forgotten as well.
    """
    with sandbox.store.transaction() as tx:
        job = tx.execute(
            "SELECT * FROM jobs WHERE due <= ? ORDER BY due, id LIMIT 1",
            [sandbox.clock.timestamp()],
        ).fetchone()
    if job is None:
        return False
    try:
        _run(sandbox, job)
    except ApiError as overtaken:  # the order went another way in the meantime
        log.info("Job %s was overtaken: %s", job["kind"], overtaken)
        _forget(sandbox, job)
    except Exception:
        log.exception("Job %s failed", job["kind"])
        _forget(sandbox, job)
    return True


def _run(sandbox: Sandbox, job: sqlite3.Row) -> None:
    account = next(known for known in ACCOUNTS if known.id == job["account"])
    with sandbox.store.transaction() as tx:
        work = Work(sandbox, tx, account)
        JOBS[job["kind"]](work, jsontext.loads(job["payload"]))
        work.publish()
        tx.execute("DELETE FROM jobs WHERE id = ?", [job["id"]])


def _forget(sandbox: Sandbox, job: sqlite3.Row) -> None:
    with sandbox.store.transaction() as tx:
        tx.execute("DELETE FROM jobs WHERE id = ?", [job["id"]])
