"""How long the shop itself works at each checkout step: the time less the vendor's calls."""

from __future__ import annotations

import json
import re
import statistics
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.pages import SKU, Visitor
from bench.servers import gunicorn, prepared

PURCHASES, OWED_MS = 15, 30.0
ADDRESS = {
    "email": "bench@example.org",
    "ship-country": "US",
    "ship-name": "Alice Winter",
    "ship-line1": "10380 Bren Road West",
    "ship-city": "Minnetonka",
    "ship-state": "MN",
    "ship-postal_code": "55343",
    "billing_same": "on",
}
CARD = {"number": "4444222233331111", "expirationMonth": 12, "expirationYear": 2031, "cvv": "123"}


def run() -> list[str]:
    """Prints the median of each step; returns a line for each step that took too long."""
    times: dict[str, list[float]] = {}
    with (
        prepared() as environment,
        gunicorn("config.wsgi:application", environment) as shop,
        psycopg.connect(environment["DATABASE_URL"], autocommit=True) as database,
    ):
        for _ in range(PURCHASES):
            Purchase(shop, environment["DIGITALRIVER_API_URL"], database, times).make()
    missed = []
    for step, taken in times.items():
        own = statistics.median(taken[1:]) * 1000
        text = f"{step:<14} {own:6.1f} ms of our own  (at most {OWED_MS:.0f})"
        print(text, flush=True)
        missed += [text] if own > OWED_MS else []
    return missed


@dataclass
class Purchase:
    """One guest buys one thing; what the shop itself worked at each step is noted in ``times``."""

    shop: str
    api: str
    database: psycopg.Connection
    times: dict[str, list[float]]

    def make(self) -> None:
        visitor = self.visitor = Visitor(self.shop, follow=False)
        token = visitor.token(visitor.get("/p/grid-sixteen/"))
        visitor.post("/cart/add/", form(token, sku=SKU, quantity="1"))
        page = self.step("address page", lambda: visitor.get("/checkout/address/"))
        self.post("address", "/checkout/address/", page, **ADDRESS)
        page = self.step("delivery page", lambda: visitor.get("/checkout/delivery/"))
        method = found(r'name="method" value="([^"]+)"', page)
        self.post("delivery", "/checkout/delivery/", page, method=method)
        page = self.step("payment page", lambda: visitor.get("/checkout/payment/"))
        source = new_source(self.api, found(r'"sessionId": "([^"]+)"', page))
        self.step("payment", lambda: attach(visitor, visitor.token(page), source))
        page = self.step("review page", lambda: visitor.get("/checkout/review/"))
        seal = found(r'name="review" value="([^"]+)"', page)
        thanks = self.post("place order", "/checkout/review/", page, review=seal, agreed="yes")
        assert "/checkout/thanks/" in thanks, thanks
        self.step("thanks page", lambda: visitor.get(thanks))

    def post(self, name: str, path: str, page: str, **data: str) -> str:
        """Sends a step's form; returns where it leads."""
        body = form(self.visitor.token(page), **data)
        return self.step(name, lambda: self.visitor.post(path, body))

    def step(self, name: str, action: Callable[[], str]) -> str:
        """Does it, and notes the time less what the calls to Digital River took meanwhile."""
        before, _ = self.vendor()
        began = time.perf_counter()
        result = action()
        spent = time.perf_counter() - began
        _, waited = self.vendor(before)
        self.times.setdefault(name, []).append(spent - waited)
        return result

    def vendor(self, after: int = 0) -> tuple[int, float]:
        """The newest recorded call, and how many seconds the calls after ``after`` took."""
        sql = "SELECT coalesce(max(id), 0), coalesce(sum(ms), 0) FROM core_apicall WHERE id > %s"
        row = self.database.execute(sql, [after]).fetchone()
        assert row is not None
        return int(row[0]), float(row[1]) / 1000


def form(token: str, **data: str) -> str:
    return urllib.parse.urlencode({"csrfmiddlewaretoken": token, **data})


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, f"{pattern} is not on the page"
    return match.group(1)


def call(method: str, url: str, body: Any, **headers: str) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode() if body else None, method=method
    )
    for name, value in {"Content-Type": "application/json", **headers}.items():
        request.add_header(name.replace("_", "-"), value)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def new_source(api: str, session: str) -> str:
    """What Drop-in does in a browser."""
    owner = {"firstName": "Alice", "lastName": "Winter", "email": ADDRESS["email"]}
    body = {"type": "creditCard", "sessionId": session, "owner": owner, "creditCard": CARD}
    url = f"{api}/v1/internal/sources"
    source_id: str = call("POST", url, body, Authorization="Bearer pk_test_sandbox")["id"]
    return source_id


def attach(visitor: Visitor, token: str, source_id: str) -> str:
    request = urllib.request.Request(
        f"{visitor.base}/checkout/source/", json.dumps({"sourceId": source_id}).encode()
    )
    request.add_header("Content-Type", "application/json")
    request.add_header("X-CSRFToken", token)
    with visitor.opener.open(request, timeout=20) as answer:
        return answer.read().decode()
