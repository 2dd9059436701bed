"""Drop-in with card fields, in a browser, on a page of another origin."""

import json

import pytest
from playwright.sync_api import expect

from .conftest import Payment
from .pages import DECLINED

VISA = "4444222233331111"
TERMS = {"options": {"showTermsOfSaleDisclosure": True}}


def test_a_good_card_becomes_a_source_with_brand_and_last_four(payment: Payment):
    payment.open().fill(VISA).submit()
    success = payment.wait_for("success")
    assert success["source"]["creditCard"] == {
        "brand": "Visa",
        "lastFourDigits": "1111",
        "expirationMonth": 12,
        "expirationYear": 2034,
    }
    assert (success["readyForStorage"], success["supportsStorage"]) == (False, True)
    assert "consents" not in success


def test_card_data_never_reaches_the_shop_page(payment: Payment):
    payment.open().fill(VISA, code="987").submit()
    payment.wait_for("success")
    seen = payment.page.evaluate("JSON.stringify(seen) + document.documentElement.outerHTML")
    assert payment.page.evaluate("seen.messages.length") > 2
    for secret in (VISA, "4444 2222", "987"):
        assert secret not in seen
    # It went to the sandbox alone, from a page of the sandbox's own origin.
    (posted,) = payment.rest.posted
    assert posted["creditCard"] == {
        "number": VISA,
        "expirationMonth": 12,
        "expirationYear": 2034,
        "cvv": "987",
    }
    assert posted["origin"] == payment.sandbox


def test_the_owner_is_the_bill_to_of_the_session(payment: Payment):
    payment.open().fill(VISA).submit()
    payment.wait_for("success")
    owner = payment.rest.posted[0]["owner"]
    assert (owner["firstName"], owner["lastName"]) == ("Alice Van", "Dyke")
    assert (owner["email"], owner["address"]["city"]) == ("alice@example.org", "Minnetonka")
    assert payment.rest.posted[0]["sessionId"] == "session-1"


def test_on_ready_names_the_methods_on_show(payment: Payment):
    payment.open()
    assert payment.events("ready") == [{"paymentMethodTypes": ["creditCard"]}]


def test_a_declined_card_is_an_error_and_another_card_works(payment: Payment):
    payment.open().fill(DECLINED).submit()
    error = payment.wait_for("error")
    assert error["paymentMethod"] == "creditCard"
    assert error["errors"][0]["code"] == "declined"
    # Saying so is the shop's part, which has a handler here.
    expect(payment.page.locator("#drop-in [role=alert]")).to_be_empty()
    payment.fill(VISA).submit()
    payment.wait_for("success")
    assert len(payment.events("error")) == 1


def test_without_a_handler_of_the_shop_drop_in_tells_of_errors_itself(payment: Payment):
    payment.open(onError=None).fill(DECLINED).submit()
    alert = payment.page.locator("#drop-in [role=alert]")
    expect(alert).to_contain_text("No money was taken")
    payment.fill(VISA).submit()
    payment.wait_for("success")
    expect(alert).to_be_empty()


def test_a_double_click_creates_one_source(payment: Payment):
    payment.open().fill(VISA)
    payment.rest.delay.clear()
    button = payment.page.locator("#drop-in .dr-button")
    button.dblclick()
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_text("One moment, please…")
    button.dispatch_event("click")
    payment.fields.locator("#code").press("Enter")
    payment.rest.delay.set()
    payment.wait_for("success")
    expect(button).to_have_text("Continue")
    assert len(payment.rest.posted) == 1
    assert len(payment.events("success")) == 1


def test_a_lost_connection_is_an_error_and_leaves_the_form_usable(payment: Payment):
    payment.open().fill(VISA)
    payment.page.context.set_offline(True)
    payment.submit()
    assert payment.wait_for("error")["type"] == "no_network"
    payment.page.context.set_offline(False)
    payment.submit()
    payment.wait_for("success")


def test_an_unknown_session_is_explained_and_can_be_retried(payment: Payment):
    payment.start(sessionId="gone")
    assert payment.wait_for("error")["type"] == "not_found"
    expect(payment.page.locator("#drop-in [role=alert]")).to_contain_text("start again")
    payment.rest.session["id"] = "gone"
    payment.page.get_by_role("button", name="Try again").click()
    payment.wait_for("ready")


def test_an_empty_method_list_explains_itself(payment: Payment):
    payment.rest.session["paymentMethods"] = []
    payment.open()
    assert payment.events("ready") == [{"paymentMethodTypes": []}]
    expect(payment.page.locator("#drop-in [role=alert]")).to_contain_text("no payment method")
    expect(payment.page.locator("#drop-in [role=alert]")).to_contain_text("US, USD")


def test_a_method_the_shop_disabled_is_not_shown(payment: Payment):
    payment.open(paymentMethodConfiguration={"disabledPaymentMethods": ["creditCard"]})
    assert payment.events("ready") == [{"paymentMethodTypes": []}]


def test_terms_of_sale_have_to_be_accepted_first(payment: Payment):
    payment.open(**TERMS).fill(VISA).submit()
    box = payment.page.get_by_role("checkbox", name="By placing my order")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert payment.rest.posted == []
    box.check()
    payment.submit()
    consents = payment.wait_for("success")["consents"]
    assert consents == {"termsOfSale": True, "eula": False, "termsOfUse": False}


def test_the_shops_own_documents_are_appended_and_returned(payment: Payment):
    consents = {"companyName": "Northlight", "eula": {"url": "https://shop.example/eula"}}
    payment.open(options={"showTermsOfSaleDisclosure": True, "consents": consents}).fill(VISA)
    expect(payment.page.get_by_role("link", name="License Agreement")).to_be_visible()
    payment.page.get_by_role("checkbox", name="Northlight").check()
    payment.submit()
    assert payment.wait_for("success")["consents"]["eula"] is True


def test_saving_needs_a_tick_and_makes_the_source_ready_for_storage(payment: Payment):
    payment.open(options={"showSavePaymentAgreement": True}).fill(VISA).submit()
    assert payment.wait_for("success")["readyForStorage"] is False
    payment.page.get_by_role("checkbox", name="keep this payment method").check()
    payment.submit()
    assert payment.wait_for("success", 2)["readyForStorage"] is True
    assert "mandate" not in payment.rest.posted[0]
    assert payment.rest.posted[1]["mandate"]["terms"].startswith("Yes, keep")


def test_guests_see_no_save_box_and_everyone_the_seller(payment: Payment):
    payment.open()
    expect(payment.page.get_by_role("checkbox")).to_have_count(0)
    section = payment.page.locator("#drop-in .dr-compliance")
    expect(section).to_contain_text("DR globalTech Inc. is the authorized reseller")
    expect(section.get_by_role("link", name="Terms of Sale")).to_have_attribute(
        "href", f"{payment.sandbox}/legal/C5_INC-ENTITY/terms/en"
    )


def test_the_compliance_section_can_be_left_out(payment: Payment):
    payment.open(options={"showComplianceSection": False})
    expect(payment.page.locator(".dr-compliance")).to_have_count(0)


@pytest.mark.parametrize(
    ("button", "text"),
    [
        ({"type": "payNow"}, "Pay now"),
        ({"type": "custom", "buttonText": "Review order"}, "Review order"),
        ({"type": "nonsense"}, "Continue"),
    ],
)
def test_the_button_reads_what_the_shop_chose(payment: Payment, button, text):
    payment.open(options={"button": button})
    expect(payment.page.locator("#drop-in .dr-button")).to_have_text(text)


@pytest.mark.parametrize(
    ("configuration", "complaint"),
    [
        ({"sessionId": None}, "sessionId is required"),
        ({"options": {"flow": "other"}}, 'options.flow "other"'),
        ({"options": {"usage": "often"}}, 'options.usage "often"'),
        ({"options": {"redirect": {"disableAutomaticRedirects": True, "returnUrl": "a"}}}, "both"),
        ({"options": {"consents": {"eula": {"url": "x"}}}}, "companyName"),
        (
            {
                "paymentMethodConfiguration": {
                    "enabledPaymentMethods": ["creditCard"],
                    "disabledPaymentMethods": ["creditCard"],
                }
            },
            "creditCard is both",
        ),
        ({"options": {"flow": "managePaymentMethods"}}, "billingAddress.firstName is required"),
    ],
)
def test_a_bad_option_is_named(payment: Payment, configuration, complaint):
    said = payment.page.evaluate(
        """(configuration) => {
          try { new DigitalRiver("pk_test_x").createDropIn(configuration); return "nothing"; }
          catch (error) { return error.message; }
        }""",
        {"sessionId": "session-1", **configuration},
    )
    assert complaint in said


@pytest.mark.parametrize("key", ["", "sk_test_sandbox", None])
def test_a_wrong_key_is_refused_at_once(payment: Payment, key):
    said = payment.page.evaluate(
        """(key) => {
          try { new DigitalRiver(key); return null; } catch (error) { return error.message; }
        }""",
        key,
    )
    assert "public" in said
    assert "sk_test" not in said


def test_mounting_into_nothing_names_the_missing_container(payment: Payment):
    said = payment.page.evaluate(
        """() => {
          const dropin = new DigitalRiver("pk_test_x").createDropin({sessionId: "s"});
          try { dropin.mount("nowhere"); return null; } catch (error) { return error.message; }
        }"""
    )
    assert '"nowhere"' in said


def test_unmount_and_refresh(payment: Payment):
    payment.open().fill(VISA)
    payment.page.evaluate("dropin.refresh()")
    payment.wait_for("ready", 2)
    expect(payment.fields.locator("#number")).to_have_value("")
    payment.page.evaluate("dropin.unmount()")
    expect(payment.page.locator("#drop-in")).to_be_empty()
    payment.page.evaluate("dropin.mount('drop-in')")
    payment.wait_for("ready", 3)
    payment.fill(VISA).submit()
    payment.wait_for("success")


def test_messages_from_elsewhere_are_ignored(payment: Payment):
    payment.open()
    forged = {"type": "answer", "request": 1, "answer": {"source": {"id": "forged"}}}
    height = payment.page.evaluate("document.querySelector('iframe').style.height")
    payment.page.evaluate(
        """(forged) => {
          const channel = new URL(document.querySelector("iframe").src).searchParams.get("channel");
          window.postMessage({...forged, channel}, "*");
          window.postMessage({type: "height", height: 4000, channel}, "*");
          window.postMessage({type: "return", channel}, "*");
        }""",
        forged,
    )
    payment.until(lambda: "forged" in json.dumps(payment.page.evaluate("seen.messages")), "message")
    assert payment.events("success") == []
    assert payment.page.evaluate("document.querySelector('iframe').style.height") == height


def test_the_card_page_obeys_only_its_own_channel(payment: Payment):
    payment.open().fill(VISA)
    payment.page.evaluate(
        """(origin) => {
          const frame = document.querySelector("iframe").contentWindow;
          frame.postMessage({type: "submit", request: 9, channel: "guessed", details: {}}, origin);
          frame.postMessage("submit", origin);
          frame.postMessage(null, origin);
        }""",
        payment.sandbox,
    )
    payment.submit()
    payment.wait_for("success")
    assert len(payment.rest.posted) == 1


def test_german_throughout(payment: Payment):
    payment.open("de_DE", **TERMS).fill("4444222233331112").submit()
    expect(payment.page.locator("#drop-in .dr-button")).to_have_text("Weiter")
    expect(payment.fields.get_by_label("Kartennummer")).to_be_focused()
    expect(payment.fields.locator("#number-error")).to_contain_text("stimmt nicht")
    expect(payment.page.get_by_role("checkbox", name="Mit meiner Bestellung")).to_be_visible()
    assert payment.page.locator(".dr-dropin").get_attribute("lang") == "de"


def test_a_language_without_translation_reads_english_but_links_its_own(payment: Payment):
    payment.open("fr")
    expect(payment.page.locator("#drop-in .dr-button")).to_have_text("Continue")
    terms = payment.page.get_by_role("link", name="Terms of Sale").first
    expect(terms).to_have_attribute("href", f"{payment.sandbox}/legal/C5_INC-ENTITY/terms/fr")


def test_placeholders_mask_and_style_of_the_shop_reach_the_fields(payment: Payment):
    style = {"base": {"color": "rgb(1, 2, 3)", "fontFamily": "url(x)", "::placeholder": {}}}
    card = {"cardNumberPlaceholderText": "Your number", "style": style, "mask": True}
    payment.open(paymentMethodConfiguration={"creditCard": card}).fill(VISA)
    number = payment.fields.locator("#number")
    expect(number).to_have_attribute("placeholder", "Your number")
    expect(number).to_have_css("color", "rgb(1, 2, 3)")
    expect(number).to_have_class("complete masked")


def test_the_shops_colours_reach_the_fields(payment: Payment):
    payment.page.evaluate(
        """() => {
          const colors = new CSSStyleSheet();
          const roles = "--dr-text: rgb(9, 8, 7); --dr-surface: #eee;";
          colors.replaceSync(`.dr-dropin { ${roles} }`);
          document.adoptedStyleSheets = [colors];
        }"""
    )
    payment.open()
    expect(payment.fields.locator("label").first).to_have_css("color", "rgb(9, 8, 7)")
    expect(payment.fields.locator("html")).to_have_css("background-color", "rgb(238, 238, 238)")


def test_a_missing_stylesheet_is_fetched(payment: Payment):
    payment.page.evaluate("document.querySelector('link[rel=stylesheet]').remove()")
    payment.open()
    expect(payment.page.locator(".dr-dropin")).to_have_css("display", "flex")


def test_available_methods_can_be_asked_for(payment: Payment):
    answer = payment.page.evaluate(
        """() => new DigitalRiver("pk_test_sandbox")
          .retrieveAvailablePaymentMethods({sessionId: "session-1"})"""
    )
    assert answer["sessionInformation"] == {"currency": "USD", "country": "US", "amount": "26.89"}
    assert [method["type"] for method in answer["paymentMethods"]] == ["creditCard", "payPal"]
