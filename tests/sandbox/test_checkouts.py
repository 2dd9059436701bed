"""Checkouts: what may be sent, what is refused and how, and what the answer holds."""

import pytest

from tests.sandbox.merchant import ALICE, DIGITAL, MINNETONKA, Merchant


def ship_to(**address):
    return {"name": "A B", "address": {**MINNETONKA, **address}}


def test_a_checkout_comes_back_with_ids_entity_session_and_totals(dr: Merchant):
    checkout = dr.checkout(upstreamId="NL-1", locale="de_DE", metadata={"gift": True})

    assert checkout["sellingEntity"] == {"id": "C5_INC-ENTITY", "name": "DR globalTech Inc."}
    assert checkout["payment"]["session"]["state"] == "requires_source"
    assert checkout["payment"]["session"]["amountRemainingToBeContributed"] == 26.89
    assert (checkout["upstreamId"], checkout["locale"]) == ("NL-1", "de_DE")
    assert checkout["liveMode"] is False
    assert dr.get(f"/checkouts/{checkout['id']}") == checkout
    assert not [name for name in str(checkout).split("'") if name.startswith("_")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"colour": "red"}, (400, "unknown_parameter", "colour")),
        ({"currency": None}, (400, "missing_parameter", "currency")),
        ({"items": None}, (400, "missing_parameter", "items")),
        ({"items": []}, (400, "missing_parameter", "items")),
        ({"currency": "YEM"}, (400, "invalid_parameter", "currency")),
        ({"currency": "PAB"}, (409, "currency_unactivated", "currency")),
        ({"email": "nobody"}, (400, "invalid_parameter", "email")),
        ({"email": 7}, (400, "invalid_parameter", "email")),
        ({"locale": "en_GB"}, (400, "invalid_parameter", "locale")),
        ({"browserIp": "localhost"}, (400, "invalid_parameter", "browserIp")),
        ({"taxInclusive": "yes"}, (400, "invalid_parameter", "taxInclusive")),
        ({"customerType": "robot"}, (400, "invalid_parameter", "customerType")),
        ({"upstreamId": "a\x00b"}, (400, "invalid_parameter", "upstreamId")),
        ({"metadata": {"k" * 41: "x"}}, (400, "invalid_metadata_key", "metadata")),
        ({"metadata": {"k": "x" * 501}}, (400, "invalid_metadata_value", "metadata")),
        ({"discount": {"amountOff": 0}}, (400, "invalid_discount_amount", "discount")),
        ({"discount": {"percentOff": -1}}, (400, "invalid_discount_percent", "discount")),
        ({"shippingChoice": {"description": "x"}}, (400, "internal_error", "")),
        ({"sourceId": "nobody"}, (404, "not_found", "sourceId")),
    ],
)
def test_a_create_request_is_refused_as_documented(dr: Merchant, change, expected):
    body = {**dr.checkout_body(), **change}

    assert dr.error("POST", "/checkouts", body) == expected
    assert dr.get("/checkouts")["data"] == []


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"skuId": "case"}, (400, "missing_parameter", "items[0].price")),
        ({"price": 1}, (400, "missing_parameter", "items[0].skuId")),
        ({"skuId": "ghost", "price": 1}, (400, "not_found", "items[0].skuId")),
        (
            {"skuId": "case", "price": 1, "aggregatePrice": 1},
            (400, "invalid_parameter", "items[0].price"),
        ),
        (
            {"skuId": "case", "price": 1, "quantity": 0},
            (400, "invalid_quantity_amount", "items[0].quantity"),
        ),
        (
            {"skuId": "case", "price": 1, "quantity": 1.5},
            (400, "invalid_quantity_amount", "items[0].quantity"),
        ),
        ({"skuId": "case", "price": -1}, (400, "invalid_parameter", "items[0].price")),
        ({"skuId": "case", "price": "1"}, (400, "invalid_parameter", "items[0].price")),
        ({"skuId": "case", "price": 10.001}, (400, "invalid_amount", "items[0].price")),
        ({"skuId": "case", "price": 1e300}, (400, "amount_too_large", "items[0].price")),
    ],
)
def test_an_item_is_refused_with_the_place_of_the_mistake(dr: Merchant, item, expected):
    assert dr.error("POST", "/checkouts", dr.checkout_body(items=[item])) == expected


def test_price_is_a_unit_and_aggregate_price_the_line(dr: Merchant):
    checkout = dr.checkout(
        items=[
            {"skuId": "case", "quantity": 2, "price": 10},
            {"skuId": "case", "quantity": 3, "aggregatePrice": 25},
        ]
    )

    assert [item["amount"] for item in checkout["items"]] == [20.0, 25.0]
    assert checkout["items"][0]["id"] != checkout["items"][1]["id"]


@pytest.mark.parametrize("part", ["line1", "city", "postalCode", "state", "country"])
def test_a_physical_item_needs_every_part_of_the_ship_to_address(dr: Merchant, part: str):
    body = dr.checkout_body(shipTo=ship_to(**{part: None}))

    assert dr.error("POST", "/checkouts", body) == (
        400,
        "missing_parameter",
        f"shipTo.address.{part}",
    )


@pytest.mark.parametrize(
    ("country", "state", "code", "valid"),
    [
        ("US", "MN", "5510", False),
        ("US", "MN", "55343-1234", True),
        ("CA", "ON", "D3A 1A1", False),
        ("CA", "QC", "H3H2P2", True),
        ("DE", None, "1011", False),
        ("DE", None, "10115", True),
        ("GB", None, "EC1M4AN", True),
        ("GB", None, "1234", False),
        ("FR", None, "7500", False),
        ("IT", None, "00100", True),
        ("JP", None, "whatever", True),
    ],
)
def test_postal_codes_follow_the_published_patterns(dr: Merchant, country, state, code, valid):
    body = dr.checkout_body(shipTo=ship_to(country=country, state=state, postalCode=code))
    if valid:
        dr.call("POST", "/checkouts", body, expect=201)
    else:
        expected = (400, "invalid_parameter", "address.postalCode")
        assert dr.error("POST", "/checkouts", body) == expected


@pytest.mark.parametrize(("state", "valid"), [("ZZ", False), ("PR", True), ("AE", True)])
def test_states_follow_the_published_lists(dr: Merchant, state: str, valid: bool):
    body = dr.checkout_body(shipTo=ship_to(state=state), billTo=None)
    if valid:
        dr.call("POST", "/checkouts", body, expect=201)
    else:
        expected = (400, "invalid_parameter", "address.state")
        assert dr.error("POST", "/checkouts", body) == expected


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("KP", (409, "country_unsupported", "country")),
        ("XX", (400, "invalid_parameter", "address.country")),
    ],
)
def test_countries_that_cannot_be_sold_to_are_refused(dr: Merchant, country, expected):
    body = dr.checkout_body(shipTo=ship_to(country=country, state=None))

    assert dr.error("POST", "/checkouts", body) == expected


def test_a_digital_checkout_needs_no_shipping(dr: Merchant):
    dr.sku("plugin", **DIGITAL)
    checkout = dr.checkout(
        shipTo=None,
        shipFrom=None,
        shippingChoice=None,
        items=[{"skuId": "plugin", "price": 20}],
    )

    assert "shipTo" not in checkout
    assert "shippingChoice" not in checkout
    assert checkout["items"][0]["quantity"] == 1
    assert checkout["totalAmount"] == 21.51


def test_the_entity_follows_the_addresses(dr: Merchant):
    dr.sku("plugin", **DIGITAL)
    digital = [{"skuId": "plugin", "price": 20}]
    bare = dr.checkout(shipTo=None, billTo=None, shipFrom=None, shippingChoice=None, items=digital)
    assert bare["sellingEntity"] == {}

    def entity_of(country: str) -> str:
        address = {"line1": "1", "city": "x", "postalCode": "10115", "country": country}
        updated = dr.call(
            "POST", f"/checkouts/{bare['id']}", {"billTo": {"name": "A", "address": address}}
        )
        return updated["sellingEntity"]["id"]

    assert entity_of("DE") == "DR_IRELAND-ENTITY"
    assert entity_of("JP") == "DR_JAPAN-ENTITY"


def test_items_that_need_two_entities_are_refused(dr: Merchant):
    tokyo = ship_to(country="JP", state=None, postalCode="100-0001")
    items = [
        {"skuId": "case", "price": 10, "shipFrom": {"address": {"country": "JP"}}},
        {"skuId": "case", "price": 10, "shipFrom": {"address": {"country": "NL"}}},
    ]
    body = dr.checkout_body(shipTo=tokyo, items=items)

    assert dr.error("POST", "/checkouts", body) == (400, "selling_entity_not_found", "")


@pytest.mark.parametrize("member", ["price", "quantity", "skuId"])
def test_items_cannot_be_bought_otherwise_by_an_update(dr: Merchant, member: str):
    checkout = dr.checkout()
    change = {"items": [{"id": checkout["items"][0]["id"], member: 1}]}

    assert dr.error("POST", f"/checkouts/{checkout['id']}", change) == (
        400,
        "unknown_parameter",
        member,
    )


@pytest.mark.parametrize("member", ["taxInclusive", "discount"])
def test_what_is_fixed_at_creation_is_unknown_to_an_update(dr: Merchant, member: str):
    checkout = dr.checkout()

    refused = dr.error("POST", f"/checkouts/{checkout['id']}", {member: True})
    assert refused == (400, "unknown_parameter", member)


def test_an_update_prices_the_checkout_again(dr: Merchant):
    checkout = dr.checkout(shippingChoice=None)
    assert checkout["totalAmount"] == 21.51

    updated = dr.call("POST", f"/checkouts/{checkout['id']}", {"shippingChoice": {"amount": 5}})
    assert (updated["totalShipping"], updated["totalAmount"]) == (5.0, 26.89)

    gone = dr.call("POST", f"/checkouts/{checkout['id']}", {"shippingChoice": None})
    assert gone["totalAmount"] == 21.51


def test_a_refused_update_changes_nothing(dr: Merchant):
    checkout = dr.checkout()

    dr.error("POST", f"/checkouts/{checkout['id']}", {"email": "b@example.org", "currency": "X"})

    assert dr.get(f"/checkouts/{checkout['id']}") == checkout


def test_an_item_keeps_its_own_ship_from_and_metadata(dr: Merchant):
    checkout = dr.checkout()
    item = {"id": checkout["items"][0]["id"], "metadata": {"engraving": "A"}}

    updated = dr.call("POST", f"/checkouts/{checkout['id']}", {"items": [item]})

    assert updated["items"][0]["metadata"] == {"engraving": "A"}
    assert updated["items"][0]["amount"] == 20.0
    ghost = {"items": [{"id": "ghost"}]}
    assert dr.error("POST", f"/checkouts/{checkout['id']}", ghost)[:2] == (400, "not_found")


def test_a_language_becomes_a_supported_locale(dr: Merchant):
    assert dr.checkout(language="de")["locale"] == "de_DE"
    assert dr.checkout(language="fr-ca")["locale"] == "fr_FR"
    assert dr.checkout(language="th")["locale"] == "en_US"


def test_a_deleted_checkout_is_gone(dr: Merchant):
    checkout = dr.checkout(billTo=ALICE)

    dr.call("DELETE", f"/checkouts/{checkout['id']}", expect=204)

    assert dr.error("GET", f"/checkouts/{checkout['id']}") == (404, "not_found", "id")


def test_inactive_currencies_are_a_setting(dr: Merchant):
    dr.process.control("PUT", "/control/settings", {"inactive_currencies": ["USD"]})

    refused = dr.error("POST", "/checkouts", dr.checkout_body())
    assert refused == (409, "currency_unactivated", "currency")
