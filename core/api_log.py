"""The record of calls to Digital River.

Failed calls always, every call of an order, and all calls while DIGITALRIVER_LOG_ALL is on become
ApiCall rows. A row that cannot be written is said in the technical log; it never fails the call.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

import digitalriver
from core.masking import masked, sample
from core.models import ApiCall

logger = logging.getLogger(__name__)


def recorder(credentials: str, order_number: str) -> Callable[[digitalriver.CallRecord], None]:
    """The ``on_call`` hook for a client of these credentials."""

    def on_call(record: digitalriver.CallRecord) -> None:
        if record.failed or order_number or settings.DIGITALRIVER_LOG_ALL:
            write(record, credentials, order_number)

    return on_call


def write(record: digitalriver.CallRecord, credentials: str, order_number: str = "") -> None:
    """Store one call, masked. A database that refuses is logged with what would have been said."""
    try:
        # A savepoint: inside somebody's transaction a failed insert must not spoil the rest.
        with transaction.atomic():
            ApiCall.objects.create(
                at=record.at,
                credentials=credentials[:40],
                method=record.method,
                path=loggable_path(record.path),
                status=record.status,
                error_kind=record.error_kind[:40],
                ms=record.ms,
                request_id=printable(record.request_id, 120),
                order_number=order_number[:20],
                request_body=masked(record.request_body),
                response_body=_response(record),
            )
    except DatabaseError:
        logger.exception(
            "API call not recorded: %s %s %s %s order %s",
            record.method,
            record.path,
            record.status,
            record.error_kind or "ok",
            order_number or "-",
        )


def _response(record: digitalriver.CallRecord) -> Any:
    if record.response_body is not None:
        return masked(record.response_body)
    if record.response_bytes:
        return sample(record.response_bytes, record.content_type[:80])
    return None


def loggable_path(path: str) -> str:
    """The path with its query; an e-mail in it is masked, as is anything unprintable."""
    return printable(re.sub(r"(?i)(email=)[^&]*", r"\1•", path), 500)


def printable(text: str, length: int) -> str:
    return "".join(c for c in text if c.isprintable())[:length]


def purge_api_calls() -> int:
    """Delete rows older than DIGITALRIVER_LOG_RETENTION_DAYS; returns how many."""
    oldest = timezone.now() - timedelta(days=settings.DIGITALRIVER_LOG_RETENTION_DAYS)
    deleted, _ = ApiCall.objects.filter(at__lt=oldest).delete()
    return deleted
