"""Small helps for the checkout's templates."""

from django import template
from django.forms import BoundField

register = template.Library()

_SHARED_ROW = {"postal_code", "city", "state"}


@register.filter
def address_span(field: BoundField) -> str:
    """The class for a field's width: city, state and postcode share a row."""
    if field.name not in _SHARED_ROW:
        return "span-full"
    three = set(field.form.fields) >= _SHARED_ROW
    return "span-two-thirds" if field.name == "city" and not three else "span-third"
