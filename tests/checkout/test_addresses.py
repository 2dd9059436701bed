"""Address rules of countries, and what a form makes of them."""

from __future__ import annotations

import pytest

from checkout import addresses
from checkout.forms import AddressForm, ContactForm

ADDRESS = {"name": "A B", "line1": "X 1", "city": "Town", "state": "", "postal_code": ""}
UNUSABLE = "This contains characters that cannot be used."
STATES = {"US": "MN", "CA": "QC", "ES": "M", "IT": "RM"}


def form(country: str, /, **changes: str) -> AddressForm:
    data = {**ADDRESS, "state": STATES.get(country, ""), "country": country} | changes
    return AddressForm(
        {f"ship-{key}": value for key, value in data.items()},
        countries=["US", "CA", "GB", "DE", "FR", "ES", "IT", "JP", "IE"],
        prefix="ship",
        initial={},
    )


@pytest.mark.accepts("D16")
@pytest.mark.parametrize(
    ("country", "postcode", "accepted"),
    [
        ("US", "5510", False), ("US", "55343", True), ("US", "55343-1234", True),
        ("US", "553431234", True), ("US", "5534a", False),
        ("CA", "D3A 1A1", False), ("CA", "H3H2P2", True), ("CA", "h3h 2p2", True),
        ("GB", "EC1M4AN", True), ("GB", "EC1M 4AN", True), ("GB", "gir 0aa", True),
        ("GB", "E1", False), ("GB", "12345", False),
        ("DE", "1011", False), ("DE", "10115", True), ("FR", "75001", True), ("FR", "7500", False),
        ("ES", "28013", True), ("ES", "2801X", False), ("IT", "00144", True), ("IT", "144", False),
        ("JP", "154-0023", True), ("JP", "154", False),
    ],
)  # fmt: skip
def test_postcodes_follow_the_published_patterns(
    country: str, postcode: str, accepted: bool
) -> None:
    changes = {"state": "東京都"} if country == "JP" else {}
    checked = form(country, postal_code=postcode, **changes)
    assert checked.is_valid() is accepted, checked.errors
    assert ("postal_code" in checked.errors) is not accepted


@pytest.mark.accepts("D16")
def test_the_lists_of_states_are_the_published_ones() -> None:
    assert len(addresses.US_STATES) == 62
    assert {"PR", "GU", "AE", "AP", "AA", "DC"} <= addresses.US_STATES
    assert set(dict(addresses.rules("US").part("state").choices)) == addresses.US_STATES
    assert set(dict(addresses.rules("CA").part("state").choices)) == addresses.CA_PROVINCES


@pytest.mark.parametrize(("state", "accepted"), [("PR", True), ("AE", True), ("ZZ", False)])
def test_states_outside_the_list_are_refused(state: str, accepted: bool) -> None:
    assert form("US", postal_code="55343", state=state).is_valid() is accepted


def test_fields_stand_in_the_order_of_the_country() -> None:
    def names(country: str) -> list[str]:
        return [part.name for part in addresses.rules(country).parts]

    assert names("US") == ["name", "line1", "line2", "city", "state", "postal_code"]
    assert names("DE") == ["name", "line1", "line2", "postal_code", "city"]
    assert names("JP") == ["name", "postal_code", "state", "city", "line1", "line2"]
    assert str(addresses.rules("US").part("postal_code").label) == "ZIP code"
    assert addresses.rules("GB").part("state") is None


@pytest.mark.accepts("D13")
@pytest.mark.parametrize("missing", ["name", "line1", "city", "state", "postal_code", "country"])
def test_every_part_that_digital_river_needs_is_required(missing: str) -> None:
    checked = form("US", **({"postal_code": "55343"} | {missing: ""}))
    assert not checked.is_valid()
    assert missing in checked.errors


def test_a_country_that_is_not_offered_is_refused() -> None:
    assert "country" in form("KP", postal_code="12345", state="MN").errors


@pytest.mark.parametrize(
    "text", ["A\x00B", "A\x07B", "A\u202eB", "\u202aAB", "AB\u2066", "A\u2069B"]
)
@pytest.mark.parametrize("part", ["name", "line1", "line2", "city"])
def test_control_characters_are_refused_in_one_sentence_of_ours(part: str, text: str) -> None:
    errors = form("DE", postal_code="10115", **{part: text}).errors
    assert errors == {part: [UNUSABLE]}


@pytest.mark.parametrize("email", ["a\x00@example.com", "a@exam\u202eple.com"])
def test_the_contact_refuses_control_characters_in_the_same_words(email: str) -> None:
    told = ContactForm({"email": email, "phone": "\x00952 555 0142"}, country="US").errors
    assert told == {"email": [UNUSABLE], "phone": [UNUSABLE]}


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("US", "Choose the state."), ("CA", "Choose the province."), ("IE", "Choose the county."),
        ("JP", "Choose the prefecture."),
    ],
)  # fmt: skip
def test_a_wrong_state_is_refused_in_the_word_of_its_label(country: str, told: str) -> None:
    checked = form(country, state="nowhere")
    assert checked.errors["state"] == [told]
    assert str(checked["state"].label).lower() in told


def test_overlong_input_is_refused() -> None:
    assert "name" in form("DE", postal_code="10115", name="x" * 101).errors


def test_white_space_is_tidied() -> None:
    checked = form("GB", postal_code=" ec1m 4an ", name="  Ada \t Lovelace ")
    assert checked.is_valid()
    assert checked.address.name == "Ada Lovelace"
    assert checked.address.postal_code == "EC1M 4AN"


@pytest.mark.parametrize(
    ("phone", "kept"),
    [("", ""), ("952 555 0142", "+1 952-555-0142"), ("+49 30 901820", "+49 30 901820")],
)
def test_a_phone_is_optional_and_kept_in_international_form(phone: str, kept: str) -> None:
    checked = ContactForm({"email": "a@example.com", "phone": phone}, country="US")
    assert checked.is_valid()
    assert checked.cleaned_data["phone"] == kept


def test_a_phone_that_nobody_could_dial_is_refused() -> None:
    assert "phone" in ContactForm({"email": "a@example.com", "phone": "12"}, country="US").errors


def test_patterns_are_fit_for_browsers() -> None:
    """Browsers compile ``pattern`` with the v flag, where a bare hyphen in a class is an error."""
    for country in ("US", "CA", "GB", "DE", "FR", "ES", "IT", "JP", "AT", "NL", "IE"):
        pattern = addresses.rules(country).part("postal_code").browser_pattern
        assert "[- " not in pattern
        assert "[ -]" not in pattern
