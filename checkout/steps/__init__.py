"""The steps of the checkout, in order."""

from __future__ import annotations

from checkout.steps.address import AddressStep
from checkout.steps.base import Step, applicable, first_incomplete
from checkout.steps.delivery import DeliveryStep
from checkout.steps.payment import PaymentStep
from checkout.steps.review import ReviewStep

__all__ = ["BY_IDENTIFIER", "STEPS", "Step", "applicable", "first_incomplete"]

STEPS: tuple[Step, ...] = (AddressStep(), DeliveryStep(), PaymentStep(), ReviewStep())
BY_IDENTIFIER = {step.identifier: step for step in STEPS}
