"""``manage.py reindex_search``: builds the search index anew, after an import or by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from storefront.search import reindex


class Command(BaseCommand):
    help = "Writes the search text of every product anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reindex()} products indexed")
