"""The dashboard's pages. Plain HTML: no script, no cookie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from sandbox.accounts import ACCOUNTS, Account
from sandbox.dashboard import formats, queries
from sandbox.local_only import refuse_strangers
from sandbox.resources import kinds
from sandbox.state import Sandbox
from sandbox.store import Kind, Transaction
from sandbox.work import public

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_LATEST = 2**62


def create_blueprint(sandbox: Sandbox) -> Blueprint:
    """`/dashboard/...` for one running sandbox."""
    blueprint = Blueprint(
        "dashboard",
        __name__,
        url_prefix="/dashboard",
        template_folder="templates",
        static_folder="static",
    )
    blueprint.before_request(refuse_strangers)
    blueprint.after_request(_protect)
    blueprint.app_template_filter("amount")(formats.amount)
    for name in ("moment", "pretty", "words", "tone", "status_tone"):
        blueprint.app_template_filter(name)(getattr(formats, name))
    pages = Pages(sandbox)
    for path, function in (
        ("/", pages.overview),
        ("/checkouts", pages.checkouts),
        ("/checkouts/<document_id>", pages.checkout),
        ("/orders", pages.orders),
        ("/orders/<document_id>", pages.order),
        ("/skus", pages.skus),
        ("/events", pages.events),
        ("/events/<document_id>", pages.event),
        ("/deliveries", pages.deliveries),
        ("/deliveries/<int:n>", pages.delivery),
        ("/requests", pages.requests),
        ("/requests/<int:n>", pages.request),
    ):
        blueprint.add_url_rule(path, endpoint=function.__name__, view_func=function)
    blueprint.add_url_rule(
        "/deliveries/<int:n>/resend", endpoint="resend", view_func=pages.resend, methods=["POST"]
    )
    return blueprint


def _protect(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = _POLICY
    # Not no-referrer: a form's POST would then come with the origin `null`.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


class Pages:
    """One method a page."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def overview(self) -> str:
        with self._reading() as (tx, account):
            return self._page(
                "overview",
                counts=queries.counts(tx, account.id),
                orders=queries.documents(tx, account.id, kinds.ORDER, _LATEST)[:8],
                requests=queries.requests(tx, account.id, _LATEST)[:8],
                webhooks=tx.documents(account.id).all(kinds.WEBHOOK),
                sandbox=self._sandbox,
                now=self._sandbox.clock.now().isoformat(),
            )

    def checkouts(self) -> str:
        return self._list("checkouts", kinds.CHECKOUT)

    def orders(self) -> str:
        return self._list("orders", kinds.ORDER)

    def skus(self) -> str:
        return self._list("skus", kinds.SKU)

    def events(self) -> str:
        return self._list("events", kinds.EVENT)

    def checkout(self, document_id: str) -> str:
        with self._reading() as (tx, account):
            checkout = self._one(tx, account, kinds.CHECKOUT, document_id)
            return self._page("checkout", checkout=checkout, source=public(checkout))

    def order(self, document_id: str) -> str:
        with self._reading() as (tx, account):
            order = self._one(tx, account, kinds.ORDER, document_id)
            return self._page(
                "order",
                order=order,
                source=public(order),
                events=queries.events_about(tx, account.id, document_id),
                fulfillments=tx.documents(account.id).find(
                    kinds.FULFILLMENT, "orderId", document_id
                ),
            )

    def event(self, document_id: str) -> str:
        with self._reading() as (tx, account):
            event = self._one(tx, account, kinds.EVENT, document_id)
            attempts = queries.attempts(tx, account.id, _LATEST, document_id)
            return self._page("event", event=event, attempts=attempts)

    def deliveries(self) -> str:
        with self._reading() as (tx, account):
            attempts = queries.attempts(tx, account.id, _before())
            waiting = queries.queued(tx, account.id) if _before() == _LATEST else []
            older = attempts[-1]["n"] if len(attempts) == queries.PAGE else None
            return self._page("deliveries", attempts=attempts, waiting=waiting, older=older)

    def delivery(self, n: int) -> str:
        with self._reading() as (tx, _):
            attempt = queries.attempt(tx, n) or abort(404)
            return self._page("delivery", attempt=attempt)

    def resend(self, n: int) -> AnyResponse:
        again = self._sandbox.courier.send_again(n)
        if again is None:
            abort(404)
        return redirect(url_for("dashboard.delivery", n=again, account=_account().id), 303)

    def requests(self) -> str:
        with self._reading() as (tx, account):
            found = queries.requests(tx, account.id, _before())
            older = found[-1]["n"] if len(found) == queries.PAGE else None
            return self._page("requests", requests=found, older=older)

    def request(self, n: int) -> str:
        with self._reading() as (tx, _):
            entry = queries.request(tx, n) or abort(404)
            return self._page("request", entry=entry)

    def _list(self, name: str, kind: Kind) -> str:
        with self._reading() as (tx, account):
            found = queries.documents(tx, account.id, kind, _before())
        older = found[-1]["seq"] if len(found) == queries.PAGE else None
        return self._page(name, documents=found, older=older)

    def _one(self, tx: Transaction, account: Account, kind: Kind, document_id: str) -> Any:
        return tx.documents(account.id).get(kind, document_id) or abort(404)

    @contextmanager
    def _reading(self) -> Iterator[tuple[Transaction, Account]]:
        with self._sandbox.store.transaction() as tx:
            yield tx, _account()

    def _page(self, name: str, **content: Any) -> str:
        return render_template(
            f"dashboard/{name}.html", account=_account(), accounts=ACCOUNTS, **content
        )


def _account() -> Account:
    wanted = request.args.get("account", "")
    return next((each for each in ACCOUNTS if each.id == wanted), ACCOUNTS[0])


def _before() -> int:
    given = request.args.get("before", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else _LATEST
