"""The pages after the order: the one that waits and the one that thanks."""

from __future__ import annotations

from orders.models import Order
from tests.checkout.cast import Shopper


def test_pages_after_the_order_lead_to_the_shop_and_are_in_no_search_engine(
    alice: Shopper,
) -> None:
    alice.add("CABLE", 2)
    alice.go_to_review()
    thanks = alice.client.get(alice.place()["Location"])
    Order.objects.update(state="not_placed", not_placed_reason="fraud")
    confirming = alice.client.get(f"/checkout/confirming/{alice.order.token}/")
    for response in (thanks, confirming):
        assert response.status_code == 200
        assert "noindex" in response["X-Robots-Tag"]
        header = response.content.decode().partition("</header>")[0]
        assert "Back to the shop" in header
        assert "Back to cart" not in header
