"""The running sandbox: its file, its clock, what the control interface set, and the courier."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from sandbox.clock import Clock
from sandbox.courier import Courier
from sandbox.faults import Faults
from sandbox.resources import kinds
from sandbox.store import Store


@dataclass
class Settings:
    """`PUT /control/settings`."""

    rate_limit_per_second: int | None = None
    inactive_currencies: list[str] = field(default_factory=lambda: ["PAB"])
    consumed_checkout: str = "404"


@dataclass
class Delivery:
    """`PUT /control/delivery`: how events travel."""

    mode: str = "normal"
    delay_ms: int = 0
    copies: int = 1
    shuffle: bool = False
    before_answer: bool = False


class RateLimiter:
    """At most so many calls in any second of real time, a key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: dict[str, deque[float]] = {}

    def allows(self, key: str, per_second: int) -> bool:
        now = time.monotonic()
        with self._lock:
            calls = self._calls.setdefault(key, deque())
            while calls and now - calls[0] >= 1.0:
                calls.popleft()
            if len(calls) >= per_second:
                return False
            calls.append(now)
            return True


class Sandbox:
    """Everything that lives as long as the process does."""

    def __init__(self, db: Path, public_url: str) -> None:
        self.public_url = public_url
        self.store = Store(db)
        self.faults = Faults()
        self.overrides = Faults()
        self.limiter = RateLimiter()
        self.clock = Clock()
        self.settings = Settings()
        self.delivery = Delivery()
        self._recall()
        self.courier = Courier(self)

    def _recall(self) -> None:
        """What the control interface had set before a restart. Faults are not remembered."""
        with self.store.transaction() as tx:
            self.clock.offset = float(tx.setting("clock_offset", 0))
            self.settings = changed(Settings(), tx.setting("settings", {}))
            self.delivery = changed(Delivery(), tx.setting("delivery", {}))

    def remember(self) -> None:
        """Writes settings, delivery and clock so that a restart finds them."""
        with self.store.transaction() as tx:
            tx.set_setting("clock_offset", self.clock.offset)
            tx.set_setting("settings", asdict(self.settings))
            tx.set_setting("delivery", asdict(self.delivery))

    def reset(self, *, keep_webhooks: bool) -> None:
        """Empties every resource, log, fault and setting."""
        self.courier.wait_until_idle(timeout=5.0)
        with self.store.transaction() as tx:
            tx.empty(keep=kinds.WEBHOOK.name if keep_webhooks else None)
        self.faults.replace([])
        self.overrides.replace([])
        self._recall()

    def close(self) -> None:
        self.courier.stop()
        self.store.close()


def changed(current: Any, given: dict[str, Any]) -> Any:
    """A copy of a settings dataclass with the members of `given` replaced."""
    return type(current)(
        **{each.name: given.get(each.name, getattr(current, each.name)) for each in fields(current)}
    )
