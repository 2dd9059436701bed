from __future__ import annotations

import pytest
from django.utils import translation

from storefront import cached
from tests.checkout.cast import Shopper, make_shop, tell_sandbox
from tests.support.sandbox_process import SandboxProcess


@pytest.fixture
def shop(db):
    """The small shop's rows; Digital River is out of reach."""
    cached.forget()
    with translation.override("en"):  # the thread may speak what the last test's page spoke
        store = make_shop()
    yield store
    cached.forget()


@pytest.fixture
def dr(shop, sandbox: SandboxProcess) -> SandboxProcess:
    """A local Digital River that knows the shop's SKUs."""
    tell_sandbox(sandbox)
    return sandbox


@pytest.fixture
def alice(dr: SandboxProcess) -> Shopper:
    return Shopper(dr)
