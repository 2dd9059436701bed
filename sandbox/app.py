"""The sandbox's WSGI application: API, control interface, dashboard, DigitalRiver.js."""

from __future__ import annotations

import importlib.util
import logging
from functools import partial
from importlib import import_module
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from sandbox import apilog, control, dashboard, gateway, jobs
from sandbox.errors import error_body
from sandbox.resources import (
    charges,
    checkouts,
    events,
    fulfillments,
    internal,
    orders,
    skus,
    sources,
    webhooks,
)
from sandbox.state import Sandbox

log = logging.getLogger(__name__)

RESOURCES = (
    skus,
    checkouts,
    sources,
    orders,
    charges,
    fulfillments,
    events,
    webhooks,
    internal,
)
# Rooms of their own beside the REST API, each with a `blueprint`.
BROWSER_PARTS = ("sandbox.js", "sandbox.hosted")
LARGEST_BODY = 2 * 1024 * 1024


def create_app(db_path: Path | str, public_url: str = "http://127.0.0.1:8001") -> Flask:
    """The application; its running state is `app.extensions["sandbox"]`."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    sandbox = Sandbox(Path(db_path), public_url.rstrip("/"))
    app.extensions["sandbox"] = sandbox
    app.before_request(_name_the_request)
    gateway.register(app, sandbox, [route for module in RESOURCES for route in module.ROUTES])
    app.register_blueprint(control.create_blueprint(sandbox))
    app.register_blueprint(dashboard.create_blueprint(sandbox))
    for name in BROWSER_PARTS:
        if importlib.util.find_spec(name) is not None:
            app.register_blueprint(import_module(name).blueprint)
    app.register_error_handler(HTTPException, _refuse)
    app.after_request(_finish)
    sandbox.courier.start(partial(jobs.run_due, sandbox))
    return app


def _name_the_request() -> None:
    gateway.request_id()


def _refuse(problem: HTTPException) -> Response:
    """Whatever Flask refuses by itself, in the vendor's form and in the API log."""
    status = problem.code or 500
    if status < 400:
        return Response(problem.get_response().get_data(), status, problem.get_headers())
    code = {404: "not_found", 405: "method_not_allowed"}.get(status, "")
    if status in (413, 414, 415):
        status = 400
    message = f"{request.method} {request.path}: {problem.description or problem.name}"[:500]
    error = {"code": code, "message": message} if code else {"message": message}
    body = error_body(status, [error])
    if not request.path.startswith(("/control", "/dashboard", "/v1/", "/favicon")):
        sandbox = request_sandbox()
        apilog.write(sandbox, apilog.begin(request.method), status, body)
    answer = gateway.respond(gateway.Settled(status, body))
    if status == 405 and problem.get_response().headers.get("Allow"):
        answer.headers["Allow"] = problem.get_response().headers["Allow"]
    return answer


def request_sandbox() -> Sandbox:
    """The running sandbox, from inside a request."""
    found = current_app.extensions["sandbox"]
    assert isinstance(found, Sandbox)
    return found


def _finish(answer: Response) -> Response:
    answer.headers["x-dr-requestid"] = gateway.request_id()
    return answer
