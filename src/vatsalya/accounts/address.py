"""From where a request comes, as far as our own proxies vouch for it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str | None:
    """The caller's address; of an IPv6 address the network, because one caller owns all of it."""
    raw = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_HOPS:
        told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        raw = told[-settings.PROXY_HOPS] if len(told) >= settings.PROXY_HOPS else raw
    try:
        found = ipaddress.ip_address(raw)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.IPv6Network((found, 64), strict=False).network_address)
    return str(getattr(found, "ipv4_mapped", None) or found)
