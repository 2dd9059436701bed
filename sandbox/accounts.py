"""The merchants that this Digital River knows: two, each with a pair of keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """One merchant. Two merchants never see each other's documents."""

    id: str
    name: str
    secret_key: str
    public_key: str


ACCOUNTS = (
    Account("sandbox", "Sandbox", "sk_test_sandbox", "pk_test_sandbox"),
    Account("second", "Second account", "sk_test_second", "pk_test_second"),
)

_BY_SECRET = {account.secret_key: account for account in ACCOUNTS}
_BY_PUBLIC = {account.public_key: account for account in ACCOUNTS}


def with_secret_key(key: str) -> Account | None:
    """The account of a confidential key, or None."""
    return _BY_SECRET.get(key)


def with_public_key(key: str) -> Account | None:
    """The account of a publishable key, or None."""
    return _BY_PUBLIC.get(key)


def masked(header: str) -> str:
    """An Authorization header that tells keys apart without telling them: `Bearer sk_…box`."""
    scheme, _, key = header.partition(" ")
    if not key:
        return f"{header[:3]}…{header[-3:]}" if len(header) > 8 else "…"
    return f"{scheme} {key[:3]}…{key[-3:]}" if len(key) > 8 else f"{scheme} …"
