"""The door for Digital River: verify the raw bytes, store, answer. The work is done later."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.clientip import client_ip
from digitalriver import signature
from webhooks import credentials, rejections
from webhooks.parsing import Malformed, ParsedEvent, parse
from webhooks.storing import store_event

logger = logging.getLogger(__name__)


class Rejected(Exception):
    """The call is turned away with this status; ``reason`` is counted, the text is answered."""

    def __init__(self, status: int, reason: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.reason = reason


@csrf_exempt
@never_cache
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """202 for an event, new or known; 4xx for what is none; 503 when it cannot be kept.

    Plain Django: DRF would answer 406 or 415 by itself to headers it does not like.
    """
    try:
        _check_caller(request)
        body = _body(request)
        _check_signature(request, body)
        event = _parse(body)
    except Rejected as rejected:
        rejections.record(rejected.reason, client_ip(request))
        return _rejection(rejected)
    try:
        is_new = store_event(event, body, request.headers)
    except DatabaseFailure:
        logger.exception("Event %r could not be stored", event.event_id)
        return JsonResponse(
            {"error": "Try again later."}, status=503, headers={"Retry-After": "30"}
        )
    logger.info("Event %r %r %s", event.type, event.event_id, "stored" if is_new else "known")
    return JsonResponse({"received": True}, status=202)


def _check_caller(request: HttpRequest) -> None:
    if not credentials.may_call(request.headers.get("Authorization", "")):
        raise Rejected(401, "authorization", "Authorization is missing or wrong.")


def _body(request: HttpRequest) -> bytes:
    """The body, read only after its announced length was judged."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length:
        raise Rejected(411, "length", "Content-Length is required.")
    if not (length.isascii() and length.isdigit()):
        raise Rejected(400, "length", "Content-Length is not a number.")
    too_large = Rejected(413, "size", "The body is too large.")
    if len(length) > 18 or int(length) > settings.DIGITALRIVER_WEBHOOK_MAX_BYTES:
        raise too_large
    try:
        return request.body
    except RequestDataTooBig:
        raise too_large from None
    except UnreadablePostError:
        raise Rejected(400, "unreadable", "The body ended early.") from None


def _check_signature(request: HttpRequest, body: bytes) -> None:
    now = timezone.now()
    try:
        signature.verify(
            body,
            request.headers.get("DigitalRiver-Signature", ""),
            credentials.active_secrets(now),
            tolerance=settings.DIGITALRIVER_WEBHOOK_TOLERANCE,
            now=now,
        )
    except signature.SignatureError:
        # One text for every cause: a forger learns nothing from it.
        raise Rejected(400, "signature", "The signature is missing, wrong or too old.") from None


def _parse(body: bytes) -> ParsedEvent:
    try:
        return parse(body)
    except Malformed as malformed:
        raise Rejected(400, "malformed", str(malformed)) from None


def _rejection(rejected: Rejected) -> HttpResponse:
    response = JsonResponse({"error": str(rejected)}, status=rejected.status)
    if rejected.status == 401:
        response["WWW-Authenticate"] = ", ".join(credentials.challenges())
    return response
