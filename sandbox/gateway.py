"""The way of every API call: key, faults, rate limit, one transaction, log, answer, events.

Resources only see a `Call` and return what to answer; everything else happens here once.
"""

from __future__ import annotations

import logging
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from sandbox import accounts, apilog, faults, jsontext
from sandbox.accounts import Account
from sandbox.errors import ApiError, bad_request, refuse, unauthorized
from sandbox.state import Sandbox
from sandbox.store import Transaction
from sandbox.work import Work, public

log = logging.getLogger(__name__)

Answer = tuple[int, Any]


class Call(Work):
    """One API call: a unit of work that knows what was sent."""

    def __init__(
        self,
        sandbox: Sandbox,
        tx: Transaction,
        account: Account,
        body: dict[str, Any],
        query: MultiDict[str, str],
    ) -> None:
        super().__init__(sandbox, tx, account)
        self.body = body
        self.query = query


@dataclass(frozen=True)
class Route:
    """A method and path of the API and the function that answers it.

    The function gets the call and the path's parts and returns (status, document or None).
    """

    method: str
    path: str
    answer: Callable[..., Answer]
    key: str = "secret"


@dataclass
class Settled:
    """What a call came to, before it is turned into bytes."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    queued: list[int] = field(default_factory=list)


def register(app: Flask, sandbox: Sandbox, routes: list[Route]) -> None:
    """Makes the routes answer on the app."""
    for route in routes:
        app.add_url_rule(
            route.path,
            endpoint=f"{route.method} {route.path}",
            view_func=_view(sandbox, route),
            methods=[route.method],
            provide_automatic_options=False,
        )


def _view(sandbox: Sandbox, route: Route) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        entry = apilog.begin(route.method)
        fault = sandbox.faults.take(route.method, request.path) or {}
        action = fault.get("action", "")
        if action == "delay":
            time.sleep(fault.get("delay_ms", 0) / 1000)
        if action == "drop_before":
            apilog.write(sandbox, entry, None, None)
            return cut_connection()
        settled = _settle(sandbox, route, ids, entry, fault)
        sandbox.courier.wake()
        if settled.queued and sandbox.delivery.before_answer:
            sandbox.courier.wait_until_sent(settled.queued)
        if action == "delay_after":
            time.sleep(fault.get("delay_ms", 0) / 1000)
        if action == "drop_after":
            return cut_connection()
        return respond(settled, malformed=action == "malformed")

    return view


def _settle(
    sandbox: Sandbox,
    route: Route,
    ids: dict[str, str],
    entry: apilog.Entry,
    fault: dict[str, Any],
) -> Settled:
    try:
        account = _authenticate(route.key)
        entry.account = account.id
        if fault.get("action") == "status":
            raise _ordered_failure(fault)
        _limit_rate(sandbox, account, route.key)
        body = read_json()
        with sandbox.store.transaction() as tx:
            call = Call(sandbox, tx, account, body, request.args)
            status, document = route.answer(call, **ids)
            settled = Settled(status, _overridden(sandbox, route, public(document)))
            settled.queued = call.publish()
            apilog.insert(tx, entry, settled.status, settled.body)
            return settled
    except ApiError as refusal:
        settled = Settled(refusal.status, refusal.body, refusal.headers)
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        settled = Settled(500, refuse(500, "unknown_error", message="Unexpected error.").body)
    apilog.write(sandbox, entry, settled.status, settled.body)
    return settled


def _authenticate(kind: str) -> Account:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise unauthorized()
    find = accounts.with_public_key if kind == "public" else accounts.with_secret_key
    account = find(key.strip())
    if account is None:
        raise unauthorized()
    return account


def _limit_rate(sandbox: Sandbox, account: Account, kind: str) -> None:
    per_second = sandbox.settings.rate_limit_per_second
    if per_second and kind == "secret" and not sandbox.limiter.allows(account.id, per_second):
        refusal = refuse(429, "too_many_requests", message="Too many requests.")
        refusal.headers["Retry-After"] = "1"
        raise refusal


def _ordered_failure(fault: dict[str, Any]) -> ApiError:
    """The refusal that a `status` fault asks for."""
    refusal = ApiError(fault.get("status", 500), fault.get("errors") or [])
    if fault.get("retry_after") is not None:
        refusal.headers["Retry-After"] = str(fault["retry_after"])
    return refusal


def read_json() -> dict[str, Any]:
    """The request's JSON object; {} where there is no body. Raises `invalid_format`."""
    try:
        raw = request.get_data()
    except RequestEntityTooLarge:
        raise bad_request("invalid_format", "", "The body is too large.") from None
    if not raw:
        return {}
    if request.mimetype not in ("", "application/json"):
        raise bad_request("invalid_format", "", "The content type must be application/json.")
    try:
        body = jsontext.loads(raw)
    except (ValueError, RecursionError):
        raise bad_request("invalid_format", "", "The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise bad_request("invalid_format", "", "The body must be a JSON object.")
    return body


def _overridden(sandbox: Sandbox, route: Route, document: Any) -> Any:
    for rule in sandbox.overrides.take_all(route.method, request.path):
        document = faults.merged(document, rule["merge"])
    return document


def respond(settled: Settled, *, malformed: bool = False) -> Response:
    """The answer as bytes; a malformed one breaks off in the middle of the JSON."""
    text = "" if settled.body is None else jsontext.dumps(settled.body)
    if malformed:
        text = text[: max(len(text) // 2, 1)] or "{"
    answer = Response(text, status=settled.status, headers=settled.headers)
    if text:
        answer.content_type = "application/json"
    else:
        answer.headers.pop("Content-Type", None)
    return answer


def cut_connection() -> Response:
    """Closes the client's connection without an answer.

    waitress offers no way to do so; its channel is reached through a method that it puts into the
    environment. Elsewhere (Flask's test client) a 502 stands in.
    """
    channel = getattr(request.environ.get("waitress.client_disconnected"), "__self__", None)
    if channel is not None:
        try:
            channel.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.debug("The client had already gone")
    return Response("", status=502)


def request_id() -> str:
    """The id of this request, for the log and for `x-dr-requestid`."""
    if "request_id" not in g:
        g.request_id = str(uuid.uuid4())
    return str(g.request_id)
