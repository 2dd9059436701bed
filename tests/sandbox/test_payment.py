"""Cards, sources and the payment session."""

import sqlite3

import pytest

from tests.sandbox.merchant import ALICE, MINNETONKA, VISA, Merchant

OWNER = {"firstName": "Alice", "lastName": "Doe", "address": MINNETONKA}


@pytest.mark.parametrize(
    ("number", "brand"),
    [
        ("343456789012341", "American Express"),
        ("30345678901235", "Diners Club"),
        ("6011987698769876", "Discover"),
        ("3528987698769879", "JCB"),
        ("5466160000000008", "Mastercard"),
        ("6226220000000009", "UnionPay"),
        ("4444222233331111", "Visa"),
        ("4444 2222 3333 1111", "Visa"),
    ],
)
def test_every_test_card_becomes_a_chargeable_source(dr: Merchant, number: str, brand: str):
    source = dr.source(number, owner=OWNER)

    assert (source["state"], source["flow"], source["reusable"]) == (
        "chargeable",
        "standard",
        False,
    )
    assert source["creditCard"]["brand"] == brand
    assert source["creditCard"]["lastFourDigits"] == number[-4:]
    assert source["clientSecret"].startswith(source["id"])


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ({"number": "4444222233331112"}, ("invalid_card_number", "creditCard.number")),
        ({"number": "1234"}, ("invalid_card_number", "creditCard.number")),
        ({"expirationYear": 2020}, ("invalid_expiration_date", "creditCard.expirationYear")),
        ({"expirationMonth": 13}, ("invalid_expiration_date", "creditCard.expirationMonth")),
        ({"cvv": "12"}, ("invalid_security_code", "creditCard.cvv")),
        ({"number": None}, ("missing_parameter", "creditCard.number")),
        ({"number": ["4"]}, ("invalid_parameter", "creditCard.number")),
    ],
)
def test_a_card_that_cannot_be_right_is_refused(dr: Merchant, card, expected):
    right = {"number": VISA, "expirationMonth": 12, "expirationYear": 2039, "cvv": "123"}
    body = {"type": "creditCard", "creditCard": {**right, **card}}

    status, answer = dr.process.api("POST", "/v1/internal/sources", body, key=dr.public_key)

    assert status == 400
    assert (answer["errors"][0]["code"], answer["errors"][0]["parameter"]) == expected


def test_the_failing_source_card_makes_no_source(dr: Merchant):
    answer = dr.source("4000000000003295", expect=409)

    assert answer["type"] == "conflict"
    assert "source.created" not in dr.event_types("source")


def test_card_numbers_are_neither_in_the_file_nor_in_the_log(dr: Merchant):
    dr.order()

    logged = str(dr.process.requests())
    assert "…1111" in logged
    assert VISA not in logged
    for path in dr.process.db.parent.glob(f"{dr.process.db.name}*"):
        assert VISA.encode() not in path.read_bytes()
    with sqlite3.connect(dr.process.db) as file:
        (sources,) = file.execute(
            "SELECT group_concat(body) FROM documents WHERE kind = 'source'"
        ).fetchone()
    assert '"cvv"' not in sources


def test_a_source_needs_the_public_key_and_reading_it_the_secret_one(dr: Merchant):
    source = dr.source()

    assert dr.get(f"/sources/{source['id']}")["id"] == source["id"]
    with_public_key = dr.process.api("GET", f"/sources/{source['id']}", key=dr.public_key)
    assert with_public_key[0] == 401
    with_secret_key = dr.process.api("POST", "/v1/internal/sources", {}, key=dr.key)
    assert with_secret_key[0] == 401


def test_digitalriver_js_reads_the_session_and_its_source(dr: Merchant):
    checkout = dr.checkout()
    session_id = checkout["payment"]["session"]["id"]
    source = dr.source(sessionId=session_id)

    def read(path: str):
        return dr.process.api("GET", f"/v1/internal/{path}", key=dr.public_key)

    status, session = read(f"sessions/{session_id}")
    assert status == 200
    assert (session["currency"], session["country"], session["amount"]) == ("USD", "US", 26.89)
    assert session["sellingEntity"]["id"] == "C5_INC-ENTITY"
    assert [method["type"] for method in session["paymentMethods"]] == ["creditCard"]
    secret = source["clientSecret"]
    assert read(f"sources/{source['id']}?clientSecret={secret}")[1]["id"] == source["id"]
    assert read(f"sources/{source['id']}?clientSecret=guess")[0] == 404
    assert read("sessions/nobody")[0] == 404


def test_attaching_by_path_returns_the_source_and_by_update_the_checkout(dr: Merchant):
    by_path, by_update = dr.checkout(), dr.checkout()
    first, second = dr.source(), dr.source()

    attached = dr.call("POST", f"/checkouts/{by_path['id']}/sources/{first['id']}")
    updated = dr.call("POST", f"/checkouts/{by_update['id']}", {"sourceId": second["id"]})

    assert attached["id"] == first["id"]
    assert attached["amount"] == 26.89
    read = dr.get(f"/checkouts/{by_path['id']}")
    for checkout in (read, updated):
        session = checkout["payment"]["session"]
        assert session["state"] == "requires_confirmation"
        assert session["amountContributed"] == 26.89
        assert session["amountRemainingToBeContributed"] == 0.0
        (shown,) = checkout["payment"]["sources"]
        assert "state" not in shown
        assert shown["creditCard"]["lastFourDigits"] == "1111"


def test_a_checkout_may_be_made_with_its_source(dr: Merchant):
    checkout = dr.checkout(sourceId=dr.source()["id"])

    assert checkout["payment"]["session"]["state"] == "requires_confirmation"


def test_the_owner_of_the_source_is_billed_where_nobody_else_is(dr: Merchant):
    checkout = dr.checkout(billTo=None)
    source = dr.source(owner=OWNER)

    updated = dr.call("POST", f"/checkouts/{checkout['id']}", {"sourceId": source["id"]})

    assert updated["billTo"]["name"] == "Alice Doe"
    assert updated["billTo"]["address"]["city"] == "Minnetonka"


def test_a_detached_single_use_source_is_cancelled_for_good(dr: Merchant):
    checkout = dr.paid_checkout()
    source_id = checkout["payment"]["sources"][0]["id"]
    path = f"/checkouts/{checkout['id']}/sources/{source_id}"

    dr.call("DELETE", path, expect=204)

    assert dr.get(f"/checkouts/{checkout['id']}")["payment"]["sources"] == []
    assert dr.get(f"/sources/{source_id}")["state"] == "cancelled"
    assert dr.error("POST", path)[:2] == (409, "source_status_invalid_for_session")
    assert dr.error("DELETE", path) == (404, "not_found", "sourceId")


def test_another_source_replaces_the_first(dr: Merchant):
    checkout = dr.paid_checkout()
    first = checkout["payment"]["sources"][0]["id"]
    second = dr.source()["id"]

    updated = dr.call("POST", f"/checkouts/{checkout['id']}", {"sourceId": second})

    assert [source["id"] for source in updated["payment"]["sources"]] == [second]
    assert dr.get(f"/sources/{first}")["state"] == "cancelled"


def test_a_source_pays_one_checkout_only(dr: Merchant):
    source_id = dr.paid_checkout()["payment"]["sources"][0]["id"]
    other = dr.checkout()

    refused = dr.error("POST", f"/checkouts/{other['id']}/sources/{source_id}")
    assert refused[:2] == (409, "source_status_invalid_for_session")


def test_a_change_of_the_total_breaks_the_session_until_a_source_is_attached_again(dr: Merchant):
    checkout = dr.paid_checkout()
    path, source_id = f"/checkouts/{checkout['id']}", checkout["payment"]["sources"][0]["id"]

    updated = dr.call("POST", path, {"shippingChoice": {"amount": 9}})
    assert updated["payment"]["session"]["state"] == "requires_source"
    refused = dr.error("POST", "/orders", {"checkoutId": checkout["id"]})
    assert refused == (400, "order_submit_failed", "")

    mended = dr.call("POST", path, {"sourceId": source_id})
    assert mended["payment"]["session"]["state"] == "requires_confirmation"
    assert mended["payment"]["sources"][0]["amount"] == mended["totalAmount"]


def test_a_change_that_costs_nothing_keeps_the_session(dr: Merchant):
    checkout = dr.paid_checkout()

    updated = dr.call("POST", f"/checkouts/{checkout['id']}", {"upstreamId": "NL-2"})

    assert updated["payment"]["session"]["state"] == "requires_confirmation"


def test_a_bad_postal_code_of_the_owner_is_refused(dr: Merchant):
    owner = {**OWNER, "address": {**ALICE["address"], "postalCode": "5510"}}

    answer = dr.source(owner=owner, expect=400)

    assert answer["errors"][0]["parameter"] == "address.postalCode"
