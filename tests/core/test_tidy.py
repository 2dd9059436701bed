"""What no browser sends is no reason to fail."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory

from config import wsgi
from core.tidy import TidyRequestMiddleware, read_as_utf8


def test_a_cookie_that_spells_nul_is_forgotten_and_the_others_stay() -> None:
    request = RequestFactory().get("/", headers={"cookie": 'bad="aaaaaaaa\\000b"; good=yes'})
    TidyRequestMiddleware(lambda _request: HttpResponse())(request)
    assert request.COOKIES == {"good": "yes"}


@pytest.mark.parametrize(("path", "seen"), [("/admin/x/", "a\ufffdb"), ("/search/", "a\0b")])
def test_the_desks_filters_see_no_nul_and_the_shop_judges_for_itself(path: str, seen: str) -> None:
    request = RequestFactory().get(f"{path}?q=a%00b")
    TidyRequestMiddleware(lambda _request: HttpResponse())(request)
    assert request.GET["q"] == seen


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/plain; charset=hex", "text/plain;CHARSET=idna", "text/plain; charset*=u''rot13"),
        *("text/plain", "text/plain; charset=utf-16; boundary=x", ""),
    ],
)
def test_every_request_is_read_as_utf_8(content_type: str) -> None:
    seen: dict[str, Any] = {}
    environ = RequestFactory()._base_environ(CONTENT_TYPE=content_type, QUERY_STRING="a=%C3%A9")
    read_as_utf8(lambda environ, _start: seen.update(environ) or [])(environ, None)
    request = WSGIRequest(seen)
    assert request.GET["a"] == "é"
    assert request.encoding is None
    assert ("boundary" in request.content_params) == ("boundary" in content_type)


def test_the_shop_is_served_that_way() -> None:
    assert wsgi.application.__qualname__.startswith("read_as_utf8")
