"""The payment session of a checkout or order: what is paid for, and what is still missing.

Source: creating-checkouts/payment-sessions.md
"""

from __future__ import annotations

import uuid
from decimal import Decimal

from sandbox.money import ZERO
from sandbox.store import Document


def new_payment() -> Document:
    """The `payment` of a new checkout: nothing attached."""
    session_id = str(uuid.uuid4())
    secret = f"{session_id}_{uuid.uuid4()}"
    session = {"id": session_id, "clientSecret": secret, "state": "requires_source"}
    return {"sources": [], "session": session}


def refresh(purchase: Document) -> None:
    """Brings amounts and state of the session up to the purchase's total.

    A source keeps the amount that it was attached for: when the total changes afterwards, the
    session is broken until a source is attached again.
    """
    session, total = purchase["payment"]["session"], purchase["totalAmount"]
    paid: Decimal = sum((source["amount"] for source in purchase["payment"]["sources"]), ZERO)
    session["amountContributed"] = paid
    session["amountRemainingToBeContributed"] = max(total - paid, ZERO)
    # After a refused order the session stays failed: only a new checkout can be bought.
    if session["state"] != "failed":
        session["state"] = "requires_confirmation" if paid == total else "requires_source"
