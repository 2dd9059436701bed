"""Amounts inside the sandbox: Decimals of the currency's own number of decimals.

Rounding is half up, which the vendor's examples show (20 x 0.07525 = 1.505 becomes 1.51).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

ZERO = Decimal(0)
_DATA = Path(__file__).parent / "data"


@cache
def currencies() -> dict[str, int]:
    """ISO 4217 codes in use and the number of decimals of each."""
    loaded: dict[str, int] = json.loads((_DATA / "currencies.json").read_text())["currencies"]
    return loaded


@cache
def _unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-currencies().get(currency, 2))


def round_half_up(amount: Decimal, currency: str) -> Decimal:
    """The amount in the currency's decimals, half up."""
    return amount.quantize(_unit(currency), rounding=ROUND_HALF_UP)


def fits(amount: Decimal, currency: str) -> bool:
    """Whether the amount needs no more decimals than the currency has."""
    return amount == round_half_up(amount, currency)


def split(total: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Shares of `total` in proportion to the weights that add up to it exactly.

    What rounding leaves over goes to the largest remainders first. Without any weight, the shares
    are as equal as the currency allows.
    """
    if not weights:
        return []
    whole = sum(weights, ZERO)
    if whole == 0:
        weights, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    unit = _unit(currency)
    exact = [total * weight / whole for weight in weights]
    shares = [part.quantize(unit, rounding=ROUND_FLOOR) for part in exact]
    left = int((total - sum(shares, ZERO)) / unit)
    by_remainder = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_remainder[:left]:
        shares[index] += unit
    return shares


def cumulative_share(total: Decimal, done: int, more: int, of: int, currency: str) -> Decimal:
    """What `more` units of a line of `of` are worth after `done` of them were settled.

    Taken as the difference of two rounded running totals, so that all parts add up to `total`:
    26.89 in two halves is 13.45 and 13.44.
    """
    after = round_half_up(total * (done + more) / of, currency)
    before = round_half_up(total * done / of, currency)
    return after - before
