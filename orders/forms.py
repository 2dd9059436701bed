"""Forms of the merchant's desk."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from orders.models import Fulfillment, Order, OrderLine
from orders.numbers import new_token
from orders.shipments import Tracking

_KEY = re.compile(r"[0-9A-Za-z_-]{10,40}")


class TrackingForm(forms.Form):
    """Where a parcel is. Any one part is enough."""

    company = forms.CharField(label=_("Carrier"), max_length=100, required=False)
    number = forms.CharField(label=_("Tracking number"), max_length=100, required=False)
    url = forms.URLField(
        label=_("Tracking link"), max_length=500, required=False, assume_scheme="https"
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.lower().startswith(("http://", "https://")):
            raise ValidationError(_("Enter a web address."))
        return url

    def tracking(self) -> Tracking:
        """What was entered."""
        data = self.cleaned_data
        return Tracking(data["company"], data["number"], data["url"])

    @classmethod
    def of(cls, fulfillment: Fulfillment) -> TrackingForm:
        """The form filled with what is known."""
        return cls(
            initial={
                "company": fulfillment.tracking_company,
                "number": fulfillment.tracking_number,
                "url": fulfillment.tracking_url,
            }
        )


class AddTrackingForm(TrackingForm):
    """The same, where nothing at all makes no sense."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not any(self.cleaned_data.values()):
            raise ValidationError(_("Enter a carrier, a number or a link."))
        return cleaned


class ShipForm(TrackingForm):
    """How many of each open line are sent. `key` makes a form that is sent twice one shipment."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, order: Order, data: Any = None) -> None:
        initial = {"key": new_token()}
        super().__init__(data, initial=initial)
        self.open_lines = [line for line in order.lines.all() if line.open_quantity]
        for line in self.open_lines:
            self.fields[self.name_of(line)] = forms.IntegerField(
                label=line.name,
                min_value=0,
                max_value=line.open_quantity,
                initial=line.open_quantity,
                required=False,
            )

    @staticmethod
    def name_of(line: OrderLine) -> str:
        return f"quantity_{line.pk}"

    def rows(self) -> list[tuple[OrderLine, forms.BoundField]]:
        """Each open line with its field."""
        return [(line, self[self.name_of(line)]) for line in self.open_lines]

    def quantities(self) -> dict[int, int]:
        """Quantity by line id, only where there is one."""
        asked = {line.pk: self.cleaned_data[self.name_of(line)] for line in self.open_lines}
        return {pk: quantity for pk, quantity in asked.items() if quantity}

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not _KEY.fullmatch(key):
            raise ValidationError(_("This form is damaged. Open it again."))
        return key

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.quantities():
            raise ValidationError(_("Say how many of at least one line are shipped."))
        return cleaned
