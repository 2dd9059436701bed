"""Housekeeping: carts that nobody can come back to, with what was typed into their checkout."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from checkout import carts
from checkout.models import Cart
from core.periodic import periodic


@periodic(timedelta(hours=6))
def forget_old_carts() -> None:
    """Deletes carts older than their cookie; orders made of them keep their own copy."""
    Cart.objects.filter(updated_at__lt=timezone.now() - carts.COOKIE_AGE).delete()
