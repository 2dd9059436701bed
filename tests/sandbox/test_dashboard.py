"""The dashboard: every page shows what it should, and nothing more can be done with it."""

import http.client
import re

import pytest

from tests.sandbox.conftest import Endpoint
from tests.sandbox.merchant import Merchant

PAGES = ["", "orders", "checkouts", "skus", "events", "deliveries", "requests"]


def page(dr: Merchant, path: str, method: str = "GET", **headers: str):
    connection = http.client.HTTPConnection(dr.process.host, dr.process.port, timeout=10)
    connection.request(method, f"/dashboard/{path}", headers=headers)
    answer = connection.getresponse()
    html = answer.read().decode()
    connection.close()
    return answer, html


def shown(dr: Merchant, path: str) -> str:
    answer, html = page(dr, path)
    assert answer.status == 200, html
    return html


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_sandbox_says_so(dr: Merchant, path: str):
    dr.process.reset(webhooks=False)

    assert "</main>" in shown(dr, path)


@pytest.mark.parametrize("path", PAGES)
def test_pages_run_no_script_and_set_no_cookie(dr: Merchant, path: str):
    answer, html = page(dr, path)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert answer.headers["Set-Cookie"] is None
    assert "<script" not in html
    assert " style=" not in html


def test_an_order_shows_lines_charges_and_timeline(dr: Merchant):
    order = dr.order(upstreamId="NL-77")
    dr.fulfill(order, 1)

    assert "NL-77" in shown(dr, "orders")
    html = shown(dr, f"orders/{order['id']}")
    for text in ("26.89 USD", "13.45 USD", "Visa …1111", "order.accepted", "fulfillment.created"):
        assert text in html
    assert "1 shipped, 0 cancelled" in html
    assert "NL-77" in shown(dr, f"checkouts/{order['checkoutId']}")


def test_yen_are_written_without_decimals(dr: Merchant):
    dr.checkout(currency="JPY", items=[{"skuId": "case", "price": 1980}])

    assert "2,134 JPY" in shown(dr, "checkouts")


def test_events_show_their_payload_and_the_log_its_bodies(dr: Merchant):
    dr.order(email="carol@example.org")
    event = dr.get("/events?type=order.accepted")["data"][0]

    assert "carol@example.org" in shown(dr, f"events/{event['id']}")
    entry = next(each for each in dr.process.requests() if each["path"] == "/orders")
    html = shown(dr, f"requests/{entry['n']}")
    assert "checkoutId" in html
    assert "sk_…box" in html
    assert "sk_test_sandbox" not in html


def test_a_delivery_is_sent_again_by_its_button(dr: Merchant, endpoint: Endpoint):
    hook = {"address": endpoint.url, "types": ["order.accepted"]}
    dr.process.control("PUT", "/control/webhooks", hook)
    dr.order()
    dr.process.control("POST", "/control/delivery/flush")
    (action,) = re.findall(r'method="post" action="/dashboard/([^"]+)"', shown(dr, "deliveries"))

    answer, _ = page(dr, action, "POST", Origin=dr.process.url)

    assert answer.status == 303
    assert len(endpoint.received) == 2
    assert "order.accepted" in shown(dr, answer.headers["Location"].removeprefix("/dashboard/"))
    refused, _ = page(dr, action, "POST", Origin="http://evil.example")
    assert refused.status == 403
    assert len(endpoint.received) == 2


def test_a_failed_delivery_says_why(dr: Merchant, endpoint: Endpoint):
    hook = {"address": endpoint.url, "types": ["order.accepted"]}
    dr.process.control("PUT", "/control/webhooks", hook)
    endpoint.status = 500
    dr.order()
    dr.process.control("POST", "/control/delivery/flush")

    html = shown(dr, "deliveries")
    assert ">500<" in html
    assert "Not sent" in html


def test_what_is_written_into_data_stays_text(dr: Merchant):
    dr.order(upstreamId="<script>alert(1)</script>")

    assert "<script" not in shown(dr, "orders")


@pytest.mark.parametrize(
    "path", ["orders/7", "checkouts/7", "events/7", "deliveries/7", "requests/999999", "nowhere"]
)
def test_what_is_not_there_is_a_404(dr: Merchant, path: str):
    assert page(dr, path)[0].status == 404


def test_long_lists_go_on_to_older_pages(dr: Merchant):
    for number in range(60):
        dr.sku(f"sku-{number:02}")
    first = shown(dr, "skus")
    (older,) = re.findall(r'href="/dashboard/(skus\?before=\d+)"', first)

    assert "sku-59" in first
    assert "sku-05" not in first
    assert "sku-05" in shown(dr, older.replace("&amp;", "&"))


def test_the_second_account_has_pages_of_its_own(dr: Merchant):
    other = Merchant(dr.process, "sk_test_second", "pk_test_second")
    other.sku()
    order = other.order()

    assert order["id"] not in shown(dr, "orders")
    assert order["id"] in shown(dr, "orders?account=second")
    assert "26.89" in shown(dr, f"orders/{order['id']}?account=second")
