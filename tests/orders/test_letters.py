"""Letters: who gets one, when, what it says, and that there is never a second."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as project_settings
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import get_template

import digitalriver
from core import outbox
from core.models import OutboxEntry, SentMail
from core.money import Money
from orders import disclosures, fulfilling, letter_context, letters, services
from orders.models import Cause, HistoryEntry, Letter, Order
from tests.support.vendor_orders import ADDRESS, make_order, make_store, remote_document

pytestmark = pytest.mark.django_db

IRISH = "DR_IRELAND-ENTITY"


@pytest.fixture(autouse=True)
def _script(settings):
    settings.DIGITALRIVER_JS_URL = "https://js.example/v1/DigitalRiver.js"


def hear(order: Order, state: str = "accepted", **changes) -> None:
    """Digital River tells that the order is in this state."""
    remote = digitalriver.parse(digitalriver.Order, remote_document(order, state, **changes))
    services.apply_remote_order(remote, cause=Cause.event("evt"))


def ship(order: Order, *items: tuple[str, int, int], **tracking: str) -> None:
    """Digital River tells of a shipment of (item, quantity, cancelled)."""
    document = {
        "id": f"ful_{order.fulfillments.count()}",
        "orderId": order.remote_id,
        "items": [
            {"itemId": item, "quantity": quantity, "cancelQuantity": cancelled}
            for item, quantity, cancelled in items
        ],
        **tracking,
    }
    remote = digitalriver.parse(digitalriver.Fulfillment, document)
    fulfilling.record_remote_fulfillment(remote, cause=Cause.event("evt"))


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<body")[2]))


# --- Confirmation ---


def test_the_confirmation_lists_number_items_prices_sums_addresses_and_link(run_outbox, mailbox):
    order = make_order(total_discount=Money.from_minor(100, "USD"))
    hear(order, totalDiscount="1.00", totalAmount="25.89")
    run_outbox()
    letter = mailbox()[0]
    assert letter.recipients == ["alice@example.com"]
    assert letter.subject == "Your order N1 at Northlight Audio"
    for body in (letter.text, text_of(letter.html)):
        for text in (
            "N1",
            "2 × Studio cable",
            "3 m",
            "$20.00",
            "Delivery",
            "$5.00",
            "Discount",
            "-$1.00",
            "Tax",
            "$1.89",
            "Total",
            "$25.89",
            "Alice Archer",
            "10 Front Street",
            "Minneapolis, MN 55401",
            "United States",
            "Standard delivery",
            "Visa ending in 1111",
            "DR globalTech Inc.",
            "November 23, 2026",
            "help@northlight.example",
        ):
            assert text in body, text
    link = f"{project_settings.SITE_URL}{order.get_absolute_url()}"
    assert link in letter.text
    assert f'href="{link}"' in letter.html


@pytest.mark.parametrize("state", ["pending_payment", "in_review", "blocked", "cancelled"])
def test_no_confirmation_before_the_order_is_accepted(state, run_outbox, mailbox):
    hear(make_order(), state)
    run_outbox()
    assert mailbox() == []


def test_a_held_order_is_confirmed_once_it_is_accepted(run_outbox, mailbox):
    order = make_order()
    hear(order, "in_review")
    run_outbox()
    hear(order, "accepted", updatedTime="2026-11-23T13:00:00Z")
    run_outbox()
    assert len(mailbox()) == 1


@pytest.mark.parametrize("state", ["fulfilled", "complete"])
def test_an_order_that_was_accepted_unseen_is_confirmed_all_the_same(state, run_outbox, mailbox):
    hear(make_order(), state)
    run_outbox()
    assert "Your order N1" in mailbox()[0].subject


@pytest.mark.accepts("N07")
def test_the_same_fact_told_twice_is_one_letter(run_outbox, mailbox):
    order = make_order()
    hear(order)
    hear(order)
    run_outbox()
    hear(order, "dispute", updatedTime="2026-11-23T13:00:00Z")
    hear(order, "accepted", updatedTime="2026-11-23T14:00:00Z")
    run_outbox()
    assert len(mailbox()) == 1


def test_the_outbox_may_run_a_letter_twice(run_outbox, mailbox):
    hear(make_order())
    run_outbox()
    OutboxEntry.objects.filter(kind="orders.letter").update(done_at=None)
    run_outbox()
    assert len(mailbox()) == 1


def test_after_a_crash_between_sending_and_writing_it_down_the_copy_is_dropped(run_outbox, mailbox):
    hear(make_order())
    run_outbox()
    Letter.objects.update(state=Letter.State.SENDING)
    OutboxEntry.objects.filter(kind="orders.letter").update(done_at=None)
    run_outbox()
    assert SentMail.objects.count() == 1
    assert Letter.objects.get().state == Letter.State.SENT


def test_a_letter_that_cannot_be_sent_says_so_and_is_sent_later(run_outbox, mailbox, settings):
    settings.EMAIL_BACKEND = "tests.orders.test_letters.BrokenBackend"
    hear(make_order())
    run_outbox()
    assert Letter.objects.get().state == Letter.State.FAILED
    settings.EMAIL_BACKEND = "core.mail.TableBackend"
    OutboxEntry.objects.filter(kind="orders.letter").update(due_at=outbox.timezone.now())
    run_outbox()
    letter = Letter.objects.get()
    assert letter.state == Letter.State.SENT
    assert letter.sent_at
    assert len(mailbox()) == 1


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise OSError("no route to the mail host")


def test_the_message_id_is_the_same_for_every_try(run_outbox, mailbox):
    order = make_order()
    hear(order)
    entry = HistoryEntry.objects.get(letter="confirmation")
    first, second = letters.compose(entry), letters.compose(entry)
    run_outbox()
    ids = {message.extra_headers["Message-ID"] for message in (first, second)}
    assert ids == {mailbox()[0].message_id} == {Letter.objects.get().message_id}
    assert re.fullmatch(r"<[\w.@-]+>", mailbox()[0].message_id)


def test_the_letter_is_in_the_orders_language_and_format(run_outbox, mailbox):
    order = make_order(
        language="de",
        locale="de_DE",
        country="DE",
        currency="EUR",
        time_zone="Europe/Berlin",
        ship_to={**ADDRESS, "country": "DE", "city": "Köln", "postal_code": "50667", "state": ""},
    )
    hear(order, createdTime="2026-11-23T23:30:00Z")
    run_outbox()
    letter = mailbox()[0]
    assert "26,89\xa0€" in letter.text
    assert "24. November 2026" in letter.text  # half past midnight in Berlin
    assert "50667 Köln" in letter.text
    assert "Deutschland" in letter.text
    assert 'lang="de"' in letter.html


def test_english_in_germany_keeps_the_language(run_outbox, mailbox):
    order = make_order(country="DE", currency="EUR", time_zone="Europe/Berlin")
    hear(order)
    run_outbox()
    assert "€26.89" in mailbox()[0].text


def test_yen_have_no_decimals(run_outbox, mailbox):
    hear(make_order(currency="JPY", country="JP", time_zone="Asia/Tokyo"))
    run_outbox()
    assert "2,689" in mailbox()[0].text
    assert "26.89" not in mailbox()[0].text


def inclusive_order(**changes) -> Order:
    def eur(minor: int) -> Money:
        return Money.from_minor(minor, "EUR")

    figures = {
        "subtotal": eur(2325),
        "total_tax": eur(175),
        "total_shipping": eur(465),
        "total_amount": eur(2500),
        "seen_total": eur(2500),
    }
    line = {"unit_price": eur(1000), "amount": eur(1860), "tax_amount": eur(140)}
    place = {"currency": "EUR", "country": "DE", "tax_inclusive": True}
    return make_order(lines=[line], **{**place, **figures, **changes})


def test_where_prices_include_tax_the_letter_shows_what_the_shopper_saw(run_outbox, mailbox):
    hear(inclusive_order())
    run_outbox()
    text = mailbox()[0].text
    assert "Studio cable (3 m): €20.00" in text
    assert "Delivery: €5.00" in text
    assert "Total: €25.00\n  Includes VAT: €1.75" in text


def test_where_no_tax_was_charged_the_letter_says_so_and_still_adds_up(run_outbox, mailbox):
    zero, total = Money.zero("EUR"), Money.from_minor(2325, "EUR")
    order = inclusive_order(total_tax=zero, total_amount=total, seen_total=total)
    order.lines.update(tax_amount=0)
    hear(order)
    run_outbox()
    text = mailbox()[0].text
    assert "Studio cable (3 m): €18.60" in text
    assert "Delivery: €4.65" in text
    assert "Total: €23.25" in text
    assert "Includes VAT" not in text
    assert "No VAT was charged." in text


# --- Shipment ---


@pytest.mark.accepts("N02")
def test_the_shipment_letter_names_only_what_was_shipped(run_outbox, mailbox):
    order = make_order(lines=[{"name": "Studio cable"}, {"name": "Headphones"}, {"name": "Case"}])
    hear(order)
    order.refresh_from_db()
    run_outbox()
    ship(
        order,
        ("item_0", 1, 0),
        ("item_1", 0, 1),
        trackingCompany="UPS",
        trackingNumber="1Z999",
        trackingUrl="https://ups.example/1Z999",
    )
    run_outbox()
    letter = mailbox()[1]
    assert letter.subject == "Your order N1 is on its way"
    for body in (letter.text, text_of(letter.html)):
        for text in ("Studio cable", "UPS", "1Z999", "The rest of your order follows"):
            assert text in body, text
        for text in ("Headphones", "Case", "2 × Studio"):
            assert text not in body, text
    assert "1 × Studio cable" in letter.text
    assert 'href="https://ups.example/1Z999"' in letter.html


@pytest.mark.accepts("N02")
def test_each_shipment_has_its_own_letter_and_the_last_promises_nothing_more(run_outbox, mailbox):
    order = make_order()
    hear(order)
    order.refresh_from_db()
    ship(order, ("item_0", 1, 0))
    ship(order, ("item_0", 1, 0))
    run_outbox()
    shipments = [letter for letter in mailbox() if "on its way" in letter.subject]
    assert len(shipments) == 2
    assert "The rest of your order follows" not in shipments[1].text


def test_a_cancellation_is_no_shipment_letter(run_outbox, mailbox):
    order = make_order()
    hear(order)
    order.refresh_from_db()
    ship(order, ("item_0", 0, 1))
    run_outbox()
    assert len(mailbox()) == 1


def test_a_tracking_link_that_is_no_web_address_is_left_out(run_outbox, mailbox):
    order = make_order()
    hear(order)
    order.refresh_from_db()
    ship(order, ("item_0", 1, 0), trackingNumber="1", trackingUrl="javascript:alert(1)")
    run_outbox()
    assert "javascript:" not in mailbox()[1].html + mailbox()[1].text


# --- Disclosures ---


@pytest.mark.accepts("F07")
def test_the_letter_of_an_irish_order_links_to_that_entitys_documents(run_outbox, mailbox):
    make_store()
    documents = {
        key: {
            "entity": IRISH,
            "country": "DE",
            "language": "de",
            "key": key,
            "text": text,
            "url": f"https://js.example/{IRISH}/{key}",
        }
        for key, text in {
            "termsOfSale": "Verkaufsbedingungen",
            "privacyPolicy": "Datenschutz",
            "resellerDisclosure": "Digital River Ireland Ltd. ist <b>Wiederverkäufer</b>.",
        }.items()
    }
    other = {**documents["termsOfSale"], "entity": "C5_INC-ENTITY", "url": "https://js.example/us"}
    disclosures.store([*documents.values(), other])
    order = make_order(
        entity_id=IRISH,
        entity_name="Digital River Ireland Ltd.",
        country="DE",
        language="de",
        currency="EUR",
    )
    hear(order)
    order.refresh_from_db()
    ship(order, ("item_0", 2, 0))
    run_outbox()
    assert len(mailbox()) == 2
    for letter in mailbox():
        for key in ("termsOfSale", "privacyPolicy"):
            assert f'href="https://js.example/{IRISH}/{key}"' in letter.html
            assert f"https://js.example/{IRISH}/{key}" in letter.text
        assert "ist Wiederverkäufer." in letter.text
        assert "Digital River Ireland Ltd." in letter.text
        assert "js.example/us" not in letter.html


def test_without_disclosures_a_letter_is_sent_all_the_same(run_outbox, mailbox):
    hear(make_order(entity_id="SOME_NEW-ENTITY", entity_name="Newcomer Ltd."))
    run_outbox()
    assert "Newcomer Ltd." in mailbox()[0].text


# --- What people type ---


def test_what_people_type_stays_text(run_outbox, mailbox):
    evil = {
        **ADDRESS,
        "name": "You won! http://evil.example/ <img src=x onerror=alert(1)>",
        "line1": "a\r\nBcc: all@example.com",
    }
    hear(make_order(bill_to=evil, ship_to=evil, lines=[{"name": "<b>bold</b> & Co"}]))
    run_outbox()
    letter = mailbox()[0]
    assert "<img" not in letter.html
    assert "<b>bold" not in letter.html
    assert "<b>bold</b> & Co" in letter.text
    assert "http://evil" not in letter.text + letter.html
    assert "\nBcc:" not in letter.text


def test_a_header_cannot_be_injected(run_outbox, mailbox):
    make_store(name="Shop\r\nBcc: all@example.com")
    hear(make_order())
    run_outbox()
    assert mailbox()[0].subject == "Your order N1 at Shop Bcc: all@example.com"
    assert letters.one_line("a\r\n\x00b\tc") == "a b c"


def test_letters_carry_their_styles_and_load_nothing(run_outbox, mailbox):
    hear(make_order())
    run_outbox()
    html = mailbox()[0].html
    assert 'style="' in html
    assert "prefers-color-scheme: dark" in html
    assert "<script" not in html
    assert "<link" not in html
    assert "<img" not in html
    assert mailbox()[0].headers["Auto-Submitted"] == "auto-generated"


def test_every_kind_of_letter_has_both_templates():
    for kind in letters.KINDS.values():
        assert get_template(f"{kind.template}.html")
        assert get_template(f"{kind.template}.txt")


@pytest.mark.parametrize(
    ("source", "label"),
    [
        (None, ""),
        ({}, ""),
        ({"type": "creditCard", "brand": "Visa", "last4": "4444"}, "Visa ending in 4444"),
        ({"type": "wireTransfer"}, "Wire transfer"),
        ({"type": "payPal", "brand": "", "last4": ""}, "Pay pal"),
    ],
)
def test_the_way_of_payment_is_named(source, label):
    assert letter_context.payment_label(source) == label
