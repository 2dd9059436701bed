"""What DigitalRiver.js calls with the public key. Not part of the documented API."""

from __future__ import annotations

import hmac

from sandbox.errors import not_found
from sandbox.gateway import Answer, Call, Route
from sandbox.resources import sources
from sandbox.resources.kinds import SOURCE
from sandbox.work import public


def create_source(call: Call) -> Answer:
    return 201, sources.create_source(call, call.body)


def retrieve_source(call: Call, wanted_id: str) -> Answer:
    """A source, for whoever knows its client secret."""
    source = call.documents.get(SOURCE, wanted_id)
    given = call.query.get("clientSecret", "")
    if source is None or not hmac.compare_digest(source["clientSecret"].encode(), given.encode()):
        raise not_found("Source", wanted_id)
    return 200, public(source)


def retrieve_session(call: Call, wanted_id: str) -> Answer:
    return 200, sources.session_details(call, sources.checkout_of(call, wanted_id))


ROUTES = [
    Route("POST", "/v1/internal/sources", create_source, key="public"),
    Route("GET", "/v1/internal/sources/<wanted_id>", retrieve_source, key="public"),
    Route("GET", "/v1/internal/sessions/<wanted_id>", retrieve_session, key="public"),
]
