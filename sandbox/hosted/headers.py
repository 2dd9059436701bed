"""Security headers of hosted pages."""

from __future__ import annotations

from flask import Response, current_app, make_response

LOOPBACK_SHOPS = ("http://127.0.0.1:*", "http://localhost:*")


def secure_page(html: str, *, framed: bool) -> Response:
    """`html` as a page under a strict policy; `framed` pages may be framed by shops only."""
    shops = (*LOOPBACK_SHOPS, *current_app.config.get("SHOP_ORIGINS", ()))
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(shops) if framed else "'none'",
    }
    response = make_response(html)
    response.headers["Content-Security-Policy"] = "; ".join(f"{k} {v}" for k, v in policy.items())
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.cache_control.no_cache = True
    return response
