"""What from outside may become a link."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_link(url: str) -> str:
    """The address if a browser may follow it (http or https, with a host), else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
