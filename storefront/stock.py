"""Stock on the SKU: taken when an order is being placed, given back when it is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F

from storefront.models import Sku


class OutOfStock(Exception):
    """Fewer are left than wanted; ``sku_ids`` says of which. Nothing was taken."""

    def __init__(self, sku_ids: Iterable[int]) -> None:
        self.sku_ids = sorted(sku_ids)
        super().__init__(f"out of stock: {self.sku_ids}")


def take(quantities: Mapping[int, int]) -> None:
    """Takes the quantities by SKU id, all or none; raises OutOfStock naming every short SKU.

    Runs inside the caller's transaction. Rows are touched in id order, so that two orders for the
    same SKUs wait for each other instead of dead-locking. SKUs without a stock figure never run
    out. Raises ValueError for a quantity below one.
    """
    _check(quantities)
    short = []
    with transaction.atomic():
        for sku_id in sorted(quantities):
            if not _decrement(sku_id, quantities[sku_id]):
                short.append(sku_id)
        if short:
            raise OutOfStock(short)


def release(quantities: Mapping[int, int]) -> None:
    """Gives the quantities back; SKUs that are gone or unlimited by now are left alone."""
    _check(quantities)
    with transaction.atomic():
        for sku_id in sorted(quantities):
            Sku.objects.filter(pk=sku_id, stock__isnull=False).update(
                stock=F("stock") + quantities[sku_id]
            )


def _decrement(sku_id: int, quantity: int) -> bool:
    """One conditional UPDATE decides; an unlimited SKU only has to exist."""
    rows = Sku.objects.filter(pk=sku_id)
    if rows.filter(stock__gte=quantity).update(stock=F("stock") - quantity):
        return True
    return rows.filter(stock__isnull=True).exists()


def _check(quantities: Mapping[int, int]) -> None:
    if any(quantity < 1 for quantity in quantities.values()):
        raise ValueError("stock moves by one or more")
