"""The card fields that Drop-in shows in a frame."""

from __future__ import annotations

from flask import Response, render_template, request

from .headers import secure_page
from .texts import language_of, texts_in

# Name as in `creditCard.brand`, file of its mark. Source: payments/supported-payment-methods/
# credit-cards.md
BRANDS = (
    ("Visa", "visa"),
    ("Mastercard", "mastercard"),
    ("American Express", "amex"),
    ("Discover", "discover"),
    ("Diners Club", "diners"),
    ("JCB", "jcb"),
    ("UnionPay", "unionpay"),
    ("Maestro", "maestro"),
)


def card() -> Response:
    """Card number, expiry and security code; `?locale=` chooses the language.

    Whom to answer (`parent`) and on which channel is read from the query by the page's script.
    Keys and session come by message, so that no log ever has them.
    """
    language = language_of(request.args.get("locale", "en"))
    html = render_template(
        "hosted/card.html", language=language, texts=texts_in(language), brands=BRANDS
    )
    return secure_page(html, framed=True)
