from __future__ import annotations

import pytest

from storefront import cached
from tests.checkout.cast import Shopper, make_shop, tell_sandbox
from tests.support.sandbox_process import SandboxProcess


@pytest.fixture
def shop(db):
    """The small shop's rows; Digital River is out of reach."""
    cached.forget()
    yield make_shop()
    cached.forget()


@pytest.fixture
def dr(shop, sandbox: SandboxProcess) -> SandboxProcess:
    """A local Digital River that knows the shop's SKUs."""
    tell_sandbox(sandbox)
    return sandbox


@pytest.fixture
def alice(dr: SandboxProcess) -> Shopper:
    return Shopper(dr)
