"""From an HTTP answer to a resource or the right error."""

from __future__ import annotations

from typing import Any, TypeVar

from digitalriver.body import UnreadableBody, decode, parse
from digitalriver.errors import (
    DigitalRiverError,
    ErrorDetail,
    MalformedAnswer,
    OutcomeUnknown,
    RateLimited,
    error_class,
)
from digitalriver.retry import DEFAULT_RETRY_AFTER, retry_after_seconds
from digitalriver.types.base import Resource
from digitalriver.wire import Answer

__all__ = ["content_type", "decoded", "failure", "request_id", "resource"]

T = TypeVar("T", bound=Resource)


def content_type(answer: Answer) -> str:
    """The media type in lower case without parameters, or an empty string."""
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def request_id(answer: Answer) -> str:
    """Digital River's name for the request, for its support; empty where there is none."""
    return _text(answer.headers.get("x-dr-requestid"), 120).strip()


def decoded(answer: Answer) -> Any:
    """The JSON of the answer, or None where it is not JSON. Never raises."""
    kind = content_type(answer)
    if not answer.body or (kind and kind != "application/json" and not kind.endswith("+json")):
        return None
    try:
        return decode(answer.body)
    except UnreadableBody:
        return None


def resource(answer: Answer, data: Any, kind: type[T]) -> T:
    """The resource that a successful answer carries.

    Raises MalformedAnswer if it carries something else: the call may still have worked.
    """
    if isinstance(data, list):
        # GET /webhooks answers a bare array where every other list has an object around it.
        data = {"data": data}
    if not isinstance(data, dict):
        what = content_type(answer) or "no content type"
        raise MalformedAnswer(f"{answer.status} without a JSON object ({what})")
    try:
        return parse(kind, data)
    except UnreadableBody as error:
        raise MalformedAnswer(f"{answer.status} is {error}") from error


def failure(answer: Answer, data: Any, now: float) -> DigitalRiverError | None:
    """The error an answer stands for, None for 200, 201, 202 and 204. ``now``: epoch seconds."""
    if answer.status in (200, 201, 202, 204):
        return None
    body = data if isinstance(data, dict) else {}
    kind = _text(body.get("type"), 60) or None
    chosen = error_class(answer.status, kind)
    summary = f"{answer.status} {kind}" if kind else f"{answer.status}"
    known: dict[str, Any] = {"status": answer.status, "type": kind, "errors": _details(body)}
    wait = retry_after_seconds(answer.headers.get("Retry-After"), now)
    if issubclass(chosen, RateLimited):
        return chosen(summary, retry_after=DEFAULT_RETRY_AFTER if wait is None else wait, **known)
    error = chosen(summary, **known)
    if isinstance(error, OutcomeUnknown):
        error.retry_after = wait or 0.0
    return error


def _details(body: dict[str, Any]) -> tuple[ErrorDetail, ...]:
    entries = body.get("errors")
    if not isinstance(entries, list):
        return ()
    return tuple(
        ErrorDetail(
            code=_text(entry.get("code")),
            parameter=_text(entry.get("parameter")),
            message=_text(entry.get("message"), 1000),
        )
        for entry in entries
        if isinstance(entry, dict)
    )


def _text(value: Any, length: int = 200) -> str:
    """One line of printable text: codes end up in logs."""
    if not isinstance(value, str):
        return ""
    return "".join(c if c.isprintable() else " " for c in value[:length])
