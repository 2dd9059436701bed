import pytest
import responses

import digitalriver
from digitalriver import errors
from digitalriver.errors import ERROR_TYPES, STATUSES, error_class

from .helpers import BASE, error_body, make_client

#: What the API reference documents: status, type, and the class a caller has to deal with.
DOCUMENTED = [
    (400, "bad_request", errors.BadRequest),
    (401, "unauthorized", errors.Unauthorized),
    (403, "forbidden", errors.Forbidden),
    (404, "not_found", errors.NotFound),
    (405, "method_not_allowed", errors.MethodNotAllowed),
    (406, "not_acceptable", errors.NotAcceptable),
    (408, "request_timeout", errors.RequestTimeout),
    (409, "conflict", errors.Conflict),
    (429, "too_many_requests", errors.RateLimited),
    (500, "internal_server_error", errors.ServerError),
    (502, "bad_gateway", errors.ServerError),
    (503, "service_unavailable", errors.ServerError),
    (504, "gateway_timeout", errors.ServerError),
]


@pytest.mark.parametrize(("status", "kind", "expected"), DOCUMENTED)
@responses.activate
def test_every_documented_status_and_type_becomes_its_class(status, kind, expected):
    responses.post(f"{BASE}/orders", status=status, json=error_body(kind, "some_code", "orderId"))
    with pytest.raises(digitalriver.DigitalRiverError) as caught:
        make_client(retries=digitalriver.Retries(attempts=1)).orders.create("c-1")
    error = caught.value
    assert type(error) is expected
    assert (error.status, error.type, error.code, error.parameter) == (
        status,
        kind,
        "some_code",
        "orderId",
    )
    assert (error.method, error.path) == ("POST", "/orders")


def test_the_tables_hold_the_documented_ones_and_nothing_else():
    assert {status: kind for status, _, kind in DOCUMENTED} == STATUSES
    assert {name: kind for _, name, kind in DOCUMENTED} == ERROR_TYPES


@pytest.mark.parametrize("status", range(100, 600))
def test_every_status_maps_to_something(status):
    kind = error_class(status)
    assert issubclass(kind, errors.DigitalRiverError)
    if status >= 500 or status < 400:
        # What we do not understand may have happened.
        assert issubclass(kind, errors.OutcomeUnknown)


@pytest.mark.parametrize(
    ("error", "retryable"),
    [
        (errors.NotSent("x", method="POST"), True),
        (errors.GateClosed("x", retry_after=2.0), True),
        (errors.RateLimited("x", retry_after=2.0), True),
        (errors.ServerError("x", method="POST"), False),
        (errors.Timeout("x", method="POST"), False),
        (errors.Timeout("x", method="PATCH"), False),
        (errors.Timeout("x", method="GET"), True),
        (errors.ServerError("x", method="PUT"), True),
        (errors.Conflict("x"), False),
        (errors.Unauthorized("x"), False),
    ],
)
def test_an_error_says_whether_a_retry_helps(error, retryable):
    assert error.retryable is retryable


def test_the_text_of_an_error_has_codes_but_not_the_vendors_sentence():
    error = errors.Conflict(
        "409 conflict",
        status=409,
        errors=[errors.ErrorDetail("declined", "card", "alice@example.org was declined")],
        request_id="r-9",
        method="POST",
        path="/orders",
    )
    assert str(error) == "POST /orders; 409 conflict; codes declined; request r-9"
    assert error.message == "alice@example.org was declined"
    assert error.has_code("fraud", "declined")


@pytest.mark.parametrize(
    "body",
    [
        "<html>no</html>",
        "",
        "[]",
        "null",
        '{"errors":null}',
        '{"errors":[null,3]}',
        '{"type":7,"errors":{"code":1}}',
        '{"errors":[{"code":5,"message":null}]}',
    ],
)
@responses.activate
def test_a_refusal_without_a_readable_body_is_still_that_refusal(body):
    responses.post(f"{BASE}/orders", status=409, body=body, content_type="application/json")
    with pytest.raises(errors.Conflict) as caught:
        make_client().orders.create("c-1")
    assert caught.value.code == ""
    assert isinstance(caught.value.message, str)


def test_every_class_of_the_tree_is_drawn_in_the_docstring():
    for name in errors.__all__:
        if isinstance(getattr(errors, name), type) and name != "ErrorDetail":
            assert name in errors.__doc__
