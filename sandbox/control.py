"""The control interface: how tests, the dashboard and the curious drive the sandbox.

JSON in and out, no key, this machine only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from types import TracebackType
from typing import Any

from flask import Blueprint, Response, request

from sandbox import clock, jsontext, validation
from sandbox.accounts import ACCOUNTS, Account
from sandbox.errors import ApiError, bad_request, invalid, not_found
from sandbox.faults import ACTIONS
from sandbox.gateway import Settled, read_json, respond
from sandbox.local_only import refuse_other_content, refuse_strangers
from sandbox.money import currencies
from sandbox.resources import orders, settlement, webhooks
from sandbox.resources.kinds import ORDER, WEBHOOK
from sandbox.state import Sandbox, changed
from sandbox.store import Document
from sandbox.validation import Checker, array, boolean, check, choice, integer, obj, require, text
from sandbox.work import Work, public

_FAULT: dict[str, Checker] = {
    "method": text(10),
    "path": text(500),
    "times": integer(1),
    "action": choice(*ACTIONS),
    "status": integer(400, 599),
    "errors": array(obj({name: text(500) for name in ("code", "parameter", "message")})),
    "retry_after": integer(0, 10**6),
    "delay_ms": integer(0, 120_000),
}


def _merge(value: Any, path: str) -> Document:
    if not isinstance(value, dict):
        raise invalid(path, f"'{path}' must be an object.")
    return value


def _currencies(value: Any, path: str) -> list[str]:
    codes: list[str] = array(text(3))(value, path)
    if not set(codes) <= set(currencies()):
        raise invalid(path, "Not a list of currencies.")
    return codes


_OVERRIDE: dict[str, Checker] = {
    **{name: _FAULT[name] for name in ("method", "path", "times")},
    "merge": _merge,
}
_SETTINGS: dict[str, Checker] = {
    "rate_limit_per_second": integer(0, 10**6),
    "inactive_currencies": _currencies,
    "consumed_checkout": choice("404", "second_order"),
}
_DELIVERY: dict[str, Checker] = {
    "mode": choice("normal", "hold", "drop"),
    "delay_ms": integer(0, 10**7),
    "copies": integer(1, 100),
    "shuffle": boolean,
    "before_answer": boolean,
}


def create_blueprint(sandbox: Sandbox) -> Blueprint:
    """`/control/...` for one running sandbox."""
    blueprint = Blueprint("control", __name__, url_prefix="/control")
    blueprint.before_request(refuse_strangers)
    blueprint.before_request(refuse_other_content)
    blueprint.register_error_handler(
        ApiError, lambda refusal: _answer(refusal.body, refusal.status)
    )
    control = Control(sandbox)
    for method, path, function in (
        ("GET", "/requests", control.requests),
        ("POST", "/reset", control.reset),
        ("PUT", "/webhooks", control.put_webhook),
        ("POST", "/webhooks/<webhook_id>/rotate", control.rotate),
        ("GET", "/deliveries", control.deliveries),
        ("POST", "/deliveries/<int:n>/resend", control.resend),
        ("GET", "/delivery", control.delivery),
        ("PUT", "/delivery", control.put_delivery),
        ("POST", "/delivery/flush", control.flush),
        ("POST", "/events", control.emit),
        ("POST", "/orders/<order_id>/review", control.review),
        ("POST", "/orders/<order_id>/payment", control.payment),
        ("POST", "/orders/<order_id>/captures", control.captures),
        ("POST", "/orders/<order_id>/cancels", control.cancels),
        ("GET", "/faults", control.faults),
        ("PUT", "/faults", control.put_faults),
        ("GET", "/overrides", control.overrides),
        ("PUT", "/overrides", control.put_overrides),
        ("GET", "/settings", control.settings),
        ("PUT", "/settings", control.put_settings),
        ("GET", "/clock", control.clock),
        ("PUT", "/clock", control.put_clock),
    ):
        blueprint.add_url_rule(
            path, endpoint=function.__name__, view_func=_view(function), methods=[method]
        )
    return blueprint


def _view(function: Callable[..., Any]) -> Callable[..., Response]:
    def view(**parts: Any) -> Response:
        return _answer(function(**parts))

    return view


def _answer(body: Any, status: int = 200) -> Response:
    return respond(Settled(status, body))


class Control:
    """One method a call of the interface; each returns what to answer."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    # -- what happened --------------------------------------------------------------------------

    def requests(self) -> Document:
        """The API log in order, from entry `after` on."""
        return self._log("requests", _request_shown)

    def deliveries(self) -> Document:
        """Every attempt to deliver an event."""
        return self._log("attempts", _attempt_shown)

    def _log(self, table: str, shown: Callable[[Any], Document]) -> Document:
        after, limit = _count("after", 0, 2**53), _count("limit", 1000, 1000)
        # The table's name is one of two constants.
        query = f"SELECT * FROM {table} WHERE n > ? ORDER BY n LIMIT ?"  # noqa: S608
        with self._sandbox.store.transaction() as tx:
            rows = tx.rows(query, [after, limit + 1])
        return {"hasMore": len(rows) > limit, "data": [shown(row) for row in rows[:limit]]}

    def reset(self) -> Document:
        asked = check(read_json(), {"webhooks": boolean})
        self._sandbox.reset(keep_webhooks=asked.get("webhooks", True))
        return {"reset": True}

    # -- webhooks and deliveries ----------------------------------------------------------------

    def put_webhook(self) -> Document:
        """Makes sure that exactly this endpoint exists in the account (by default the first)."""
        shape: dict[str, Checker] = {
            "address": text(2000),
            "types": array(text(100)),
            "secret": text(255),
            "enabled": boolean,
            "account": choice(*(account.id for account in ACCOUNTS)),
            "authentication": _merge,
        }
        asked = check(read_json(), shape)
        require(asked, "address")
        secret, account_id = asked.pop("secret", None), asked.pop("account", ACCOUNTS[0].id)
        asked.setdefault("types", ["*"])
        with self._work(_account(account_id)) as work:
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

    def resend(self, n: int) -> Document:
        again = self._sandbox.courier.send_again(n)
        if again is None:
            raise not_found("Delivery", str(n), "n")
        with self._sandbox.store.transaction() as tx:
            row = tx.execute("SELECT * FROM attempts WHERE n = ?", [again]).fetchone()
        return _attempt_shown(row)

    def delivery(self) -> Document:
        return asdict(self._sandbox.delivery)

    def put_delivery(self) -> Document:
        asked = check(read_json(), _DELIVERY)
        self._sandbox.delivery = changed(self._sandbox.delivery, asked)
        self._sandbox.remember()
        return self.delivery()

    def flush(self) -> Document:
        """Sends what is held, and answers when it is sent and nothing else is due."""
        released = self._sandbox.courier.release()
        idle = self._sandbox.courier.wait_until_idle()
        return {"released": released, "idle": idle}

    def emit(self) -> Document:
        """Emits any event: with the object given, or with the order that `orderId` names."""
        shape: dict[str, Checker] = {
            "type": text(100),
            "object": _merge,
            "orderId": text(255),
            "liveMode": boolean,
            "account": choice(*(account.id for account in ACCOUNTS)),
        }
        asked = check(read_json(), shape)
        require(asked, "type")
        order_id = asked.get("orderId")
        if order_id is None and "object" not in asked:
            raise bad_request("missing_parameter", "object", "Send an object or an orderId.")
        account = self._owner_of(ORDER, order_id) if order_id else _account(asked.get("account"))
        with self._work(account) as work:
            shown = asked.get("object") or work.require(ORDER, order_id or "")
            return work.emit(asked["type"], shown, live_mode=asked.get("liveMode", False))

    # -- outcomes -------------------------------------------------------------------------------

    def review(self, order_id: str) -> Document:
        outcome = _outcome("accept", "block")
        with self._work(self._owner_of(ORDER, order_id)) as work:
            return _shown(orders.end_review(work, order_id, outcome))

    def payment(self, order_id: str) -> Document:
        outcome = _outcome("receive", "expire", "fail")
        with self._work(self._owner_of(ORDER, order_id)) as work:
            return _shown(orders.end_payment(work, order_id, outcome))

    def captures(self, order_id: str) -> Document:
        return self._settle(order_id, "captures")

    def cancels(self, order_id: str) -> Document:
        return self._settle(order_id, "cancels")

    def _settle(self, order_id: str, list_name: str) -> Document:
        outcome = _outcome("complete", "fail")
        with self._work(self._owner_of(ORDER, order_id)) as work:
            return _shown(settlement.settle(work, order_id, list_name, outcome))

    # -- faults, settings, clock ----------------------------------------------------------------

    def faults(self) -> list[Document]:
        return self._sandbox.faults.rules()

    def put_faults(self) -> list[Document]:
        rules = _rules(_FAULT, "action")
        self._sandbox.faults.replace(rules)
        return self.faults()

    def overrides(self) -> list[Document]:
        return self._sandbox.overrides.rules()

    def put_overrides(self) -> list[Document]:
        rules = _rules(_OVERRIDE, "merge")
        self._sandbox.overrides.replace(rules)
        return self.overrides()

    def settings(self) -> Document:
        return asdict(self._sandbox.settings)

    def put_settings(self) -> Document:
        body = read_json()
        asked = check(body, _SETTINGS)
        if "rate_limit_per_second" in body and body["rate_limit_per_second"] is None:
            asked["rate_limit_per_second"] = None
        self._sandbox.settings = changed(self._sandbox.settings, asked)
        self._sandbox.remember()
        return self.settings()

    def clock(self) -> Document:
        offset = self._sandbox.clock.offset
        return {"now": clock.iso_fine(self._sandbox.clock.now()), "offset_s": offset}

    def put_clock(self) -> Document:
        """Moves the clock; answers when everything that became due is done."""
        asked = check(read_json(), {"advance_s": validation.number})
        require(asked, "advance_s")
        offset = self._sandbox.clock.offset + float(asked["advance_s"])
        if abs(offset) > 10**9:
            raise invalid("advance_s", "That is too far away.")
        self._sandbox.clock.offset = offset
        self._sandbox.remember()
        self._sandbox.courier.wait_until_idle()
        return self.clock()

    # -- helpers --------------------------------------------------------------------------------

    def _work(self, account: Account) -> WorkUnit:
        return WorkUnit(self._sandbox, account)

    def _owner_of(self, kind: Any, document_id: str | None) -> Account:
        """The account whose document this is. Raises 404."""
        with self._sandbox.store.transaction() as tx:
            row = tx.execute(
                "SELECT account FROM documents WHERE kind = ? AND id = ?", [kind.name, document_id]
            ).fetchone()
        if row is None:
            raise not_found(kind.noun, str(document_id))
        return _account(row["account"])


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


def _account(account_id: str | None) -> Account:
    return next((each for each in ACCOUNTS if each.id == account_id), ACCOUNTS[0])


def _outcome(*allowed: str) -> str:
    asked = check(read_json(), {"outcome": choice(*allowed)})
    require(asked, "outcome")
    return str(asked["outcome"])


def _rules(shape: dict[str, Checker], needed: str) -> list[Document]:
    try:
        raw = jsontext.loads(request.get_data() or b"[]")
    except (ValueError, RecursionError):
        raise bad_request("invalid_format", "", "The body is not valid JSON.") from None
    rules: list[Document] = array(obj(shape))(raw, "rules")
    for index, rule in enumerate(rules):
        require(rule, needed, path=f"rules[{index}]")
    return rules


def _count(name: str, default: int, highest: int) -> int:
    given = request.args.get(name, str(default))
    if not given.isascii() or not given.isdigit() or len(given) > 16:
        raise invalid(name, f"'{name}' must be a number.")
    return min(int(given), highest)


def _request_shown(row: Any) -> Document:
    return {
        "n": row["n"],
        "time": row["time"],
        "account": row["account"],
        "method": row["method"],
        "path": row["path"],
        "query": row["query"],
        "headers": json.loads(row["headers"]),
        "request_body": None if row["body"] is None else _json_or_text(row["body"]),
        "status": row["status"],
        "response_body": None if row["response"] is None else _json_or_text(row["response"]),
        "ms": row["milliseconds"],
        "request_id": row["request_id"],
    }


def _attempt_shown(row: Any) -> Document:
    shown = dict(row)
    shown["headers"] = json.loads(row["headers"])
    shown["ms"] = shown.pop("milliseconds")
    return shown


def _shown(document: Document) -> Document:
    shown: Document = public(document)
    return shown


def _json_or_text(text: str) -> Any:
    try:
        return jsontext.loads(text)
    except ValueError:
        return text
