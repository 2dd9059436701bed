"""How long the shop itself works at each checkout step: the time less the vendor's calls."""

from __future__ import annotations

import json
import re
import statistics
import time
import urllib.parse
import urllib.request
from typing import Any

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
    with prepared() as environment, gunicorn("config.wsgi:application", environment) as shop:
        api = environment["DIGITALRIVER_API_URL"]
        for _ in range(PURCHASES):
            purchase(shop, api, times)
    missed = []
    for step, taken in times.items():
        own = statistics.median(taken[1:]) * 1000
        text = f"{step:<14} {own:6.1f} ms of our own  (at most {OWED_MS:.0f})"
        print(text, flush=True)
        missed += [text] if own > OWED_MS else []
    return missed


def purchase(shop: str, api: str, times: dict[str, list[float]]) -> None:
    """One guest buys one thing; each step's own time is noted."""
    visitor = Visitor(shop)

    def step(name: str, path: str, data: dict[str, str] | None = None) -> str:
        after = last_call(api)
        began = time.perf_counter()
        page = visitor.post(path, urllib.parse.urlencode(data)) if data else visitor.get(path)
        spent = time.perf_counter() - began
        times.setdefault(name, []).append(spent - vendor_seconds(api, after))
        return page

    token = visitor.token(visitor.get("/p/grid-sixteen/"))
    visitor.post(
        "/cart/add/",
        urllib.parse.urlencode({"csrfmiddlewaretoken": token, "sku": SKU, "quantity": 1}),
    )
    token = visitor.token(step("address page", "/checkout/address/"))
    page = step("address", "/checkout/address/", {"csrfmiddlewaretoken": token, **ADDRESS})
    method = re.search(r'name="method" value="([^"]+)"', page)
    assert method, "no delivery method is offered"
    token = visitor.token(page)
    data = {"csrfmiddlewaretoken": token, "method": method.group(1)}
    page = step("delivery", "/checkout/delivery/", data)
    session = re.search(r'"sessionId": "([^"]+)"', page)
    assert session, "the payment page has no session"
    began = time.perf_counter()
    after = last_call(api)
    attach(visitor, visitor.token(page), new_source(api, session.group(1)))
    spent = time.perf_counter() - began
    times.setdefault("payment", []).append(spent - vendor_seconds(api, after))
    page = step("review page", "/checkout/review/")
    seal = re.search(r'name="review" value="([^"]+)"', page)
    assert seal, "the review page cannot be sent"
    data = {"csrfmiddlewaretoken": visitor.token(page), "review": seal.group(1), "agreed": "yes"}
    assert "Thank you" in step("place order", "/checkout/review/", data)


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


def attach(visitor: Visitor, token: str, source_id: str) -> None:
    request = urllib.request.Request(
        f"{visitor.base}/checkout/source/", json.dumps({"sourceId": source_id}).encode()
    )
    request.add_header("Content-Type", "application/json")
    request.add_header("X-CSRFToken", token)
    visitor.opener.open(request, timeout=20).close()


def last_call(api: str) -> int:
    """The number of the newest call in the sandbox's log."""
    calls = call("GET", f"{api}/control/requests?after=0&limit=100000", None)["data"]
    return calls[-1]["n"] if calls else 0


def vendor_seconds(api: str, after: int) -> float:
    """How long the sandbox worked on the shop's calls since ``after``."""
    calls = call("GET", f"{api}/control/requests?after={after}&limit=1000", None)["data"]
    return sum(c["ms"] for c in calls if not c["path"].startswith("/v1/")) / 1000
