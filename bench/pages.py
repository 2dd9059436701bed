"""List, product, cart, add to cart and the first checkout step for a visitor who comes first.

No page cache, no cookies (but the CSRF cookie where a form is posted and the cart where a checkout
needs one). The bare page runs one query for as many rows as ours shows and renders as many bytes.
"""

from __future__ import annotations

import http.cookiejar
import re
import statistics
import subprocess
import sys
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from bench.servers import gunicorn, prepared
from tests.support.sandbox_process import ROOT

ROUNDS, SECONDS, CONNECTIONS = 5, 2.0, 4
LIST, PRODUCT, SKU = "/c/controllers/", "/p/grid-sixteen/", "GRID16"


@dataclass(frozen=True)
class Pair:
    """One page of ours, its bare twin, and the least share of its throughput that we owe."""

    name: str
    ours: str
    bare: str
    owed: float
    body: str = ""
    cookie: str = ""


def run() -> list[str]:
    """Prints requests a second and ratios; returns a line for each promise that was missed."""
    with (
        prepared() as environment,
        gunicorn("config.wsgi:application", environment) as shop,
        gunicorn("bench.wsgi:application", environment) as bare,
    ):
        return [line for pair in pairs(shop) for line in measure(shop, bare, pair)]


def pairs(shop: str) -> list[Pair]:
    visitor = Visitor(shop)
    listing, product = visitor.get(LIST), visitor.get(PRODUCT)
    token = visitor.token(product)
    fresh = f"millrace_csrf={visitor.cookies()['millrace_csrf']}"
    add = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "sku": SKU, "quantity": 1})
    cart = visitor.get("/cart/")
    visitor.post("/cart/add/", add)
    form = visitor.get("/checkout/address/")
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies().items())
    return [
        Pair("list", LIST, f"/page/{listing.count('product-card__name')}/{len(listing)}/", 0.3),
        Pair("product", PRODUCT, f"/page/1/{len(product)}/", 0.3),
        Pair("cart", "/cart/", f"/page/1/{len(cart)}/", 0.3),
        Pair("add to cart", "/cart/add/", "/add/", 0.3, add, fresh),
        Pair("first step", "/checkout/address/", f"/form/{len(form)}/", 0.6, cookie=cookie),
    ]


class Stay(urllib.request.HTTPErrorProcessor):
    """Takes a redirect as an answer."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response


class Visitor:
    """A browser without a window, for the requests that come before the measured one."""

    def __init__(self, base: str, *, follow: bool = True) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        handlers = [urllib.request.HTTPCookieProcessor(self.jar)]
        self.opener = urllib.request.build_opener(*handlers, *([] if follow else [Stay()]))

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=20) as answer:
            return answer.read().decode()

    def post(self, path: str, body: str) -> str:
        """The page that follows; where it leads, for a visitor who follows nothing."""
        with self.opener.open(self.base + path, body.encode(), timeout=20) as answer:
            return answer.headers.get("Location") or answer.read().decode()

    def token(self, page: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found, "the page has no form"
        return found.group(1)

    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.jar}


def measure(shop: str, bare: str, pair: Pair) -> list[str]:
    """Alternates both servers; the ratio is taken round by round, and its median counts."""
    for url in (bare + pair.bare, shop + pair.ours):
        load(url, pair, seconds=0.5)
    rounds = [(load(bare + pair.bare, pair), load(shop + pair.ours, pair)) for _ in range(ROUNDS)]
    theirs = statistics.median(a for a, _ in rounds)
    ours = statistics.median(b for _, b in rounds)
    ratio = statistics.median(b / a for a, b in rounds)
    text = f"{pair.name:<12} bare {theirs:7.0f}/s  shop {ours:7.0f}/s  ratio {ratio:5.2f}"
    text += f"  (at least {pair.owed:.2f})"
    print(text, flush=True)
    return [] if ratio >= pair.owed else [text]


def load(url: str, pair: Pair, seconds: float = SECONDS) -> float:
    """Requests a second, asked for by a process of its own."""
    method = "POST" if pair.body else "GET"
    arguments = [url, str(seconds), str(CONNECTIONS), method, pair.body, pair.cookie]
    result = subprocess.run(
        [sys.executable, "-m", "bench.load", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(result.stdout)
