"""The OAuth token endpoint of a webhook whose transport type is OAUTH."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.clientip import client_ip
from webhooks import credentials, rejections

LARGEST_BODY = 16 * 1024
GRANTS = ("client_credentials", "password")


@csrf_exempt
@never_cache
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """A bearer token for the configured client. Errors are those of RFC 6749, section 5.2."""
    if not settings.DIGITALRIVER_WEBHOOK_OAUTH:
        return _refuse(404, "not_found")
    fields = _fields(request)
    if fields is None:
        return _refuse(400, "invalid_request")
    client_id, client_secret = _client(request, fields)
    if not credentials.client_is_known(client_id, client_secret):
        rejections.record("token", client_ip(request))
        response = _refuse(401, "invalid_client")
        response["WWW-Authenticate"] = 'Basic realm="webhooks"'
        return response
    if fields.get("grant_type", GRANTS[0]) not in GRANTS:
        return _refuse(400, "unsupported_grant_type")
    return JsonResponse(
        {
            "access_token": credentials.issue_token(),
            "token_type": "Bearer",
            "expires_in": int(credentials.TOKEN_LIFE.total_seconds()),
        }
    )


def _fields(request: HttpRequest) -> dict[str, str] | None:
    """The request's fields from a form or a JSON object; None when it is neither."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()) or int(length[:9]) > LARGEST_BODY:
        return None
    try:
        if request.content_type == "application/json":
            document: Any = msgspec.json.decode(request.body)
            found = document if isinstance(document, dict) else {}
        else:
            found = request.POST.dict()
    except (
        MultiPartParserError,
        RecursionError,
        RequestDataTooBig,
        TooManyFieldsSent,
        UnreadablePostError,
        ValueError,
        msgspec.MsgspecError,
    ):
        return None
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _client(request: HttpRequest, fields: dict[str, str]) -> tuple[str, str]:
    """Id and secret from HTTP basic (form-encoded, RFC 6749 section 2.3.1) or from the body."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        client_id, _, secret = credentials.decode_basic(value).partition(":")
        return unquote_plus(client_id), unquote_plus(secret)
    return fields.get("client_id", ""), fields.get("client_secret", "")


def _refuse(status: int, code: str) -> JsonResponse:
    return JsonResponse({"error": code}, status=status)
