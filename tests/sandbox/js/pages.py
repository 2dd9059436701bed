"""A tiny shop page under a strict policy, and a stand-in for the REST half of the sandbox."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

from sandbox.hosted import blueprint as hosted
from sandbox.js import blueprint as js

DECLINED = "4000000000003295"
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{sandbox}/v1/css/DigitalRiver.css">
<style nonce="n0nce">
:root {{ color-scheme: light dark; }}
body {{ margin: 0 auto; padding: 16px; max-width: 560px; font: 16px/1.5 system-ui; }}
</style>
<script src="{sandbox}/v1/DigitalRiver.js"></script></head>
<body><main><h1>Checkout</h1><div id="drop-in"></div></main>
<footer><div id="compliance"></div></footer>
<script nonce="n0nce">
window.seen = {{events: [], messages: [], violations: []}};
addEventListener("message", (e) => seen.messages.push(JSON.stringify(e.data)));
addEventListener("securitypolicyviolation",
  (e) => seen.violations.push(e.violatedDirective + " " + e.blockedURI));
const copy = (data) => JSON.parse(JSON.stringify(data ?? null));
const note = (name) => (data) => {{ seen.events.push([name, copy(data)]); }};
window.open_dropin = (configuration, locale) => {{
  window.library = new DigitalRiver("pk_test_sandbox", {{locale: locale ?? "en-US"}});
  window.dropin = library.createDropin({{
    onSuccess: note("success"), onError: note("error"), onCancel: note("cancel"),
    onReady: note("ready"), ...configuration}});
  dropin.mount("drop-in");
}};
</script></body></html>"""


class FakeRest:
    """Answers the two internal calls as the REST half does, and remembers what it was asked."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.delay = threading.Event()
        self.delay.set()
        self.session: dict[str, Any] = {}
        self.reset()

    def reset(self) -> None:
        self.posted.clear()
        self.delay.set()
        self.session = {
            "id": "session-1",
            "currency": "USD",
            "country": "US",
            "amount": "26.89",
            "state": "requires_source",
            "sellingEntity": {"id": "C5_INC-ENTITY", "name": "DR globalTech Inc."},
            "billTo": {
                "name": "Alice Van Dyke",
                "email": "alice@example.org",
                "address": {"line1": "1 Road", "city": "Minnetonka", "country": "US"},
            },
            "paymentMethods": [
                {"type": "creditCard", "flow": "standard", "supportsRecurring": True},
                {"type": "payPal", "flow": "redirect", "supportsRecurring": False},
            ],
        }

    def app(self) -> Flask:
        app = Flask("fake-sandbox")
        app.register_blueprint(js)
        app.register_blueprint(hosted)
        app.add_url_rule("/v1/internal/sessions/<session_id>", view_func=self.read_session)
        app.add_url_rule("/v1/internal/sources", view_func=self.create_source, methods=["POST"])
        return app

    def read_session(self, session_id: str) -> Any:
        if request.headers.get("Authorization") != "Bearer pk_test_sandbox":
            return _refusal(401, "unauthorized", "invalid_token")
        if session_id != self.session["id"]:
            return _refusal(404, "not_found", "not_found")
        return jsonify(self.session)

    def create_source(self) -> Any:
        body = request.get_json()
        self.posted.append({**body, "origin": request.headers.get("Origin")})
        self.delay.wait(10)
        card = body["creditCard"]
        if card["number"] == DECLINED:
            return _refusal(409, "conflict", "declined")
        summary = {
            "brand": "Visa",
            "lastFourDigits": card["number"][-4:],
            "expirationMonth": card["expirationMonth"],
            "expirationYear": card["expirationYear"],
        }
        source: dict[str, Any] = {
            "id": "source-1",
            "type": "creditCard",
            "state": "chargeable",
            "reusable": False,
        }
        mandate = {"mandate": body["mandate"]} if "mandate" in body else {}
        return jsonify(
            {**source, **mandate, "creditCard": summary, "owner": body.get("owner")}
        ), 201


def _refusal(status: int, kind: str, code: str) -> Any:
    return jsonify({"type": kind, "errors": [{"code": code, "message": "Refused."}]}), status


def shop_app(sandbox_url: str) -> Flask:
    """The shop: one page, of another origin than the sandbox."""
    app = Flask("shop")
    policy = {
        "default-src": "'none'",
        "script-src": f"'nonce-n0nce' {sandbox_url}",
        "style-src": f"'nonce-n0nce' {sandbox_url}",
        "connect-src": sandbox_url,
        "frame-src": sandbox_url,
        "base-uri": "'none'",
        "form-action": "'self'",
        "require-trusted-types-for": "'script'",
    }

    @app.get("/")
    def page() -> Response:
        response = Response(PAGE.format(sandbox=sandbox_url, lang=request.args.get("lang", "en")))
        rules = "; ".join(f"{name} {value}" for name, value in policy.items())
        response.headers["Content-Security-Policy"] = rules
        return response

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(status=204)

    return app


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """Runs `app` on a free port of 127.0.0.1 while the block lasts; gives the port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
