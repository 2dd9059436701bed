"""``{{ price|money }}``: an amount for people, in the active language."""

from django import template

from core.money import Money

register = template.Library()


@register.filter
def money(value: Money | None) -> str:
    """``$26.89``; nothing for None."""
    return "" if value is None else value.format()
