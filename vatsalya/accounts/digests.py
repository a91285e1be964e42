"""Keyed digests of names, tokens, codes and telephone numbers."""

import hashlib
import hmac

from django.conf import settings


def keyed(purpose: str, text: str) -> bytes:
    """A digest that says nothing without the server's key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()
