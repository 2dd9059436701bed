"""Puts right, before anything reads it, what no browser sends and what the layers below fail on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

logger = logging.getLogger(__name__)

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
    """Takes NUL out of where it would reach the database, which on PostgreSQL refuses it.

    A quoted cookie may spell it as an octal escape, and a session's key is looked up as it came:
    such a cookie is forgotten. The shop's own pages check what their addresses ask for; the filters
    of Django's admin do not, so there NUL reads as the sign for what cannot be shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        if request.path_info.startswith("/admin/"):
            query = request.META.get("QUERY_STRING", "")
            request.META["QUERY_STRING"] = query.replace("%00", "%EF%BF%BD")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A filter of the desk with a number that nothing can hold leads to the unfiltered list.

        Django does the same (``?e=1``) with what it cannot convert, but not with what it can
        convert and the calendar or the database cannot take.
        """
        odd = (
            isinstance(error, OverflowError) and request.method == "GET" and "e" not in request.GET
        )
        if not (odd and request.GET and request.path_info.startswith("/admin/")):
            return None
        logger.warning("A list of the desk was asked for an impossible number: %s", error)
        return HttpResponseRedirect(f"{request.path}?e=1")
