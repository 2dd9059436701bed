"""What can go wrong with a call to Digital River, arranged by what the caller may do next.

    DigitalRiverError
    ├── NotSent                 certainly did not arrive: repeating is safe
    │   └── GateClosed          held back by us: Digital River told some process to wait
    ├── RateLimited             429: refused unseen, repeat after ``retry_after`` seconds
    ├── OutcomeUnknown          may or may not have happened: look before any repetition
    │   ├── Timeout             sent, no complete answer in time
    │   ├── ConnectionCut       sent, connection ended before the answer was complete
    │   ├── MalformedAnswer     answered with something that cannot be read
    │   ├── RequestTimeout      408
    │   └── ServerError         5xx
    └── Refused                 4xx: understood and rejected, nothing happened
        ├── BadRequest          400
        ├── Unauthorized        401: the key is wrong, revoked or expired
        ├── Forbidden           403: the key may not do this
        ├── NotFound            404
        ├── MethodNotAllowed    405
        ├── NotAcceptable       406
        └── Conflict            409: payment declined, fraud, or a state that forbids it

``str(error)`` holds method, path, status and codes and is fit for logs. ``message``, ``code`` and
``parameter`` are the vendor's words: for staff and for branching, never for shoppers.

Source: Digital River API reference 2021-12-13, errors; developer-resources/api-structure.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "ERROR_TYPES",
    "SAFE_METHODS",
    "STATUSES",
    "BadRequest",
    "Conflict",
    "ConnectionCut",
    "DigitalRiverError",
    "ErrorDetail",
    "Forbidden",
    "GateClosed",
    "MalformedAnswer",
    "MethodNotAllowed",
    "NotAcceptable",
    "NotFound",
    "NotSent",
    "OutcomeUnknown",
    "RateLimited",
    "Refused",
    "RequestTimeout",
    "ServerError",
    "Timeout",
    "Unauthorized",
    "error_class",
]

#: Repeating one of these changes nothing more than sending it once. PUT is used for SKUs only.
SAFE_METHODS = frozenset({"GET", "PUT"})


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One entry of the vendor's ``errors`` array; absent members are empty strings."""

    code: str = ""
    parameter: str = ""
    message: str = ""


class DigitalRiverError(Exception):
    """Base of everything this package raises for a call. ``retryable``: may simply be repeated."""

    retryable: bool = False

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        type: str | None = None,  # noqa: A002 - the vendor's word
        errors: Sequence[ErrorDetail] = (),
        request_id: str | None = None,
        method: str = "",
        path: str = "",
    ) -> None:
        super().__init__(message)
        self.summary = message
        self.status = status
        self.type = type
        self.errors = tuple(errors)
        self.request_id = request_id
        self.method = method
        self.path = path

    @property
    def code(self) -> str:
        """The first error code, or an empty string."""
        return self.errors[0].code if self.errors else ""

    @property
    def parameter(self) -> str:
        """The parameter the first error names, such as ``shipTo.address.city``, or empty."""
        return self.errors[0].parameter if self.errors else ""

    @property
    def message(self) -> str:
        """The vendor's sentence where there is one, else ours. For staff only."""
        return next((detail.message for detail in self.errors if detail.message), self.summary)

    def has_code(self, *codes: str) -> bool:
        """Whether any of the errors carries one of these codes."""
        return any(detail.code in codes for detail in self.errors)

    def __str__(self) -> str:
        codes = ",".join(detail.code for detail in self.errors if detail.code)
        parts = [f"{self.method} {self.path}".strip(), self.summary]
        if codes:
            parts.append(f"codes {codes}")
        if self.request_id:
            parts.append(f"request {self.request_id}")
        return "; ".join(part for part in parts if part)


class NotSent(DigitalRiverError):
    """Refused connection, unknown host, failed TLS handshake: no byte of the call left us."""

    retryable = True


class GateClosed(NotSent):
    """Not attempted: the gate is closed for another ``retry_after`` seconds."""

    def __init__(self, message: str, *, retry_after: float, **kwargs: object) -> None:
        super().__init__(message, **kwargs)  # type: ignore[arg-type]
        self.retry_after = retry_after


class RateLimited(DigitalRiverError):
    """429. Nothing happened; ``retry_after`` is in seconds, already capped."""

    retryable = True

    def __init__(self, message: str, *, retry_after: float = 1.0, **kwargs: object) -> None:
        super().__init__(message, **kwargs)  # type: ignore[arg-type]
        self.retry_after = retry_after


class OutcomeUnknown(DigitalRiverError):
    """The call may have taken effect. Only reads and SKU upserts may be repeated blindly."""

    #: How long the server asked us to wait (503 with Retry-After), in seconds.
    retry_after: float = 0.0

    @property
    def retryable(self) -> bool:  # type: ignore[override]
        return self.method in SAFE_METHODS


class Timeout(OutcomeUnknown):
    """The request went out, the answer did not come in time."""


class ConnectionCut(OutcomeUnknown):
    """The connection ended after sending began; also a kept-alive one that died meanwhile."""


class MalformedAnswer(OutcomeUnknown):
    """Unreadable answer: broken or foreign content, too large, an unexpected status or shape."""


class RequestTimeout(OutcomeUnknown):
    """408: Digital River gave up on the request at an unknown point."""


class ServerError(OutcomeUnknown):
    """500, 502, 503, 504 and any other 5xx."""


class Refused(DigitalRiverError):
    """4xx: Digital River understood and said no. Repeating unchanged gives the same answer."""


class BadRequest(Refused):
    """400: the request is wrong; correct it and send it again."""


class Unauthorized(Refused):
    """401: the secret key is not accepted."""


class Forbidden(Refused):
    """403: the key is not allowed to do this."""


class NotFound(Refused):
    """404: no such resource; on POST /orders, a checkout that was already consumed."""


class MethodNotAllowed(Refused):
    """405."""


class NotAcceptable(Refused):
    """406."""


class Conflict(Refused):
    """409: the state of things forbids it; on POST /orders the payment was refused."""


STATUSES: dict[int, type[DigitalRiverError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    406: NotAcceptable,
    408: RequestTimeout,
    409: Conflict,
    429: RateLimited,
    500: ServerError,
    502: ServerError,
    503: ServerError,
    504: ServerError,
}

ERROR_TYPES: dict[str, type[DigitalRiverError]] = {
    "bad_request": BadRequest,
    "unauthorized": Unauthorized,
    "forbidden": Forbidden,
    "not_found": NotFound,
    "method_not_allowed": MethodNotAllowed,
    "not_acceptable": NotAcceptable,
    "request_timeout": RequestTimeout,
    "conflict": Conflict,
    "too_many_requests": RateLimited,
    "internal_server_error": ServerError,
    "bad_gateway": ServerError,
    "service_unavailable": ServerError,
    "gateway_timeout": ServerError,
}


def error_class(status: int, kind: str | None = None) -> type[DigitalRiverError]:
    """The class for an answer. A known status decides; the body's type helps with the others.

    An undocumented status never becomes a documented promise: other 5xx are ``ServerError``,
    other 4xx what their type says or ``Refused``, everything else ``MalformedAnswer``.
    """
    if status in STATUSES:
        return STATUSES[status]
    if status >= 500:
        return ServerError
    if status >= 400:
        return ERROR_TYPES.get(kind or "", Refused)
    return MalformedAnswer
