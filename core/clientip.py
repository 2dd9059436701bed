"""The shopper's own address, also behind proxies that the operator trusts."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The first address, seen from us, that is no trusted proxy.

    X-Forwarded-For counts only as far as trusted proxies wrote it: it is read from the right, and
    stops at the first address that is not one of ours, so nobody can forge an address from outside.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    while forwarded and _is_trusted(address):
        candidate = forwarded.pop().strip()
        if not _is_address(candidate):
            break
        address = candidate
    return address


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(text: str) -> bool:
    if not _is_address(text):
        return False
    address = ip_address(text)
    return any(address in ip_network(network) for network in settings.TRUSTED_PROXIES)
