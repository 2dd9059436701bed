"""Every worked example of tax and discounts that the vendor's documents print, and our markets."""

import pytest

from tests.sandbox.merchant import MINNETONKA, Merchant


def totals(checkout):
    return checkout["subtotal"], checkout["totalTax"], checkout["totalAmount"]


def lines(checkout):
    return [(item["amount"], item["tax"]["amount"]) for item in checkout["items"]]


def test_prices_without_tax(dr: Merchant):
    checkout = dr.checkout()

    assert lines(checkout) == [(20.0, 1.51)]
    assert checkout["items"][0]["tax"]["rate"] == 0.07525
    assert (checkout["shippingChoice"]["amount"], checkout["shippingChoice"]["taxAmount"]) == (
        5.0,
        0.38,
    )
    assert totals(checkout) == (25.0, 1.89, 26.89)


def test_prices_that_include_tax_are_taken_apart(dr: Merchant):
    """The printed sample has 4.68 + 0.35 for shipping, which is not 5.00; see the reference, 11."""
    checkout = dr.checkout(taxInclusive=True)

    assert lines(checkout) == [(18.6, 1.4)]
    choice = checkout["shippingChoice"]
    assert (choice["amount"], choice["taxAmount"]) == (4.65, 0.35)
    assert totals(checkout) == (23.25, 1.75, 25.0)


@pytest.mark.parametrize(
    ("discount", "amount", "tax", "off"),
    [
        ({"percentOff": 10, "quantity": 1}, 29.0, 2.18, 1.0),
        ({"amountOff": 2}, 24.0, 1.81, 6.0),
    ],
)
def test_a_line_discount_lowers_the_line(dr: Merchant, discount, amount, tax, off):
    item = {"skuId": "case", "price": 10, "quantity": 3, "discount": discount}
    checkout = dr.checkout(items=[item], shippingChoice=None)

    assert lines(checkout) == [(amount, tax)]
    assert checkout["totalDiscount"] == off
    assert checkout["totalAmount"] == round(amount + tax, 2)


@pytest.mark.parametrize(
    ("discount", "tax", "expected", "off"),
    [
        ({"percentOff": 20}, 2.41, (64.0, 4.82, 68.82), 16.0),
        ({"amountOff": 10}, 2.63, (70.0, 5.26, 75.26), 10.0),
    ],
)
def test_an_order_discount_lowers_the_tax_but_not_the_lines(
    dr: Merchant, discount, tax, expected, off
):
    checkout = dr.checkout(
        discount=discount,
        shippingChoice=None,
        items=[
            {"skuId": "case", "price": 10, "quantity": 4},
            {"skuId": "case", "price": 20, "quantity": 2},
        ],
    )

    assert lines(checkout) == [(40.0, tax), (40.0, tax)]
    assert totals(checkout) == expected
    assert checkout["totalDiscount"] == off


@pytest.mark.parametrize(
    ("discount", "shipping_tax", "expected", "off"),
    [
        ({"percentOff": 25}, 0.45, (36.0, 2.71, 38.71), 2.0),
        ({"amountOff": 3}, 0.38, (35.0, 2.64, 37.64), 3.0),
    ],
)
def test_a_shipping_discount_leaves_the_choice_as_it_was(
    dr: Merchant, discount, shipping_tax, expected, off
):
    checkout = dr.checkout(
        shippingDiscount=discount,
        shippingChoice={"amount": 8},
        items=[{"skuId": "case", "price": 10, "quantity": 3}],
    )

    assert lines(checkout) == [(30.0, 2.26)]
    assert checkout["shippingChoice"]["amount"] == checkout["totalShipping"] == 8.0
    assert checkout["shippingChoice"]["taxAmount"] == shipping_tax
    assert totals(checkout) == expected
    assert checkout["totalDiscount"] == off


def test_tax_is_rounded_half_up(dr: Merchant):
    """100 x 0.07125 = 7.125 becomes 7.13; half to even would make it 7.12."""
    springfield = {**MINNETONKA, "postalCode": "62701", "state": "IL", "city": "Springfield"}
    checkout = dr.checkout(
        shipTo={"name": "A", "address": springfield},
        shippingChoice=None,
        items=[{"skuId": "case", "price": 100}],
    )

    assert lines(checkout) == [(100.0, 7.13)]


def test_regulatory_fees_are_taxed_and_part_of_the_subtotal(dr: Merchant):
    """The vendor's example: 44.09 for two phones with 5.00 and 3.00 of fees each."""
    dr.sku("fee-sample")
    checkout = dr.checkout(items=[{"skuId": "fee-sample", "price": 10, "quantity": 2}])

    fees = checkout["items"][0]["fees"]
    assert (fees["amount"], fees["taxAmount"]) == (16.0, 1.2)
    assert [detail["amount"] for detail in fees["details"]] == [6.0, 10.0]
    assert checkout["totalFees"] == 16.0
    assert totals(checkout) == (41.0, 3.09, 44.09)


@pytest.mark.parametrize(
    ("country", "currency", "gross", "net", "tax"),
    [
        ("GB", "GBP", 120, 100.0, 20.0),
        ("DE", "EUR", 119, 100.0, 19.0),
        ("FR", "EUR", 19.99, 16.66, 3.33),
        ("ES", "EUR", 10, 8.26, 1.74),
        ("IT", "EUR", 9.99, 8.19, 1.8),
        ("NL", "EUR", 121, 100.0, 21.0),
        ("IE", "EUR", 123, 100.0, 23.0),
        ("AT", "EUR", 1, 0.83, 0.17),
        ("BE", "EUR", 0.01, 0.01, 0.0),
        ("JP", "JPY", 1980, 1800.0, 180.0),
        ("JP", "JPY", 105, 95.0, 10.0),
    ],
)
def test_gross_prices_of_every_market_come_apart_exactly(
    dr: Merchant, country, currency, gross, net, tax
):
    code = {"GB": "EC1M 4AN", "JP": "100-0001"}.get(country, "10115")
    address = {"line1": "1", "city": "x", "postalCode": code, "country": country}
    checkout = dr.checkout(
        currency=currency,
        taxInclusive=True,
        shipTo={"name": "A", "address": address},
        shippingChoice=None,
        items=[{"skuId": "case", "price": gross}],
    )

    assert lines(checkout) == [(net, tax)]
    assert checkout["totalAmount"] == gross


def test_a_currency_without_decimals_takes_whole_prices_only(dr: Merchant):
    body = dr.checkout_body(currency="JPY", items=[{"skuId": "case", "price": 10.5}])

    assert dr.error("POST", "/checkouts", body) == (400, "invalid_amount", "items[0].price")


def test_an_order_discount_on_gross_prices_keeps_the_sums_right(dr: Merchant):
    checkout = dr.checkout(
        taxInclusive=True,
        discount={"amountOff": 10},
        items=[
            {"skuId": "case", "price": 33.33, "quantity": 1},
            {"skuId": "case", "price": 19.99, "quantity": 3},
        ],
    )

    assert checkout["totalAmount"] == round(33.33 + 3 * 19.99 - 10 + 5, 2)
    assert round(checkout["subtotal"] + checkout["totalTax"], 2) == checkout["totalAmount"]
    goods = sum(item["amount"] for item in checkout["items"])
    expected = goods - checkout["totalDiscount"] + checkout["totalShipping"]
    assert round(expected, 2) == checkout["subtotal"]


def test_shipping_is_spread_over_the_physical_lines(dr: Merchant):
    dr.sku("plugin", taxCode="DC020500")
    checkout = dr.checkout(
        items=[
            {"skuId": "case", "price": 10},
            {"skuId": "case", "price": 20},
            {"skuId": "plugin", "price": 99},
        ]
    )

    parts = [item["shipping"] for item in checkout["items"]]
    assert [part["amount"] for part in parts] == [1.67, 3.33, 0.0]
    assert round(sum(part["taxAmount"] for part in parts), 2) == 0.38
