"""What happens by itself: due jobs, each in a transaction of its own."""

from __future__ import annotations

import logging
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
    """Runs the first job that is due; False when there is none."""
    with sandbox.store.transaction() as tx:
        row = tx.execute(
            "SELECT * FROM jobs WHERE due <= ? ORDER BY due, id LIMIT 1",
            [sandbox.clock.timestamp()],
        ).fetchone()
        if row is None:
            return False
        tx.execute("DELETE FROM jobs WHERE id = ?", [row["id"]])
        account = next(known for known in ACCOUNTS if known.id == row["account"])
        work = Work(sandbox, tx, account)
        try:
            JOBS[row["kind"]](work, jsontext.loads(row["payload"]))
        except ApiError as overtaken:  # the order went another way in the meantime
            log.info("Job %s was overtaken: %s", row["kind"], overtaken)
        work.publish()
    return True
