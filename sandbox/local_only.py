"""Who may use the control interface and the dashboard: this machine, and no foreign web page."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Response, request

from sandbox import jsontext
from sandbox.errors import error_body

_NAMES = {"localhost"}


def refuse_strangers() -> Response | None:
    """A refusal for other machines, other host names (DNS rebinding) and foreign pages."""
    if not _is_loopback(request.remote_addr or ""):
        return refusal(403, "Only this machine may do that.")
    if not _is_loopback(_host_name(request.host)):
        return refusal(403, "This host name is not the sandbox's.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return refusal(403, "Other web pages may not do that.")
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return refusal(403, "Other web pages may not do that.")
    return None


def refuse_other_content() -> Response | None:
    """Only JSON bodies: a foreign page cannot send one without being asked for permission."""
    has_body = bool(request.content_length) or request.headers.get("Transfer-Encoding")
    if request.method in ("GET", "HEAD") or request.mimetype == "application/json":
        return None
    if has_body or request.mimetype:
        return refusal(415, "The content type must be application/json.")
    return None


def refusal(status: int, message: str) -> Response:
    body = jsontext.dumps(error_body(status, [{"message": message}]))
    return Response(body, status, content_type="application/json")


def _host_name(host: str) -> str:
    return urlsplit(f"//{host}").hostname or ""


def _is_loopback(name: str) -> bool:
    if name in _NAMES:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
