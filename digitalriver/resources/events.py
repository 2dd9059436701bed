from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from digitalriver.resources.base import ResourceCalls
from digitalriver.types.event import EventPage

__all__ = ["Events"]


class Events(ResourceCalls):
    """What webhooks may have missed. Source: order-management/events-and-webhooks-1/events-1"""

    def list(
        self,
        *,
        types: Sequence[str] = (),
        created_from: datetime | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        limit: int = 100,
    ) -> EventPage:
        """One page, newest first. ``starting_after`` goes to older, ``ending_before`` to newer
        events; ``types`` at most 20 names; ``created_from`` includes its moment."""
        query = [("limit", str(limit))]
        query.extend(("types", name) for name in types)
        if created_from is not None:
            moment = created_from.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            query.append(("createdTime[gte]", moment))
        if starting_after:
            query.append(("startingAfter", starting_after))
        if ending_before:
            query.append(("endingBefore", ending_before))
        return self._call("GET", "/events", EventPage, query=query)
