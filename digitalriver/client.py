"""The one object to talk to Digital River with."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from digitalriver.context import CallContext, CallRecord, Gate, MemoryGate, masked_key
from digitalriver.resources import (
    Charges,
    Checkouts,
    Events,
    Fulfillments,
    Orders,
    Skus,
    Webhooks,
)
from digitalriver.retry import Retries
from digitalriver.transport import Transport

__all__ = ["API_VERSION", "Client"]

API_VERSION = "2021-12-13"


class Client:
    """Calls with one secret key, read like the vendor's manual: ``client.orders.retrieve(id)``.

    Cheap to make: connections belong to the process. Resource methods return frozen structs and
    raise a ``DigitalRiverError``; payloads are dicts in the vendor's spelling with Decimal
    amounts. Safe calls are repeated within ``retries``; a POST only if it certainly did not
    arrive or was answered 429. Every attempt is given to ``on_call``.
    """

    def __init__(
        self,
        secret_key: str,
        *,
        base_url: str,
        api_version: str = API_VERSION,
        timeout: tuple[float, float] = (3.0, 10.0),
        gate: Gate | None = None,
        on_call: Callable[[CallRecord], None] | None = None,
        application_id: str = "Millrace/0.1.0",
        context: CallContext | None = None,
        retries: Retries | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        rng: Any = random,
    ) -> None:
        transport = Transport(
            secret_key=secret_key,
            base_url=base_url,
            api_version=api_version,
            application_id=application_id,
            timeout=timeout,
            retries=retries or Retries(),
            gate=gate if gate is not None else MemoryGate(),
            on_call=on_call,
            sleep=sleep,
            clock=clock,
            rng=rng,
        )
        self._bind(transport, context or CallContext())

    def bound(self, context: CallContext) -> Client:
        """The same client whose calls carry another context."""
        copy = object.__new__(Client)
        copy._bind(self._transport, context)
        return copy

    def _bind(self, transport: Transport, context: CallContext) -> None:
        self._transport = transport
        self.context = context
        self.skus = Skus(transport, context)
        self.checkouts = Checkouts(transport, context)
        self.orders = Orders(transport, context)
        self.fulfillments = Fulfillments(transport, context)
        self.charges = Charges(transport, context)
        self.events = Events(transport, context)
        self.webhooks = Webhooks(transport, context)

    def __repr__(self) -> str:
        key = masked_key(self._transport.secret_key)
        return f"<digitalriver.Client {self._transport.base_url} key {key}>"
