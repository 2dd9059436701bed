"""What search looks through: one row a product and language, kept by storefront/search.py."""

from __future__ import annotations

from django.db import models

from storefront.models.catalog import Product


class SearchText(models.Model):
    """Folded text (no case, no accents) of a product in one language.

    PostgreSQL has a trigram index on ``text``; on SQLite triggers copy it to an FTS5 table.
    Both are made by migration 0002.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="search_texts")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "language"], name="storefront_searchtext_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
