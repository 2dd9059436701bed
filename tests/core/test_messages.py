"""The shop speaks German: completely, with the same blanks as in English, on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from babel.messages import Message
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import trans_real

from accounts.models import User
from core.management.commands.messages import extracted, load
from orders.models import Order
from storefront import cached
from tests.checkout.cast import GREENE, Shopper, make_shop, tell_sandbox
from tests.support.sandbox_process import SandboxProcess

CATALOG = settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")

#: Words that stand in our English texts again and again, and are no German ones.
ENGLISH = (
    "Add to cart", "Checkout", "Delivery", "Total", "Subtotal", "Search", "Tax", "Cart", "Order",
    "Orders", "Quantity", "Price", "Prices", "Payment", "Continue", "Address", "Remove", "Update",
    "Please", "Thank you", "Shipped", "Country", "Language", "Letters", "Lines", "Amount",
    "the", "and", "your", "you", "with", "this", "is", "to", "of", "from", "not",
)  # fmt: skip


def test_every_text_has_its_german() -> None:
    call_command("messages", "--check")


def _pairs(message: Message) -> list[tuple[str, str]]:
    """What stands in English beside what stands in German, form by form."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string or (), strict=True))


def _offenders(fits: Callable[[str, str], bool]) -> list[str]:
    pairs = [pair for message in load(CATALOG) if message.id for pair in _pairs(message)]
    assert len(pairs) > 500
    return [german for english, german in pairs if not fits(english, german)]


def test_the_german_fills_the_same_blanks() -> None:
    def blanks(text: str) -> Counter[str]:
        return Counter(PLACEHOLDER.findall(text))

    assert _offenders(lambda english, german: blanks(english) == blanks(german)) == []


def test_the_german_keeps_markup_and_outer_spaces() -> None:
    def frame(text: str) -> tuple[list[str], str, str]:
        inner = text.strip()
        head, tail = text.split(inner, 1) if inner else (text, "")
        return sorted(TAG.findall(text)), head, tail

    assert _offenders(lambda english, german: frame(english) == frame(german)) == []


def test_the_german_is_calm_and_quotes_as_germans_do() -> None:
    def fits(english: str, german: str) -> bool:
        return "!" not in german and german.count("„") == german.count("“") == english.count("“")

    assert _offenders(fits) == []


def test_templates_and_code_are_all_read() -> None:
    places = {place.split("/")[0] for message in extracted() for place, _ in message.locations}
    assert {"accounts", "checkout", "core", "orders", "storefront", "templates", "webhooks"} <= (
        places
    )


# --- What a German shopper and a German clerk read ----------------------------------------------


class _Visible(HTMLParser):
    """Collects what is seen or read out, and leaves scripts and the vendor's JSON aside."""

    SILENT = frozenset({"script", "style", "template", "pre", "code"})
    SPOKEN = frozenset({"aria-label", "placeholder", "title", "alt", "value"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in self.SILENT:
            self._silent.append(tag)
        spoken = (
            self.SPOKEN if given.get("type") in ("submit", "button") else self.SPOKEN - {"value"}
        )
        self.texts += [value for name, value in attrs if name in spoken and value]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(data.strip())


def visible(html: str) -> str:
    parser = _Visible()
    parser.feed(html)
    return "\n".join(parser.texts)


def english_in(text: str) -> list[str]:
    found = re.findall(rf"(?<!/)\b(?:{'|'.join(ENGLISH)})\b", text, re.IGNORECASE)
    return [f"{word} ({_line(text, word)})" for word in sorted(set(found))]


def _line(text: str, word: str) -> str:
    return next(line for line in text.splitlines() if re.search(rf"\b{word}\b", line))


def test_english_is_noticed() -> None:
    page = '<p>Ihr <b>Cart</b></p><input placeholder="Search"><script>the</script>'
    assert len(english_in(visible(page))) == 2


@pytest.fixture
def gustav(db, sandbox: SandboxProcess) -> Iterator[Shopper]:
    """A shopper in Germany who reads German, in a shop whose German is compiled."""
    call_command("messages", "--compile")
    trans_real._translations.clear()  # type: ignore[attr-defined]  # read before it was compiled
    cached.forget()
    with translation.override("en"):
        make_shop()
    tell_sandbox(sandbox)
    shopper = Shopper(sandbox)
    shopper.client.cookies["millrace_language"] = "de"
    shopper.switch("de.DE")
    yield shopper
    cached.forget()
    translation.deactivate()


def read(shopper: Shopper, path: str, status: int = 200) -> str:
    answer = shopper.client.get(path)
    assert answer.status_code == status, (path, answer.headers.get("Location"))
    page = answer.content.decode().replace('alt="Search"', "")  # so says Django's own admin
    text = visible(page)
    assert english_in(text) == [], path
    return text


def test_the_shop_is_german(gustav: Shopper) -> None:
    for path in ("/", "/c/all/", "/c/all/?sale=1", "/c/cables/", "/search/?q=cable", "/search/",
                 "/search/?q=zzqq", "/cart/", "/mailbox/"):  # fmt: skip
        read(gustav, path)
    read(gustav, "/p/nowhere/", 404)
    product = read(gustav, "/p/cable/")
    assert "In den Warenkorb" in product
    assert "11,90\xa0€" in product
    assert "Inkl. MwSt." in product


def test_taxes_are_explained_in_german_where_they_come_on_top(gustav: Shopper) -> None:
    gustav.switch("us.US")
    assert "Zzgl. Steuern" in read(gustav, "/p/cable/")
    assert "10,00\xa0$" in read(gustav, "/p/cable/")


def test_buying_is_german_from_the_cart_to_the_letter(gustav: Shopper, run_outbox, mailbox) -> None:
    gustav.add("CABLE", 2)
    gustav.add("SYNTH", 1)
    assert "Zur Kasse" in read(gustav, "/cart/")
    assert "Als Gast fortfahren" in read(gustav, "/checkout/")
    read(gustav, "/checkout/address/")
    mistakes = gustav.client.post("/checkout/address/", {"email": "x", "ship-country": "DE"})
    assert english_in(visible(mistakes.content.decode())) == []
    assert gustav.address(GREENE).status_code == 302
    read(gustav, "/checkout/delivery/")
    gustav.deliver()
    read(gustav, "/checkout/payment/")
    assert gustav.pay().status_code == 200
    review = read(gustav, "/checkout/review/")
    assert "Zahlungspflichtig bestellen, 177,80\xa0€" in review
    thanks = gustav.place()["Location"]
    read(gustav, thanks)
    read(gustav, Order.objects.get().get_absolute_url())
    run_outbox()
    [letter] = mailbox()
    assert "Bestellung" in letter.subject
    for text in (letter.subject, letter.text, visible(letter.html)):
        assert english_in(text) == []


def test_the_desk_is_german(gustav: Shopper) -> None:
    gustav.add("CABLE", 2)
    gustav.buy(GREENE)
    staff = User.objects.create_superuser(email="rita@example.com", password="x")
    gustav.client.force_login(staff)
    change = f"/admin/orders/order/{Order.objects.get().pk}/change/"
    assert "Bestellung" in read(gustav, change)
    for path in ("/admin/", "/admin/orders/order/", change.replace("change", "ship"),
                 "/admin/storefront/product/", "/admin/storefront/sku/"):  # fmt: skip
        read(gustav, path)
