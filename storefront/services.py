"""What follows from a change of the catalog. Whoever saves a product calls this."""

from __future__ import annotations

from storefront import search, skus
from storefront.models import Category, Product, Sku


def product_saved(product: Product) -> int:
    """Indexes the product for search and queues its changed SKUs; how many were queued.

    Call it after the product, its SKUs, options and pictures are written, in that transaction.
    """
    saved = Product.objects.select_related("category").prefetch_related("skus").get(pk=product.pk)
    search.index_product(saved)
    return skus.queue_product(saved)


def category_saved(category: Category) -> int:
    """A category's name is part of its products' search text and breadcrumb; SKUs queued."""
    products = Product.objects.filter(category=category)
    search.reindex(products.select_related("category").prefetch_related("skus"))
    rows = Sku.objects.filter(product__category=category)
    return skus.queue_changed(skus.with_payload_data(rows))
