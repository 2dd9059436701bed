"""An order's states: how it moves, and which event says so.

Source: order-management/orders/the-order-lifecycle.md
"""

from __future__ import annotations

from sandbox.store import Document
from sandbox.work import Work

_EVENT_OF = {"in_review": "order.review_opened"}


def move(work: Work, order: Document, state: str) -> None:
    """Puts the order into a state, notes when, and emits the state's event.

    The caller writes the order.
    """
    order["state"] = state
    order["stateTransitions"][state] = work.time
    order["updatedTime"] = work.time
    work.emit(_EVENT_OF.get(state, f"order.{state}"), order)


def judge_fraud(work: Work, order: Document, fraud_state: str) -> None:
    """Notes the outcome of the fraud check: review_opened, passed or blocked."""
    order["fraudState"] = fraud_state
    order["fraudStateTransitions"][fraud_state] = work.time


def mark_items(work: Work, order: Document, state: str) -> None:
    """Puts every line into a state at once."""
    for item in order["items"]:
        item["state"] = state
        item["stateTransitions"][state] = work.time
