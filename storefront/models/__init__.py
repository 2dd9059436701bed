"""Rows of the catalog room; translated columns are declared in storefront/translation.py."""

from storefront.models.catalog import (
    Category,
    Option,
    OptionValue,
    Product,
    ProductImage,
)
from storefront.models.search import SearchText
from storefront.models.sku import Price, Sku
from storefront.models.store import DeliveryMethod, Market, ShipFrom, Store

__all__ = [
    "Category",
    "DeliveryMethod",
    "Market",
    "Option",
    "OptionValue",
    "Price",
    "Product",
    "ProductImage",
    "SearchText",
    "ShipFrom",
    "Sku",
    "Store",
]
