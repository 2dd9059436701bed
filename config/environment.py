"""Reads the environment, and remembers what could not be read.

A value that makes no sense is replaced by its default and noted, so that Django starts far enough
to say so as a system check (core/checks.py); the web server then refuses to serve.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

TRUE = environ.Env.BOOLEAN_TRUE_STRINGS
FALSE = ("false", "off", "no", "n", "0", "")


class Environment(environ.FileAwareEnv):
    """django-environ; ``problems`` says in words what was wrong, never with the value itself, which
    may hold a password."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []

    def bool(self, var: str, default: bool) -> bool:
        raw = self.str(var, "").strip().lower()
        if var in self.ENVIRON and raw not in TRUE and raw not in FALSE:
            self.problems.append(f"{var} is neither yes nor no.")
            return default
        value: bool = super().bool(var, default)
        return value

    def int(self, var: str, default: int) -> int:
        return self._or_default(var, super().int, default, "no whole number")

    def float(self, var: str, default: float) -> float:
        return self._or_default(var, super().float, default, "no number")

    def db_url(self, var: str, default: str) -> dict[str, Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # it would print the address
            config: dict[str, Any] = self.db_url_config(self.str(var, default))
        if config.get("ENGINE") in self.DB_SCHEMES.values():
            return config
        self.problems.append(f"{var} is no address of a database.")
        known: dict[str, Any] = self.db_url_config(default)
        return known

    def cache_url(self, var: str, default: str) -> dict[str, Any]:
        known: dict[str, Any] = self.cache_url_config(default)
        return self._or_default(var, super().cache_url, known, "no address of a cache")

    def email_url(self, var: str, default: str) -> dict[str, Any]:
        known: dict[str, Any] = self.email_url_config(default)
        return self._or_default(var, super().email_url, known, "no address of a mail server")

    def _or_default(self, var: str, read: Callable[[str], Any], default: T, what: str) -> T:
        if var not in self.ENVIRON and f"{var}_FILE" not in self.ENVIRON:
            return default
        try:
            value: T = read(var)
            return value
        except (ValueError, KeyError, TypeError, ImproperlyConfigured):
            self.problems.append(f"{var} is {what}.")
            return default
