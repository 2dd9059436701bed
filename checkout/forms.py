"""Text from the browser to domain types: cart lines, contact, addresses, delivery, consent."""

from __future__ import annotations

import json
import re
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checkout import addresses
from checkout.addresses import Part, Rules
from checkout.basket import MAX_QUANTITY
from orders.snapshots import AddressSnapshot
from storefront.models import DeliveryMethod

#: What a browser may sensibly ask for; more is capped with a note, absurd numbers are refused.
ABSURD = 1_000_000
SELECTED = mark_safe(" selected")
#: Of ASCII all but tab and line ends, which are white space; and the bidirectional ones.
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]"


class AddForm(forms.Form):
    """Something is put into the cart."""

    sku = forms.CharField(max_length=64)
    quantity = forms.IntegerField(min_value=1, max_value=ABSURD, initial=1, required=False)

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1


class LineForm(forms.Form):
    """A line of the cart is changed."""

    ACTIONS = ("update", "remove", "save", "restore")

    line = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    action = forms.ChoiceField(choices=[(each, each) for each in ACTIONS], required=False)
    quantity = forms.IntegerField(
        min_value=0,
        max_value=ABSURD,
        required=False,
        error_messages={
            "invalid": _("Enter a whole number."),
            "min_value": _("Enter a whole number from 1 to %(most)s.") % {"most": MAX_QUANTITY},
            "max_value": _("Enter a whole number from 1 to %(most)s.") % {"most": MAX_QUANTITY},
        },
    )


def refuse_control_characters(value: object) -> None:
    """Raises ValidationError for what nobody types: control characters, and those that turn the
    direction of writing, with which a name could rearrange the line around it."""
    if re.search(_CONTROL, str(value or "").strip()):
        raise ValidationError(_("This contains characters that cannot be used."))


class PlainCharField(forms.CharField):
    """One line of text: runs of white space become one blank, control characters are refused."""

    def clean(self, value: Any) -> str:
        refuse_control_characters(value)  # before Django says it in its own words
        return " ".join(super().clean(value).split())


class PlainEmailField(forms.EmailField):
    """An e-mail address that says about control characters what the other fields say."""

    def clean(self, value: Any) -> str:
        refuse_control_characters(value)
        return str(super().clean(value))


class LongSelect(forms.Select):
    """A select for long lists: Django renders a template for every option, this one none."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, SELECTED if str(code) == chosen else "", label)
                for code, label in self.choices
            ),
        )
        everything = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>{}</select>", everything, options)


class ContactForm(forms.Form):
    """Where the confirmation goes; the phone is for the carrier and optional."""

    email = PlainEmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PlainCharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("Only for questions about the delivery."),
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        self.country = country
        super().__init__(*args, **kwargs)

    def clean_phone(self) -> str:
        """The number in international form. Raises ValidationError for what nobody could dial."""
        text = self.cleaned_data["phone"]
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, self.country)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(_("Check the phone number, or leave it empty."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class AddressForm(forms.Form):
    """An address by the rules of its country. ``prefix`` is ``ship`` or ``bill``.

    The country comes first, and whatever was typed is kept when it changes.
    """

    def __init__(
        self, data: Any = None, *, countries: list[str], prefix: str, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, prefix=prefix, initial=initial)
        self.countries = countries
        self.rules = self._rules(data, initial)
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"),
            choices=addresses.country_choices(countries),
            error_messages={
                "required": _("Choose the country."),
                "invalid_choice": _("We do not sell to this country. Choose one from the list."),
            },
            widget=LongSelect(attrs=self._country_attrs()),
        )
        self.initial["country"] = self.rules.country
        for part in self.rules.parts:
            self.fields[part.name] = self._field(part)

    @cached_property
    def parts(self) -> list[forms.BoundField]:
        """The fields below the country, in the country's order."""
        return [self[part.name] for part in self.rules.parts]

    @property
    def address(self) -> AddressSnapshot:
        """The cleaned address, without a phone."""
        known = AddressSnapshot.__dataclass_fields__
        return AddressSnapshot(
            **{key: value for key, value in self.cleaned_data.items() if key in known}
        )

    @property
    def _section(self) -> str:
        return "billing" if self.prefix == "bill" else "shipping"

    def _country_attrs(self) -> dict[str, Any]:
        """A new country fetches its fields; without JavaScript a button does."""
        return {
            "autocomplete": f"{self._section} country",
            "hx-post": reverse_lazy("checkout:step", args=["address"]),
            "hx-target": f"#{self.prefix}-parts",
            "hx-swap": "outerHTML",
            "hx-include": "closest form",
            "hx-vals": json.dumps({"refresh": self.prefix}),
        }

    def _rules(self, data: Any, initial: dict[str, Any]) -> Rules:
        asked = data.get(self.add_prefix("country"), "") if data else initial.get("country", "")
        return addresses.rules(asked if asked in self.countries else self.countries[0])

    def _field(self, part: Part) -> forms.Field:
        attrs = {
            "autocomplete": f"{self._section} {part.autocomplete}",
            "pattern": part.browser_pattern,
            "title": self._mismatch(part) if part.browser_pattern else "",
            "inputmode": part.inputmode,
        }
        common: dict[str, Any] = {
            "label": part.label,
            "required": part.required,
            "error_messages": {"required": part.missing},
        }
        attrs = {key: value for key, value in attrs.items() if value}
        if part.choices:
            common["error_messages"]["invalid_choice"] = part.missing
            return forms.ChoiceField(
                choices=[("", _("Choose")), *part.choices],
                widget=LongSelect(attrs=attrs),
                **common,
            )
        return PlainCharField(
            max_length=part.max_length, widget=forms.TextInput(attrs=attrs), **common
        )

    def _mismatch(self, part: Part | None) -> str:
        if part is not None and part.example:
            return gettext("Enter it like this: %(example)s.") % {"example": part.example}
        return gettext("Check this entry.")

    def clean_postal_code(self) -> str:
        """The postcode in capitals. Raises ValidationError where it cannot be one."""
        text: str = self.cleaned_data["postal_code"].upper()
        if text and not self.rules.accepts_postcode(text):
            raise ValidationError(self._mismatch(self.rules.part("postal_code")))
        return text


class BillingChoiceForm(forms.Form):
    """Whether the bill goes to the delivery address."""

    billing_same = forms.BooleanField(
        label=_("The billing address is the same"), required=False, initial=True
    )


class DeliveryForm(forms.Form):
    """One of the market's delivery methods."""

    method = forms.ChoiceField(
        error_messages={
            "required": _("Choose how we should deliver your order."),
            "invalid_choice": _("Choose one of the delivery methods shown."),
        },
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, methods: list[DeliveryMethod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.methods = {method.code: method for method in methods}
        choices = [(method.code, method.name) for method in methods]
        self.fields["method"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> DeliveryMethod:
        return self.methods[self.cleaned_data["method"]]


class PlaceOrderForm(forms.Form):
    """The click that buys: consent, and what exactly was on the page."""

    review = forms.CharField(max_length=500)
    agreed = forms.BooleanField(
        error_messages={"required": _("Please read and confirm this before you order.")}
    )


class SourceForm(forms.Form):
    """The id of a payment source that DigitalRiver.js made; opaque, of any usual length."""

    source_id = forms.RegexField(regex=r"^[0-9A-Za-z_.:-]{1,200}$")
