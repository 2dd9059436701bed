"""Events: everything that happened, to be fetched by whoever missed a delivery.

Source: order-management/events-and-webhooks-1/events-1/README.md
"""

from __future__ import annotations

from sandbox import listing
from sandbox.errors import invalid
from sandbox.gateway import Answer, Call, Route
from sandbox.resources.kinds import EVENT


def retrieve(call: Call, event_id: str) -> Answer:
    return 200, call.require(EVENT, event_id)


def search(call: Call) -> Answer:
    """Filtered by `type` (which may end in `*`) or by up to 20 `types`, not both."""
    query = call.query.copy()
    patterns, types = query.poplist("type"), query.poplist("types")
    if patterns and types:
        raise invalid("types", "Send either type or types.")
    if len(types) > 20:
        raise invalid("types", "At most 20 types.")
    wanted = patterns[:1] or types
    if not wanted:
        return 200, listing.page(call, EVENT, query, _FILTERS)
    for name in [each for pattern in wanted for each in _matching(call, pattern)] or [""]:
        query.add("type", name)
    return 200, listing.page(call, EVENT, query, _FILTERS)


def _matching(call: Call, pattern: str) -> list[str]:
    """The types that occurred and that the pattern names."""
    if not pattern.endswith("*"):
        return [pattern]
    rows = call.tx.rows(
        "SELECT DISTINCT value FROM document_keys WHERE account = ? AND kind = ? AND name = 'type'",
        [call.account.id, EVENT.name],
    )
    return [row["value"] for row in rows if row["value"].startswith(pattern[:-1])]


_FILTERS = {"createdTime": listing.time("createdTime"), "type": listing.key("type")}

ROUTES = [Route("GET", "/events", search), Route("GET", "/events/<event_id>", retrieve)]
