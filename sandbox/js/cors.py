"""Which pages may read answers of the public-key calls.

DigitalRiver.js runs in the shop's page, another origin than the sandbox, and asks for the payment
session from there. Card data never takes this way: it is posted by the hosted card page, which is
of the sandbox's own origin and needs no permission.
"""

from __future__ import annotations

import re

from flask import Response, current_app, request

PUBLIC_CALLS = "/v1/internal/"
LOOPBACK = re.compile(r"^https?://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$")


def allowed_origin() -> str | None:
    """The request's Origin if its pages may read our answers, else None."""
    origin = request.headers.get("Origin", "")
    listed = current_app.config.get("SHOP_ORIGINS", ())
    return origin if LOOPBACK.match(origin) or origin in listed else None


def answer_preflight() -> Response | None:
    """Answers the browser's OPTIONS before a public-key call; leaves all else to its view."""
    if request.method != "OPTIONS" or not request.path.startswith(PUBLIC_CALLS):
        return None
    response = Response(status=204)
    if allowed_origin():
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def allow_public_calls(response: Response) -> Response:
    """Adds the permission to answers of public-key calls, for loopback and configured origins."""
    if request.path.startswith(PUBLIC_CALLS):
        response.vary.add("Origin")
        if origin := allowed_origin():
            response.headers["Access-Control-Allow-Origin"] = origin
    return response
