"""``manage.py draw_pictures``: draws the demo's pictures into static/img/products."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from storefront.demo_data import PRODUCTS
from storefront.pictures import draw, draw_scene


def pictures() -> dict[str, str]:
    """Every picture of the demo by file name; the files in static/ are exactly these."""
    files = {
        f"{name}.svg": draw_scene(name) for name in ("hero", *map("category-{}".format, PRODUCTS))
    }
    for products in PRODUCTS.values():
        for product in products:
            files[f"{product.slug}.svg"] = draw(product.picture, product.slug)
            files[f"{product.slug}-detail.svg"] = draw(product.picture, product.slug, closer=True)
    return files


class Command(BaseCommand):
    help = "Draws the demo's product pictures as small SVG files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--into", default=str(settings.BASE_DIR / "static" / "img" / "products")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["into"])
        folder.mkdir(parents=True, exist_ok=True)
        drawn = pictures()
        for name, svg in drawn.items():
            (folder / name).write_text(svg)
        largest = max(len(svg) for svg in drawn.values())
        self.stdout.write(f"{len(drawn)} pictures drawn, the largest has {largest} bytes")
