"""Faults and overrides: what `PUT /control/faults` and `/control/overrides` ask for."""

from __future__ import annotations

import threading
from fnmatch import fnmatchcase
from typing import Any

ACTIONS = ("status", "delay", "delay_after", "drop_before", "drop_after", "malformed")


class Faults:
    """An ordered list of rules; each is used up after its number of times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[dict[str, Any]] = []

    def replace(self, rules: list[dict[str, Any]]) -> None:
        with self._lock:
            self._rules = [dict(rule) for rule in rules]

    def rules(self) -> list[dict[str, Any]]:
        """What is left: rules that are used up are gone."""
        with self._lock:
            return [dict(rule) for rule in self._rules]

    def take(self, method: str, path: str) -> dict[str, Any] | None:
        """The first rule for this call, counted as used once; None when there is none."""
        with self._lock:
            for rule in self._rules:
                if self._matches(rule, method, path):
                    self._use(rule)
                    return dict(rule)
        return None

    def take_all(self, method: str, path: str) -> list[dict[str, Any]]:
        """Every rule for this call, each counted as used once."""
        with self._lock:
            found = [rule for rule in self._rules if self._matches(rule, method, path)]
            for rule in found:
                self._use(rule)
            return [dict(rule) for rule in found]

    @staticmethod
    def _matches(rule: dict[str, Any], method: str, path: str) -> bool:
        wanted = rule.get("method") or "*"
        return wanted in ("*", method) and fnmatchcase(path, rule.get("path") or "*")

    def _use(self, rule: dict[str, Any]) -> None:
        if rule.get("times") is None:
            return
        rule["times"] -= 1
        if rule["times"] <= 0:
            self._rules = [kept for kept in self._rules if kept is not rule]


def merged(into: Any, change: Any) -> Any:
    """`into` with `change` laid over it, member by member; in arrays, element by element."""
    if isinstance(into, dict) and isinstance(change, dict):
        laid = {**into}
        for name, value in change.items():
            laid[name] = merged(into[name], value) if name in into else value
        return laid
    if isinstance(into, list) and isinstance(change, list):
        both = [merged(old, new) for old, new in zip(into, change, strict=False)]
        return both + into[len(both) :] + change[len(both) :]
    return change
