from __future__ import annotations

from collections.abc import Iterator

import pytest

from storefront import cached
from storefront.models import Market
from tests.factories import MarketFactory


@pytest.fixture(autouse=True)
def _fresh_copy() -> Iterator[None]:
    """Markets and categories of one test are not those of the next."""
    cached.forget()
    yield
    cached.forget()


@pytest.fixture
def us(db: None) -> Market:
    return MarketFactory()


@pytest.fixture
def markets(us: Market) -> dict[str, Market]:
    """The four markets of the demo, in one store."""
    traits = ("britain", "germany", "japan")
    others = [MarketFactory(store=us.store, **{trait: True}) for trait in traits]
    return {market.code: market for market in (us, *others)}
