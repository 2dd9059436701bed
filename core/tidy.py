"""Puts right, before anything reads it, what no browser sends and what the layers below fail on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]


def read_as_utf8(application: WSGI) -> WSGI:
    """The application, to which no request names a charset: this shop reads UTF-8 and nothing else.

    Django takes any codec that Python knows, also those that are none for text (``hex``), and fails
    to use it while the request is made, before any middleware.
    """

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind, *parameters = environ.get("CONTENT_TYPE", "").split(";")
        kept = [each for each in parameters if not each.strip().lower().startswith("charset")]
        if len(kept) < len(parameters):
            environ["CONTENT_TYPE"] = ";".join([kind, *kept])
        return application(environ, start_response)

    return wrapped


class TidyRequestMiddleware:
    """Forgets cookies that hold NUL.

    A quoted cookie may spell NUL as an octal escape, and PostgreSQL refuses it in any text, the
    session's key included.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)
