"""The merchant's desk for the catalog: products and SKUs, stores and markets."""

from storefront.admin import catalog, products, skus, stores  # noqa: F401 - they register themselves
