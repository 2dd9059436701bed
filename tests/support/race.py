"""Deterministic races: run a rival at a named point of the code under test.

    with run_before("orders.services.lock", rival):
        submit(...)

The rival runs once, at the first time the named function is called. No threads and no luck, so
the same interleaving happens on every run and on every database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch


@contextmanager
def run_before(target: str, rival: Callable[[], object]) -> Iterator[None]:
    """Runs ``rival`` just before the first call of ``package.module.function``."""
    with _patched(target, rival, before=True):
        yield


@contextmanager
def run_after(target: str, rival: Callable[[], object]) -> Iterator[None]:
    """Runs ``rival`` just after the first call of ``package.module.function`` returned."""
    with _patched(target, rival, before=False):
        yield


@contextmanager
def _patched(target: str, rival: Callable[[], object], *, before: bool) -> Iterator[None]:
    original = _resolve(target)
    started = False

    def run() -> None:
        nonlocal started
        if not started:
            started = True
            rival()

    def stand_in(*args: Any, **kwargs: Any) -> Any:
        if before:
            run()
        result = original(*args, **kwargs)
        if not before:
            run()
        return result

    with patch(target, stand_in):
        yield
    assert started, f"{target} was never called, so there was no race"


def _resolve(target: str) -> Callable[..., Any]:
    """The function behind a dotted name; classes on the way are walked through."""
    parts = target.split(".")
    for split in range(len(parts) - 1, 0, -1):
        try:
            found: Any = import_module(".".join(parts[:split]))
        except ModuleNotFoundError:
            continue
        for part in parts[split:]:
            found = getattr(found, part)
        return found
    raise AttributeError(target)
