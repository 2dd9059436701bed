"""The sandbox's own time: real time plus an offset that the control interface moves."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Real time plus `offset` seconds. Signatures use real time; everything else uses this."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def timestamp(self) -> float:
        """Seconds since the epoch on the sandbox's clock."""
        return time.time() + self.offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.timestamp(), UTC)


def iso(moment: datetime) -> str:
    """`2021-04-07T13:47:13Z`, the form of resources."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_fine(moment: datetime) -> str:
    """`2021-04-07T13:47:13.962921Z`, the form of events."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse(text: str) -> datetime | None:
    """An aware UTC time from ISO 8601, or None. A time without a zone counts as UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
