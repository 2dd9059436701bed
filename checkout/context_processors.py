"""The number on the cart in the header; asked for only where a template shows it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Sum
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from checkout import carts
from checkout.models import CartLine
from orders.models import Order


def cart(request: HttpRequest) -> dict[str, Any]:
    """``cart_count``: how many things are in the browser's open cart."""
    token = carts.token_of(request)
    return {"cart_count": SimpleLazyObject(lambda: count(token)) if token else 0}


def count(token: str) -> int:
    """Number of things in the cart of this token; 0 once it was ordered. One query."""
    ordered = Order.objects.filter(cart_ref=OuterRef("cart__token"), holds_cart=True)
    lines = CartLine.objects.filter(cart__token=token, saved_for_later=False)
    total = lines.filter(~Exists(ordered)).aggregate(total=Sum("quantity"))["total"]
    return total or 0
