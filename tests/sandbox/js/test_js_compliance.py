"""Disclosures: getDetails, the compliance element, and the documents behind the links."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from .pages import FakeRest

EVERYWHERE = [
    "businessEntity",
    "autorenewalPlanTerms",
    "saveCardMandate",
    "idealRecurringAgreement",
    "confirmDisclosure",
    "privacyPolicy",
    "termsOfSale",
    "cookiePolicy",
    "legalNotice",
    "resellerDisclosure",
]
CANCELLATION = ["DK", "FI", "FR", "DE", "GB", "IE", "IT", "NL", "NO", "PT", "ES", "SE"]
ALL_MISSING = ", ".join(
    f"{name} is missing or unsupported" for name in ("businessEntityCode", "country", "language")
)
ELEMENT = """([compliance, classes]) => {
  window.compliance_element = new DigitalRiver("pk_test_sandbox", {locale: "en"})
    .createElement("Compliance", {classes, compliance});
  compliance_element.mount("compliance");
}"""


@pytest.fixture
def client(rest: FakeRest) -> FlaskClient:
    return rest.app().test_client()


def details(page: Page, entity: str, country: str, language: str = "en") -> dict:
    return page.evaluate(
        """([businessEntityCode, country, language]) =>
          new DigitalRiver("pk_test_sandbox").Compliance
            .getDetails({language, country, businessEntityCode}).disclosure""",
        [entity, country, language],
    )


def test_each_country_has_exactly_its_disclosures(page: Page):
    more = {country: {"cancellationRights"} for country in CANCELLATION}
    more["IT"] |= {"warrantyInformation"}
    more |= {"US": {"californiaPrivacyRights"}, "JP": {"japaneseCommerceLaw"}}
    more |= {"TW": {"invoiceAgreement"}, "IN": set(), "CA": set(), "AT": set()}
    less = {"IN": {"cookiePolicy", "legalNotice"}}
    for country, extra in more.items():
        keys = set(details(page, "DR_IRELAND-ENTITY", country))
        assert keys == (set(EVERYWHERE) | extra) - less.get(country, set()), country


def test_texts_and_addresses_have_the_documented_shape(page: Page, sandbox_url: str):
    found = details(page, "DR_IRELAND-ENTITY", "DE", "de")
    assert found.pop("businessEntity") == {
        "name": "Digital River Ireland Ltd.",
        "id": "DR_IRELAND-ENTITY",
    }
    text_only = {
        "autorenewalPlanTerms",
        "saveCardMandate",
        "idealRecurringAgreement",
        "confirmDisclosure",
    }
    for key, entry in found.items():
        assert set(entry) == ({"localizedText"} if key in text_only else {"localizedText", "url"})
        assert "{" not in entry["localizedText"]
        assert ".." not in entry["localizedText"]
    assert found["termsOfSale"] == {
        "localizedText": "Verkaufsbedingungen",
        "url": f"{sandbox_url}/legal/DR_IRELAND-ENTITY/terms/de",
    }
    for key in ("confirmDisclosure", "resellerDisclosure", "autorenewalPlanTerms"):
        assert f'<a href="{sandbox_url}/legal/' in found[key]["localizedText"]


def test_values_that_mean_the_same_are_accepted(page: Page):
    assert details(page, "DR_UK-ENTITY", "gb", "en_GB") == details(
        page, "DR_UK-ENTITY", "GB", "en-gb"
    )
    legacy = page.evaluate('DigitalRiver.Compliance.getDetails("DR_JAPAN-ENTITY", "ja_JP")')
    assert "japaneseCommerceLaw" in legacy["disclosure"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (None, ALL_MISSING),
        (
            {"language": "en", "country": "US", "businessEntityCode": "constructor"},
            "businessEntityCode is missing or unsupported",
        ),
        (
            {"language": "xx", "country": "US", "businessEntityCode": "DR_INC-ENTITY"},
            "language is missing or unsupported",
        ),
        (
            {"language": "en", "country": "ZZ", "businessEntityCode": "DR_INC-ENTITY"},
            "country is missing or unsupported",
        ),
        (
            {"language": 7, "country": {}, "businessEntityCode": "DR_INC-ENTITY"},
            "country is missing or unsupported, language is missing or unsupported",
        ),
    ],
)
def test_bad_values_throw_and_are_named(page: Page, options, said):
    assert said == page.evaluate(
        """(options) => {
          try { DigitalRiver.Compliance.getDetails(options ?? undefined); return null; }
          catch (error) { return error.message; }
        }""",
        options,
    )


def test_the_element_names_the_seller_and_links_its_documents(page: Page, sandbox_url: str):
    wanted = {"entity": "C5_INC-ENTITY", "country": "US", "language": "en"}
    page.evaluate(ELEMENT, [wanted, {"base": "ours"}])
    element = page.locator("#compliance > .ours")
    expect(element).to_contain_text("DR globalTech Inc. is the authorized reseller")
    names = element.locator("li a").all_text_contents()
    assert names == [
        "Terms of Sale",
        "Privacy Policy",
        "Cookies",
        "Legal Notice",
        "Your California Privacy Rights",
    ]
    for address in element.locator("a").evaluate_all("links => links.map(a => a.href)"):
        assert page.request.get(address).ok
    assert Axe().run(page).violations_count == 0


def test_the_element_follows_updates_and_keeps_what_is_not_named(page: Page):
    wanted = {"entity": "C5_INC-ENTITY", "country": "US", "language": "en"}
    page.evaluate(ELEMENT, [wanted, {}])
    update = {"compliance": {"entity": "DR_IRELAND-ENTITY", "country": "DE"}}
    page.evaluate("(changes) => compliance_element.update(changes)", update)
    element = page.locator("#compliance")
    expect(element).to_contain_text("Digital River Ireland Ltd.")
    expect(element.get_by_role("link", name="Cancellation Rights")).to_be_visible()
    page.evaluate("compliance_element.update({compliance: {language: 'de'}})")
    expect(element.get_by_role("link", name="Widerrufsrecht")).to_be_visible()
    expect(element.locator(".DRElement")).to_have_count(1)


def test_unmount_can_be_undone_and_destroy_cannot(page: Page):
    page.evaluate(ELEMENT, [{"entity": "DR_UK-ENTITY", "country": "GB", "language": "en"}, {}])
    page.evaluate("compliance_element.unmount()")
    expect(page.locator("#compliance")).to_be_empty()
    page.evaluate("compliance_element.mount('compliance')")
    expect(page.locator("#compliance .DRElement")).to_have_count(1)
    page.evaluate("compliance_element.destroy()")
    expect(page.locator("#compliance")).to_be_empty()
    said = page.evaluate(
        """() => {
          try { compliance_element.mount("compliance"); } catch (error) { return error.message; }
        }"""
    )
    assert "destroyed" in said


def test_bad_values_leave_the_element_empty_and_the_page_alive(page: Page):
    page.evaluate(ELEMENT, [{"entity": "", "country": "US", "language": "en"}, {}])
    expect(page.locator("#compliance")).to_be_empty()
    page.evaluate("compliance_element.update({compliance: {entity: 'DR_INC-ENTITY'}})")
    expect(page.locator("#compliance")).to_contain_text("Digital River, Inc.")


def test_japan_may_link_the_shops_own_law_page(page: Page):
    own = "https://shop.example/law"
    wanted = {"entity": "DR_JAPAN-ENTITY", "country": "JP", "language": "ja"}
    page.evaluate(ELEMENT, [{**wanted, "jpCommerceLawPageUrl": own}, {}])
    link = page.get_by_role("link", name="Specified Commercial Transactions Act")
    expect(link).to_have_attribute("href", own)


def test_an_unknown_element_type_is_named(page: Page):
    said = page.evaluate(
        """() => {
          try { new DigitalRiver("pk_test_x").createElement("balance"); }
          catch (error) { return error.message; }
        }"""
    )
    assert '"balance"' in said


@pytest.mark.parametrize("language", ["en", "de", "fr", "zh-tw"])
def test_every_linked_document_exists_in_every_language(client: FlaskClient, language):
    for entity in ("DR_INC-ENTITY", "DR_IRELAND-ENTITY", "DR_JAPAN-ENTITY"):
        for name in ("terms", "privacy", "cookies", "legal-notice", "cancellation", "about"):
            answer = client.get(f"/legal/{entity}/{name}/{language}")
            assert answer.status_code == 200
            assert "{seller}" not in answer.text
            assert f'<html lang="{"de" if language == "de" else "en"}">' in answer.text


@pytest.mark.parametrize(
    "path", ["NOBODY/terms/en", "DR_INC-ENTITY/nothing/en", "DR_INC-ENTITY/terms/xx", "a/b/..%2fc"]
)
def test_unknown_documents_are_not_found(client: FlaskClient, path):
    assert client.get(f"/legal/{path}").status_code == 404
