"""Order numbers people can read out, and the secret in a guest's link."""

from __future__ import annotations

import secrets

# Crockford's base 32: no I, L, O or U, so nothing is misread on the phone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 9
_CONFUSED = str.maketrans("ILO", "110", "- ")


def new_number() -> str:
    """A fresh order number such as ``M7K2-Q9XD-4T``: nine random characters and a check one.

    45 random bits; the database keeps it unique, and whoever collides draws again.
    """
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return _grouped(body + _check(body))


def new_token() -> str:
    """128 random bits for a guest's order link."""
    return secrets.token_urlsafe(16)


def normalise(text: str) -> str | None:
    """The number a person meant, or None where it cannot be one of ours."""
    plain = text.strip().upper().translate(_CONFUSED)
    if len(plain) != _LENGTH + 1 or any(char not in _ALPHABET for char in plain):
        return None
    return _grouped(plain) if _check(plain[:-1]) == plain[-1] else None


def _grouped(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"


def _check(body: str) -> str:
    # Odd weights are invertible modulo 32, so any single wrong character is noticed.
    total = sum((2 * at + 1) * _ALPHABET.index(char) for at, char in enumerate(body))
    return _ALPHABET[total % 32]
