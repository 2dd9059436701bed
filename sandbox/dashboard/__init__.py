"""The dashboard: what happened in this Digital River, for people."""

from __future__ import annotations

from sandbox.dashboard.views import create_blueprint

__all__ = ["create_blueprint"]
