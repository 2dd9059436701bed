import pytest
from django.test import RequestFactory

from core.clientip import client_ip


@pytest.fixture(autouse=True)
def _proxies(settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "::1"]


def ask(peer: str, forwarded: str | None = None) -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return client_ip(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger's header is worth nothing
        ("10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # forged in front of the real one
        ("10.1.2.3", "198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("10.1.2.3", "2001:db8::7", "2001:db8::7"),
        ("10.1.2.3", "rubbish", "10.1.2.3"),
        ("10.1.2.3", "", "10.1.2.3"),
        ("::1", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_what_trusted_proxies_wrote_counts(peer, forwarded, expected) -> None:
    assert ask(peer, forwarded) == expected
