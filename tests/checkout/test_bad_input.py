"""Every door of cart and checkout, tried with what no honest browser sends."""

from __future__ import annotations

import json

import pytest
from django.core import signing
from django.test import Client

from checkout.models import CartLine, Checkout, Details
from orders.models import Order
from storefront import cached
from tests.checkout.cast import ALICE, Shopper, calls, seal_in
from tests.support.sandbox_process import SandboxProcess

HUGE = "9" * 400
QUANTITIES = ["-1", "1.5", "", "abc", HUGE, "1e9", "١", "\x00", "1000001", "NaN"]
TEXTS = ["", "x" * 100_000, "\x00", "'; DROP TABLE", "<script>", "\ud83d".encode(
    "utf-8", "surrogatepass").decode("utf-8", "replace"), "../../etc"]  # fmt: skip


@pytest.fixture
def mallory(shop) -> Shopper:
    return Shopper()


@pytest.mark.parametrize("quantity", [q for q in QUANTITIES if q not in ("", "١")])
def test_absurd_quantities_are_not_added(mallory: Shopper, quantity: str) -> None:
    response = mallory.client.post("/cart/add/", {"sku": "CABLE", "quantity": quantity})
    assert response.status_code == 422
    assert not CartLine.objects.exists()


@pytest.mark.parametrize("sku", TEXTS)
def test_unknown_skus_are_not_added(mallory: Shopper, sku: str) -> None:
    response = mallory.client.post("/cart/add/", {"sku": sku, "quantity": 1})
    assert response.status_code == 422
    assert not CartLine.objects.exists()


def test_a_price_or_currency_in_the_form_changes_nothing(mallory: Shopper) -> None:
    mallory.client.post(
        "/cart/add/", {"sku": "CABLE", "quantity": 1, "price": "0.01", "currency": "JPY"}
    )
    assert mallory.cart.lines.get().seen_price.minor == 1000


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("htmx", [False, True])
def test_absurd_quantities_leave_a_line_as_it_is(
    mallory: Shopper, quantity: str, htmx: bool
) -> None:
    mallory.add("CABLE", 2)
    response = mallory.client.post(
        "/cart/update/",
        {"line": mallory.cart.lines.get().pk, "quantity": quantity},
        headers={"HX-Request": "true"} if htmx else {},
    )
    if quantity == "١":  # a digit, in Arabic: one piece
        return
    assert response.status_code == 422
    assert "alert--danger" in response.content.decode()
    assert mallory.cart.lines.get().quantity == 2


@pytest.mark.parametrize("line", ["", "abc", "-1", "0", HUGE, str(2**63), "\x00", "x1"])
@pytest.mark.parametrize("action", ["", "remove", "save", "restore", "explode"])
def test_lines_that_do_not_exist_are_refused(mallory: Shopper, line: str, action: str) -> None:
    mallory.add("CABLE", 2)
    response = mallory.client.post("/cart/update/", {"line": line, "action": action, "quantity": 1})
    assert response.status_code in (302, 404, 422)
    assert mallory.cart.lines.get().quantity == 2


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\x00", "../..", "A" * 22])
def test_a_forged_cart_cookie_is_no_cart(mallory: Shopper, token: str) -> None:
    client = Client(headers={"Cookie": f"millrace_cart={token}".encode().decode("latin-1")})
    if "\x00" in token:
        return
    assert client.get("/cart/").status_code == 200
    assert client.post("/cart/update/", {"line": 1, "quantity": 1}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/cart/add/", "/cart/update/", "/checkout/address/", "/checkout/delivery/",
     "/checkout/payment/", "/checkout/review/", "/checkout/source/", "/checkout/resume/abc/"],
)  # fmt: skip
def test_every_door_wants_a_csrf_token(shop, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, {"sku": "CABLE", "quantity": 1}).status_code == 403
    assert not CartLine.objects.exists()


@pytest.mark.parametrize("field", ["email", "ship-name", "ship-line1", "ship-city", "ship-state",
                                   "ship-postal_code", "ship-country", "phone"])  # fmt: skip
@pytest.mark.parametrize("text", ["\x00", "x" * 100_000, "\x07\x08", "🙂" * 200])
def test_odd_addresses_are_refused_and_nothing_is_kept(
    alice: Shopper, dr: SandboxProcess, field: str, text: str
) -> None:
    alice.add()
    response = alice.address({**ALICE, field: text})
    assert response.status_code == 422
    assert not Details.objects.exists()
    assert not Checkout.objects.exists()


def test_an_emptied_form_is_answered_with_every_error(alice: Shopper) -> None:
    alice.add()
    response = alice.client.post("/checkout/address/", {"billing_same": "on"})
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count('<li><a href="#id_') >= 6
    for link in ("#id_email", "#id_ship-name", "#id_ship-postal_code"):
        assert link in page


@pytest.mark.parametrize("method", ["", "teleport", "\x00", "x" * 10_000, "-1"])
def test_unknown_delivery_methods_are_refused(
    alice: Shopper, dr: SandboxProcess, method: str
) -> None:
    alice.add()
    alice.address()
    assert alice.deliver(method).status_code == 422
    assert alice.details.delivery_code == ""
    assert len(calls(dr)) == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"1", b'"x"', b'{"sourceId": null}', b'{"sourceId": 5}',
     b'{"sourceId": {"a": 1}}', b'{"sourceId": "' + b"x" * 5000 + b'"}',
     b'{"sourceId": "a\\u0000b"}', b'{"sourceId": "../orders"}', b"\xff\xfe",
     b"[" * 50_000],
)  # fmt: skip
def test_odd_source_ids_never_reach_digital_river(
    alice: Shopper, dr: SandboxProcess, body: bytes
) -> None:
    alice.add()
    alice.address()
    alice.deliver()
    before = len(calls(dr))
    response = alice.client.post("/checkout/source/", body, content_type="application/json")
    if body == b'{"sourceId": 5}':
        assert response.status_code in (400, 422)
        return
    assert response.status_code == 400
    assert response.json()["message"]
    assert len(calls(dr)) == before


def test_a_source_id_that_nobody_made_keeps_the_shopper_on_payment(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.address()
    alice.deliver()
    response = alice.attach("00000000-0000-0000-0000-000000000000")
    assert response.status_code == 422
    assert "next" not in response.json()
    assert alice.checkout.source is None
    assert alice.pay().status_code == 200


def test_attaching_without_a_cart_leads_to_the_start(shop) -> None:
    response = Shopper().attach("abc")
    assert (response.status_code, response.json()) == (409, {"next": "/checkout/"})


@pytest.mark.parametrize(
    "forged",
    ["", "nonsense", "a:b:c", "x" * 400, "\x00", signing.dumps(["M7K2", 1, 1, "USD"])],
    ids=["empty", "nonsense", "colons", "long", "nul", "signed for something else"],
)
def test_a_forged_review_buys_nothing(alice: Shopper, dr: SandboxProcess, forged: str) -> None:
    alice.add()
    alice.go_to_review()
    before = len(calls(dr))
    response = alice.client.post("/checkout/review/", {"review": forged, "agreed": "yes"})
    assert response.status_code == 400
    assert "out of date" in response.content.decode()
    assert not Order.objects.exists()
    assert len(calls(dr)) == before


def test_anothers_review_form_buys_nothing(alice: Shopper, dr: SandboxProcess) -> None:
    bob = Shopper(dr)
    bob.add("CABLE", 1)
    bob.go_to_review()
    alice.add()
    alice.go_to_review()
    response = alice.client.post(
        "/checkout/review/", {"review": seal_in(bob.review()), "agreed": "yes"}
    )
    assert response.status_code == 409
    assert not Order.objects.exists()


@pytest.mark.parametrize("token", ["x", "x" * 3000, "%00", "..%2f", "<script>"])
def test_unknown_order_links_are_not_found(shop, token: str) -> None:
    for page in ("thanks", "confirming"):
        assert Client().get(f"/checkout/{page}/{token}/").status_code == 404
    assert Client().post(f"/checkout/resume/{token}/").status_code == 404


@pytest.mark.parametrize("step", ["nonsense", "start", "address%00", "x" * 500])
def test_unknown_steps_are_not_found(alice: Shopper, step: str) -> None:
    alice.add()
    assert alice.client.get(f"/checkout/{step}/").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/cart/", "/cart/add/", "/checkout/", "/checkout/review/"])
def test_other_methods_are_refused(alice: Shopper, method: str, path: str) -> None:
    alice.add()
    assert getattr(alice.client, method)(path).status_code == 405


def test_markup_in_an_address_stays_text(alice: Shopper) -> None:
    alice.add()
    alice.go_to_review({**ALICE, "ship-name": "<script>alert(1)</script>"})
    page = alice.review()
    assert "<script>alert(1)" not in page
    assert json.dumps("&lt;script&gt;")[1:-1] in page


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/cart/"), ("post", "/cart/add/"), ("post", "/cart/update/"), ("get", "/checkout/"),
     ("get", "/checkout/address/"), ("post", "/checkout/source/")],
)  # fmt: skip
def test_a_shop_without_markets_says_so(db, method: str, path: str) -> None:
    cached.forget()
    assert getattr(Client(), method)(path).status_code == 503
    cached.forget()


@pytest.mark.accepts("D15")
def test_an_order_without_an_email_is_stopped_before_digital_river(
    alice: Shopper, dr: SandboxProcess
) -> None:
    alice.add()
    alice.go_to_review()
    page = alice.review()
    Details.objects.update(email="")
    assert alice.place(page)["Location"] == "/checkout/address/"
    assert alice.address({**ALICE, "email": ""}).status_code == 422
    assert not calls(dr, path="/orders")
    alice.address()
    body = calls(dr, method="POST", path="/checkouts")[0]["request_body"]
    assert body["email"] == "alice@example.com"
    assert {"line1", "city", "postalCode", "country"} <= set(body["billTo"]["address"])
    assert body["billTo"]["name"]


@pytest.mark.parametrize("address", ["", "unix:", "not-an-address", "fe80::1%eth0"])
def test_a_server_that_knows_no_client_address_still_sells(
    alice: Shopper, dr: SandboxProcess, address: str
) -> None:
    alice.add()
    response = alice.client.post("/checkout/address/", ALICE, REMOTE_ADDR=address)
    assert response.status_code == 302
    assert alice.checkout.browser_ip in (None, "fe80::1")


@pytest.mark.parametrize(
    "merge",
    [{"currency": "EUR"}, {"totalAmount": "nonsense"}, {"id": None}],
    ids=["currency", "amount", "id"],
)
def test_an_answer_about_another_purchase_is_never_bought(
    alice: Shopper, dr: SandboxProcess, merge: dict
) -> None:
    alice.add()
    dr.control("PUT", "/control/overrides", [
        {"method": "POST", "path": "/checkouts", "times": 1, "merge": merge},
    ])  # fmt: skip
    response = alice.address()
    assert response.status_code == 503
    assert "Nothing was charged" in response.content.decode()
    assert not Checkout.objects.filter(state="open").exists()
    assert alice.address()["Location"] == "/checkout/delivery/"
