"""The dashboard: what happened in this Digital River, for people."""

from __future__ import annotations

from flask import Blueprint

from sandbox.state import Sandbox


def create_blueprint(sandbox: Sandbox) -> Blueprint:
    return Blueprint("dashboard", __name__, url_prefix="/dashboard")
