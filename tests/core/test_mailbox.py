"""The mailbox of the demo: every letter, readable, and harmless whatever it holds."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from core.models import SentMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(mailbox) -> SentMail:
    message = EmailMultiAlternatives(
        "Your order <N1>",
        "Hello & welcome: https://shop.example/orders/x/",
        to=["alice@example.com"],
        headers={"Message-ID": "<one@shop.example>"},
    )
    message.attach_alternative("<p style='color:red'>Hello</p><script>1</script>", "text/html")
    message.send()
    return mailbox()[0]


def test_the_list_shows_letters_newest_first(letter):
    page = Client().get(reverse("mailbox:list")).content.decode()
    assert "Your order &lt;N1&gt;" in page
    assert "alice@example.com" in page
    assert reverse("mailbox:letter", args=[letter.pk]) in page


def test_an_empty_mailbox_says_what_to_do(db):
    assert "No letter yet" in Client().get(reverse("mailbox:list")).content.decode()


def test_a_letter_is_shown_in_a_frame_that_runs_nothing_and_as_text(letter):
    response = Client().get(reverse("mailbox:letter", args=[letter.pk]))
    page = response.content.decode()
    frame = reverse("mailbox:html", args=[letter.pk])
    assert f'src="{frame}"' in page
    assert 'sandbox="allow-popups' in page
    assert "allow-scripts" not in page
    assert "Hello &amp; welcome" in page
    assert "<script>1" not in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_the_frame_holds_the_html_and_forbids_scripts(letter):
    response = Client().get(reverse("mailbox:html", args=[letter.pk]))
    assert "color:red" in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_letter_that_is_not_there_is_a_404(db):
    for name in ("mailbox:letter", "mailbox:html"):
        assert Client().get(reverse(name, args=[4711])).status_code == 404


def test_machines_read_the_mailbox_as_json(letter):
    found = Client().get(reverse("mailbox:list") + "?format=json").json()["data"]
    assert [each["subject"] for each in found] == ["Your order <N1>"]
