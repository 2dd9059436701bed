"""SKUs, and what holds for every resource: keys, methods, bodies that are no JSON."""

import http.client

import pytest

from tests.sandbox.merchant import DIGITAL, PHYSICAL, Merchant


def test_put_makes_a_sku_and_then_replaces_it(dr: Merchant):
    body = {"name": "Mug", **PHYSICAL, "description": "Blue"}

    created = dr.call("PUT", "/skus/MUG-01.b", body, expect=201)
    replaced = dr.call("PUT", "/skus/MUG-01.b", {"name": "Cup", **DIGITAL})

    assert created["physical"] is True
    assert (replaced["name"], replaced["physical"]) == ("Cup", False)
    assert "description" not in replaced
    assert replaced["createdTime"] == created["createdTime"]
    assert dr.get("/skus/MUG-01.b") == replaced


def test_post_makes_a_sku_with_an_id_of_its_own_or_a_given_one(dr: Merchant):
    given = dr.call("POST", "/skus", {"id": "mug", "name": "Mug", **PHYSICAL}, expect=201)
    own = dr.call("POST", "/skus", {"name": "Mug", **PHYSICAL}, expect=201)

    assert given["id"] == "mug"
    assert own["id"].startswith("sku_")
    again = {"id": "mug", "name": "Mug", **PHYSICAL}
    assert dr.error("POST", "/skus", again) == (409, "already_exists", "id")


def test_post_changes_what_is_sent_and_null_removes(dr: Merchant):
    dr.sku("mug", description="Blue", weight=1.5)

    updated = dr.call("POST", "/skus/mug", {"name": "Cup", "description": None})

    assert updated["name"] == "Cup"
    assert "description" not in updated
    assert (updated["weight"], updated["weightUnit"]) == (1.5, "oz")
    assert dr.error("POST", "/skus/mug", {"eccn": None}) == (400, "missing_parameter", "eccn")


@pytest.mark.parametrize(
    ("code", "physical"),
    [
        ("PB0010000", True),
        ("DC020500", False),
        ("DG010300", False),
        ("DG010100", True),
        ("S0000000", False),
        ("ST087634", False),
        ("P0000000", True),
        ("4323.310_A", True),
        ("4323.320_A", False),
        ("5216", True),
        ("55111502.120", False),
        ("81112106", False),
        ("531029.100", True),
    ],
)
def test_both_schemes_of_tax_codes_tell_what_is_physical(dr: Merchant, code: str, physical: bool):
    assert dr.sku("mug", taxCode=code)["physical"] is physical


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": None}, (400, "missing_parameter", "name")),
        ({"eccn": None}, (400, "missing_parameter", "eccn")),
        ({"taxCode": None}, (400, "missing_parameter", "taxCode")),
        ({"countryOfOrigin": None}, (400, "missing_parameter", "countryOfOrigin")),
        ({"countryOfOrigin": "KP"}, (400, "invalid_parameter", "countryOfOrigin")),
        ({"taxCode": "no such code"}, (400, "invalid_parameter", "taxCode")),
        ({"hsCode": "12"}, (400, "invalid_parameter", "hsCode")),
        ({"weightUnit": "stone"}, (400, "invalid_parameter", "weightUnit")),
        ({"colour": "red"}, (400, "unknown_parameter", "colour")),
    ],
)
def test_an_incomplete_or_wrong_sku_is_refused(dr: Merchant, change, expected):
    assert dr.error("PUT", "/skus/mug", {"name": "Mug", **PHYSICAL, **change}) == expected


def test_a_sku_group_stands_in_for_the_compliance_data(dr: Merchant):
    assert dr.call("PUT", "/skus/mug", {"name": "Mug", "skuGroupId": "g-1"}, expect=201)


def test_ids_have_few_characters(dr: Merchant):
    body = {"name": "Mug", **PHYSICAL}

    assert dr.error("PUT", "/skus/89%2656", body) == (400, "invalid_parameter", "id")
    assert dr.error("POST", "/skus", {**body, "id": "a b"}) == (400, "invalid_parameter", "id")


def test_a_deleted_sku_is_gone(dr: Merchant):
    dr.call("DELETE", "/skus/case", expect=204)

    assert dr.error("GET", "/skus/case") == (404, "not_found", "id")
    assert dr.error("DELETE", "/skus/case")[0] == 404
    assert dr.get("/skus")["data"] == []


def test_skus_are_listed_by_tax_code(dr: Merchant):
    dr.sku("plugin", **DIGITAL)

    assert [sku["id"] for sku in dr.get("/skus?taxCode=DC020500")["data"]] == ["plugin"]


@pytest.mark.parametrize("key", ["sk_test_wrong", "pk_test_sandbox", ""])
def test_a_wrong_key_is_a_401(dr: Merchant, key: str):
    status, answer = dr.process.api("GET", "/skus", key=key)

    assert (status, answer["type"]) == (401, "unauthorized")


def test_unknown_paths_and_methods_answer_in_the_vendors_form(dr: Merchant):
    assert dr.error("GET", "/nowhere")[:2] == (404, "not_found")
    assert dr.error("PATCH", "/skus/case")[:2] == (405, "method_not_allowed")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"name": NaN}',
        b"[" * 100_000,
        b'{"weight": ' + b"9" * 5000 + b"}",
        b'{"weight": 1e9999999999999999999}',
    ],
)
def test_a_body_that_is_no_json_object_is_a_400(dr: Merchant, body: bytes):
    connection = http.client.HTTPConnection(dr.process.host, dr.process.port, timeout=10)
    headers = {"Authorization": f"Bearer {dr.key}", "Content-Type": "application/json"}
    connection.request("POST", "/skus", body, headers)
    answer = connection.getresponse()

    assert answer.status == 400
    assert b'"type":"bad_request"' in answer.read()
    assert answer.headers["x-dr-requestid"]
    connection.close()


def test_a_lone_surrogate_in_a_name_is_a_400(dr: Merchant):
    # urllib encodes the body as ASCII JSON: the surrogate arrives as an escape.
    body = {"name": "\ud800", **PHYSICAL}

    assert dr.error("PUT", "/skus/mug", body) == (400, "invalid_format", "")


def test_a_huge_body_is_a_400(dr: Merchant):
    body = {"name": "x" * 3_000_000, **PHYSICAL}

    assert dr.error("PUT", "/skus/mug", body)[0] == 400
