"""Northlight Audio: the demo store's catalog, invented from end to end."""

from storefront.demo_data import (
    cables,
    cases,
    controllers,
    effects,
    headphones,
    instruments,
    sounds,
)
from storefront.demo_data.shapes import ProductData

PRODUCTS: dict[str, list[ProductData]] = {
    "effects": effects.PRODUCTS,
    "instruments": instruments.PRODUCTS,
    "sounds": sounds.PRODUCTS,
    "controllers": controllers.PRODUCTS,
    "headphones": headphones.PRODUCTS,
    "cables": cables.PRODUCTS,
    "cases": cases.PRODUCTS,
}

__all__ = ["PRODUCTS", "ProductData"]
