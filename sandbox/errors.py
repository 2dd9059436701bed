"""Refusals in the vendor's form.

Source: the API description's table of statuses and types (info.description).
"""

from __future__ import annotations

from typing import Any

TYPES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "request_timeout",
    409: "conflict",
    429: "too_many_requests",
    500: "internal_server_error",
    502: "bad_gateway",
    503: "service_unavailable",
    504: "gateway_timeout",
}


class ApiError(Exception):
    """A refusal: its status, its errors as the vendor spells them, and headers where needed."""

    def __init__(
        self, status: int, errors: list[dict[str, str]], headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {errors}")
        self.status = status
        self.errors = errors
        self.headers = headers or {}

    @property
    def body(self) -> dict[str, Any]:
        return error_body(self.status, self.errors)


def error_body(status: int, errors: list[dict[str, str]]) -> dict[str, Any]:
    """The vendor's error body of a status; an unknown status gets the type of its class."""
    fallback = "bad_request" if status < 500 else "internal_server_error"
    return {"type": TYPES.get(status, fallback), "errors": errors}


def refuse(status: int, code: str = "", parameter: str = "", message: str = "") -> ApiError:
    """One error; an empty code or parameter is left out, as the vendor does."""
    error = {"code": code, "parameter": parameter, "message": message}
    return ApiError(status, [{name: value for name, value in error.items() if value}])


def bad_request(code: str, parameter: str = "", message: str = "") -> ApiError:
    return refuse(400, code, parameter, message)


def conflict(code: str, parameter: str = "", message: str = "") -> ApiError:
    return refuse(409, code, parameter, message)


def missing(parameter: str) -> ApiError:
    return bad_request("missing_parameter", parameter, "A parameter is missing.")


def invalid(parameter: str, message: str = "") -> ApiError:
    return bad_request("invalid_parameter", parameter, message or f"'{parameter}' is not valid.")


def unknown(parameter: str) -> ApiError:
    return bad_request("unknown_parameter", parameter, f"'{parameter}' is an unknown parameter.")


def not_found(noun: str, wanted: str, parameter: str = "id") -> ApiError:
    return refuse(404, "not_found", parameter, f"{noun} '{wanted}' not found.")


def unauthorized() -> ApiError:
    return refuse(401, message="An authorization error has occurred.")
