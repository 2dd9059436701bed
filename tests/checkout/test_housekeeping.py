"""What is kept, for how long, and what staff can see of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from checkout.jobs import forget_old_carts
from checkout.models import Cart
from orders.models import Order
from tests.checkout.cast import Shopper


def test_an_old_cart_is_forgotten_and_its_order_stays(alice: Shopper) -> None:
    alice.add()
    alice.buy()
    number = alice.order.number
    Cart.objects.update(updated_at=timezone.now() - timedelta(days=91))
    forget_old_carts()
    assert not Cart.objects.exists()
    assert Order.objects.get().number == number


def test_a_cart_in_use_is_kept(alice: Shopper) -> None:
    alice.add()
    Cart.objects.update(updated_at=timezone.now() - timedelta(days=91))
    alice.add()
    forget_old_carts()
    assert Cart.objects.exists()


@pytest.mark.parametrize("page", ["", "?q=alice@example.com"])
def test_staff_see_where_a_shopper_got_stuck(alice: Shopper, page: str) -> None:
    alice.add()
    alice.address()
    User.objects.create_superuser(email="bob@example.com", password="a-long-enough-one")
    bob = Client()
    bob.force_login(User.objects.get())
    shown = bob.get(f"/admin/checkout/checkout/{page}").content.decode()
    assert alice.checkout.number in shown
    detail = bob.get(f"/admin/checkout/checkout/{alice.checkout.pk}/change/")
    assert detail.status_code == 200
    assert "alice@example.com" in detail.content.decode()
