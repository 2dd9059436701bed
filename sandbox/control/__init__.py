"""The control interface: how tests, the dashboard and the curious drive the sandbox.

JSON in and out, no key, this machine only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from sandbox.control.happenings import Happenings
from sandbox.control.knobs import Knobs
from sandbox.control.records import Records
from sandbox.errors import ApiError
from sandbox.gateway import Settled, respond
from sandbox.local_only import refuse_other_content, refuse_strangers
from sandbox.state import Sandbox


class Control(Records, Happenings, Knobs):
    """One method a call of the interface; each returns what to answer."""


def create_blueprint(sandbox: Sandbox) -> Blueprint:
    """`/control/...` for one running sandbox."""
    blueprint = Blueprint("control", __name__, url_prefix="/control")
    blueprint.before_request(refuse_strangers)
    blueprint.before_request(refuse_other_content)
    blueprint.register_error_handler(
        ApiError, lambda refusal: _answer(refusal.body, refusal.status)
    )
    control = Control(sandbox)
    for method, path, function in (
        ("GET", "/requests", control.requests),
        ("POST", "/reset", control.reset),
        ("PUT", "/webhooks", control.put_webhook),
        ("POST", "/webhooks/<webhook_id>/rotate", control.rotate),
        ("GET", "/deliveries", control.deliveries),
        ("POST", "/deliveries/<int:n>/resend", control.resend),
        ("GET", "/delivery", control.delivery),
        ("PUT", "/delivery", control.put_delivery),
        ("POST", "/delivery/flush", control.flush),
        ("POST", "/events", control.emit),
        ("POST", "/orders/<order_id>/review", control.review),
        ("POST", "/orders/<order_id>/payment", control.payment),
        ("POST", "/orders/<order_id>/captures", control.captures),
        ("POST", "/orders/<order_id>/cancels", control.cancels),
        ("GET", "/faults", control.faults),
        ("PUT", "/faults", control.put_faults),
        ("GET", "/overrides", control.overrides),
        ("PUT", "/overrides", control.put_overrides),
        ("GET", "/settings", control.settings),
        ("PUT", "/settings", control.put_settings),
        ("GET", "/clock", control.clock),
        ("PUT", "/clock", control.put_clock),
    ):
        blueprint.add_url_rule(
            path, endpoint=function.__name__, view_func=_view(function), methods=[method]
        )
    return blueprint


def _view(function: Callable[..., Any]) -> Callable[..., Response]:
    def view(**parts: Any) -> Response:
        return _answer(function(**parts))

    return view


def _answer(body: Any, status: int = 200) -> Response:
    return respond(Settled(status, body))
