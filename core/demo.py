"""What fills a fresh demo: each room registers a seeder in its ``demo.py``."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import autodiscover_modules

Seeder = Callable[[], None]
_seeders: list[tuple[int, str, Seeder]] = []


def seeder(*, order: int, name: str) -> Callable[[Seeder], Seeder]:
    """Registers an idempotent function; lower ``order`` runs first."""

    def register(function: Seeder) -> Seeder:
        _seeders.append((order, name, function))
        return function

    return register


def seed() -> list[str]:
    """Runs every seeder in order; returns their names."""
    autodiscover_modules("demo")
    done = []
    for _order, name, function in sorted(_seeders, key=lambda entry: entry[:2]):
        function()
        done.append(name)
    return done
