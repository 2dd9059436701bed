"""``{% icon "cart" %}``: one of our own line drawings, inline, so that it takes the text's colour.

An icon never stands alone: words beside it (or visually hidden) say what it means.
"""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Strokes on a grid of 24. What they look like (colour, width, ends) is said by .icon in base.css.
STROKES = {
    "alert": '<path d="M12 4 2.8 19.5h18.4Z"/><path d="M12 10v4.5M12 17v.1"/>',
    "arrow-left": '<path d="M20 12H4.5M11 5.5 4.5 12l6.5 6.5"/>',
    "arrow-right": '<path d="M4 12h15.5M13 5.5l6.5 6.5-6.5 6.5"/>',
    "bookmark": '<path d="M6.5 4h11v16L12 15.8 6.5 20Z"/>',
    "card": '<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M2.5 9.8h19M6.5 15h4"/>',
    "cart": (
        '<path d="M2.5 4h2.2c.5 0 .9.3 1 .8L8 15.5h10.2L20.5 7.5H6.3"/>'
        '<circle cx="9.3" cy="19.3" r="1.4"/><circle cx="17" cy="19.3" r="1.4"/>'
    ),
    "check": '<path d="m4.5 12.5 5 5L19.5 7"/>',
    "check-circle": '<circle cx="12" cy="12" r="9"/><path d="m7.8 12.4 2.9 2.9 5.6-6"/>',
    "chevron-down": '<path d="m5.5 9 6.5 6.5L18.5 9"/>',
    "chevron-left": '<path d="M15 5.5 8.5 12l6.5 6.5"/>',
    "chevron-right": '<path d="M9 5.5 15.5 12 9 18.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.3l3.4 2"/>',
    "close": '<path d="M5.5 5.5l13 13M18.5 5.5l-13 13"/>',
    "download": '<path d="M12 3.5v11.5M7 10.3l5 5 5-5M4 20h16"/>',
    "edit": '<path d="M4 20h4L19.5 8.5l-4-4L4 16Z"/><path d="m13 7 4 4"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="m8.7 8.7 6.6 6.6M15.3 8.7l-6.6 6.6"/>',
    "external": '<path d="M13.5 4H20v6.5M20 4l-9 9"/><path d="M17.5 13.5V20H4V6.5h6.5"/>',
    "filter": '<path d="M3.5 7h17M6.5 12h11M10 17h4"/>',
    "globe": (
        '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5.4 5 12.6 0 18'
        'M12 3c-5 5.4-5 12.6 0 18"/>'
    ),
    "headphones": (
        '<path d="M4 14v-2a8 8 0 0 1 16 0v2"/><rect x="3" y="13.5" width="4.5" height="7" rx="2"/>'
        '<rect x="16.5" y="13.5" width="4.5" height="7" rx="2"/>'
    ),
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "lock": (
        '<rect x="5" y="10.5" width="14" height="10" rx="2"/>'
        '<path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>'
    ),
    "mail": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6.5L20.5 7"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "minus": '<path d="M5.5 12h13"/>',
    "package": '<path d="M12 3 4 7v10l8 4 8-4V7Z"/><path d="m4 7 8 4 8-4M12 11v10M8 5l8 4"/>',
    "phone": (
        '<path d="M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1.5-1 2.5-2.5 2.5'
        'C10.5 20 4 13.5 3.5 6 3.5 4.5 4.5 3.5 6 3.5Z"/>'
    ),
    "plus": '<path d="M12 5.5v13M5.5 12h13"/>',
    "print": ('<path d="M7 8V3.5h10V8M7 17H4V8.5h16V17h-3"/><path d="M7 13.5h10v7H7Z"/>'),
    "return": '<path d="M9 5 4.5 9.5 9 14"/><path d="M4.5 9.5H14a5 5 0 0 1 0 10H8"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.3 15.3 5.2 5.2"/>',
    "shield": (
        '<path d="M12 3 5 5.5v6c0 4.5 3 7.5 7 9.5 4-2 7-5 7-9.5v-6Z"/>'
        '<path d="m8.8 12 2.3 2.3 4-4.3"/>'
    ),
    "store": '<path d="M4 10v10h16V10M3 9.5 5 4h14l2 5.5Z"/><path d="M9.5 20v-5.5h5V20"/>',
    "tag": '<path d="M3.5 12.5v-9h9l8 8-9 9Z"/><path d="M8 8v.1"/>',
    "trash": '<path d="M4 6.5h16M9 6V3.5h6V6M6 6.5 7 20.5h10l1-14M10 10.5v6M14 10.5v6"/>',
    "truck": (
        '<path d="M2.5 6h12v10.5h-5M4.5 16.5h-2V6M14.5 9.5h4l3 3.5v3.5h-2M16 16.5h-1.5"/>'
        '<circle cx="7" cy="17.5" r="2"/><circle cx="17.5" cy="17.5" r="2"/>'
    ),
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c.8-4 4-6 8-6s7.2 2 8 6"/>',
}


def _drawing(name: str, more: str = "") -> SafeString:
    return mark_safe(  # noqa: S308 - our own constants
        f'<svg class="icon{more}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{STROKES[name]}</svg>"
    )


DRAWINGS = {name: _drawing(name) for name in STROKES}


@register.simple_tag
def icon(name: str, modifier: str = "") -> SafeString:
    """The drawing called ``name``; ``{% icon "check" "small" %}`` adds the class ``icon--small``.

    Raises KeyError for a name that we never drew: a missing picture should not reach a shopper.
    """
    if not modifier:
        return DRAWINGS[name]
    return _drawing(name, f" icon--{conditional_escape(modifier)}")


__all__ = ["DRAWINGS", "icon"]
