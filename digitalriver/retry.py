"""When a call may be made again, and after how long. Pure decisions; ``transport`` acts on them."""

from __future__ import annotations

import email.utils
from dataclasses import dataclass
from datetime import UTC

from digitalriver.errors import (
    DigitalRiverError,
    GateClosed,
    NotSent,
    OutcomeUnknown,
    RateLimited,
)

__all__ = ["MAX_RETRY_AFTER", "Retries", "may_repeat", "retry_after_seconds"]

#: However long Digital River says to wait, somebody asks again after a quarter of an hour.
MAX_RETRY_AFTER = 900.0

#: For a 429 that names no time.
DEFAULT_RETRY_AFTER = 1.0


@dataclass(frozen=True, slots=True)
class Retries:
    """Limits, in seconds where not counts.

    ``patience`` is the longest a call waits for a closed gate or a Retry-After before it gives
    the decision back to its caller. No attempt starts later than ``budget`` after the first, so a
    call that ran into the read timeout is not repeated while a shopper waits.
    """

    attempts: int = 3
    first_pause: float = 0.3
    longest_pause: float = 2.0
    patience: float = 3.0
    budget: float = 8.0

    def backoff(self, attempt: int) -> float:
        """The pause after the given attempt (1 is the first), before jitter."""
        return min(self.longest_pause, self.first_pause * float(2 ** (attempt - 1)))


def may_repeat(error: DigitalRiverError) -> bool:
    """Whether the client itself may send the same call again.

    Anything that certainly did not happen may be repeated; what may have happened only if doing
    it twice is the same as once. A closed gate is waited for elsewhere, never hammered.
    """
    if isinstance(error, GateClosed):
        return False
    if isinstance(error, NotSent | RateLimited):
        return True
    return isinstance(error, OutcomeUnknown) and error.retryable


def retry_after_seconds(header: str | None, now: float) -> float | None:
    """``Retry-After`` in seconds from now, capped; from a number or an HTTP date; None if absent
    or unreadable. ``now`` is epoch seconds."""
    text = (header or "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        # No int() of a thousand digits: whatever is this long is beyond the cap anyway.
        return MAX_RETRY_AFTER if len(text) > 6 else min(float(text), MAX_RETRY_AFTER)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment.timestamp() - now, 0.0), MAX_RETRY_AFTER)
