"""DigitalRiver.js of the local Digital River: the script, its stylesheet, its cross-origin rules.

The shop includes two files, exactly as it would include the vendor's:
``/v1/DigitalRiver.js`` (assembled by ``bundle.py`` from the pieces in ``src/``) and
``/v1/css/DigitalRiver.css``.
Source: payments/payment-integrations-1/drop-in/drop-in-integration-guide.md
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, request

from . import bundle, cors

blueprint = Blueprint("js", __name__)
blueprint.before_app_request(cors.answer_preflight)
blueprint.after_app_request(cors.allow_public_calls)

CSS = Path(__file__).parent / "css" / "DigitalRiver.css"
HOUR = 3600


@blueprint.get("/v1/DigitalRiver.js")
def script() -> Response:
    """The whole library as one classic script, with all compliance texts inside."""
    return _cacheable(bundle.script(), "text/javascript")


@blueprint.get("/v1/css/DigitalRiver.css")
def stylesheet() -> Response:
    """The base stylesheet that the shop's page links beside the script."""
    return _cacheable(CSS.read_bytes(), "text/css")


def _cacheable(body: bytes, mimetype: str) -> Response:
    """`body` with an ETag and an hour of caching; 304 for a browser that has it already."""
    response = Response(body, mimetype=mimetype)
    response.cache_control.public = True
    response.cache_control.max_age = HOUR
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A shop that isolates itself with COEP may still load these two files.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    response.make_conditional(request)
    return response
