"""The parts of the control interface that make something happen."""

from __future__ import annotations

from sandbox.accounts import ACCOUNTS
from sandbox.control.desk import Desk, account_named, outcome_of, shown_to_the_outside
from sandbox.control.shapes import json_object
from sandbox.errors import bad_request
from sandbox.gateway import read_json
from sandbox.resources import orders, settlement, webhooks
from sandbox.resources.kinds import ORDER, WEBHOOK
from sandbox.store import Document
from sandbox.validation import Checker, array, boolean, check, choice, integer, require, text
from sandbox.work import public


class Happenings(Desk):
    """Webhooks, events, and the outcomes of what is pending."""

    def put_webhook(self) -> Document:
        """Makes sure that exactly this endpoint exists in the account (by default the first)."""
        shape: dict[str, Checker] = {
            "address": text(2000),
            "types": array(text(100)),
            "secret": text(255),
            "enabled": boolean,
            "account": choice(*(account.id for account in ACCOUNTS)),
            "authentication": json_object,
        }
        asked = check(read_json(), shape)
        require(asked, "address")
        secret, account_id = asked.pop("secret", None), asked.pop("account", ACCOUNTS[0].id)
        asked.setdefault("types", ["*"])
        with self._work(account_named(account_id)) as work:
            known = work.documents.all(WEBHOOK)
            kept = next((each for each in known if each["address"] == asked["address"]), None)
            for other in known:
                if other is not kept:
                    work.documents.delete(WEBHOOK, other["id"])
            if kept is None:
                kept = webhooks.register(work, asked, secret)
            else:
                if secret is not None:
                    kept["_secrets"] = [{"value": secret, "until": None}]
                kept = webhooks.change(work, kept, {"enabled": True, **asked})
            return {**public(kept), "secret": kept["_secrets"][0]["value"]}

    def rotate(self, webhook_id: str) -> Document:
        asked = check(read_json(), {"overlap_s": integer(0, 10**9)})
        with self._work(self._owner_of(WEBHOOK, webhook_id)) as work:
            webhook = work.require(WEBHOOK, webhook_id)
            secret = webhooks.rotate(work, webhook, asked.get("overlap_s", 0))
        return {"id": webhook_id, "secret": secret}

    def emit(self) -> Document:
        """Emits any event: with the object given, or with the order that `orderId` names."""
        shape: dict[str, Checker] = {
            "type": text(100),
            "object": json_object,
            "orderId": text(255),
            "liveMode": boolean,
            "account": choice(*(account.id for account in ACCOUNTS)),
        }
        asked = check(read_json(), shape)
        require(asked, "type")
        order_id = asked.get("orderId")
        if order_id is None and "object" not in asked:
            raise bad_request("missing_parameter", "object", "Send an object or an orderId.")
        account = (
            self._owner_of(ORDER, order_id) if order_id else account_named(asked.get("account"))
        )
        with self._work(account) as work:
            shown = asked.get("object") or work.require(ORDER, order_id or "")
            return work.emit(asked["type"], shown, live_mode=asked.get("liveMode", False))

    def review(self, order_id: str) -> Document:
        outcome = outcome_of("accept", "block")
        with self._work(self._owner_of(ORDER, order_id)) as work:
            return shown_to_the_outside(orders.end_review(work, order_id, outcome))

    def payment(self, order_id: str) -> Document:
        outcome = outcome_of("receive", "expire", "fail")
        with self._work(self._owner_of(ORDER, order_id)) as work:
            return shown_to_the_outside(orders.end_payment(work, order_id, outcome))

    def captures(self, order_id: str) -> Document:
        return self._settle(order_id, "captures")

    def cancels(self, order_id: str) -> Document:
        return self._settle(order_id, "cancels")

    def _settle(self, order_id: str, list_name: str) -> Document:
        outcome = outcome_of("complete", "fail")
        with self._work(self._owner_of(ORDER, order_id)) as work:
            return shown_to_the_outside(settlement.settle(work, order_id, list_name, outcome))
