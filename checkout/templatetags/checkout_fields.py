"""Small helps for the checkout's templates."""

from django import template
from django.forms import BoundField

register = template.Library()

_SPANS = {"postal_code": "field--short", "state": "field--short"}


@register.filter
def address_span(field: BoundField) -> str:
    """The class that makes a field as wide as what goes into it; whole rows by default."""
    return _SPANS.get(field.name, "")
