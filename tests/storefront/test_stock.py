from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storefront import stock
from storefront.models import Sku
from storefront.stock import OutOfStock
from tests.factories import SkuFactory

pytestmark = pytest.mark.django_db


def left(*skus: Sku) -> list[int | None]:
    return [Sku.objects.get(pk=sku.pk).stock for sku in skus]


def test_taking_lowers_and_releasing_raises_the_stock() -> None:
    one, two = SkuFactory(stock=5), SkuFactory(stock=3)
    stock.take({one.pk: 2, two.pk: 3})
    assert left(one, two) == [3, 0]
    stock.release({one.pk: 2, two.pk: 3})
    assert left(one, two) == [5, 3]


def test_unlimited_stock_never_runs_out_and_stays_unlimited() -> None:
    sku = SkuFactory(stock=None)
    stock.take({sku.pk: 1_000_000})
    stock.release({sku.pk: 1_000_000})
    assert left(sku) == [None]


def test_all_short_skus_are_named_and_nothing_is_taken() -> None:
    enough, short, gone = SkuFactory(stock=9), SkuFactory(stock=1), SkuFactory(stock=0)
    with pytest.raises(OutOfStock) as refused:
        stock.take({enough.pk: 1, short.pk: 2, gone.pk: 1})
    assert refused.value.sku_ids == sorted([short.pk, gone.pk])
    assert left(enough, short, gone) == [9, 1, 0]


def test_an_unknown_sku_is_out_of_stock() -> None:
    with pytest.raises(OutOfStock):
        stock.take({987654321: 1})


@pytest.mark.parametrize("quantity", [0, -1])
def test_stock_moves_by_one_or_more(quantity: int) -> None:
    sku = SkuFactory(stock=5)
    with pytest.raises(ValueError, match="one or more"):
        stock.take({sku.pk: quantity})
    with pytest.raises(ValueError, match="one or more"):
        stock.release({sku.pk: quantity})
    assert left(sku) == [5]


@pytest.mark.django_db(transaction=True)
def test_of_ten_shoppers_after_the_last_item_one_gets_it() -> None:
    sku = SkuFactory(stock=1)

    def try_to_take(_shopper: int) -> bool:
        try:
            with transaction.atomic():
                stock.take({sku.pk: 1})
        except OutOfStock:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as shoppers:
        won = list(shoppers.map(try_to_take, range(10)))
    assert won.count(True) == 1
    assert left(sku) == [0]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, 50),
    moves=st.lists(st.tuples(st.booleans(), st.integers(1, 20)), max_size=12),
)
def test_stock_is_never_negative_and_never_invented(start: int, moves) -> None:
    sku = SkuFactory(stock=start)
    expected = start
    for taking, quantity in moves:
        if not taking:
            stock.release({sku.pk: quantity})
            expected += quantity
        elif quantity > expected:
            with pytest.raises(OutOfStock):
                stock.take({sku.pk: quantity})
        else:
            stock.take({sku.pk: quantity})
            expected -= quantity
        assert left(sku) == [expected]
