"""Keyed digests of names, tokens, codes and telephone numbers."""

import hashlib
import hmac

from django.conf import settings

from .phones import mobile


def keyed(purpose: str, text: str) -> bytes:
    """A digest that says nothing without the server's key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()


def of_name(username: str) -> bytes:
    """The digest of a sign-in name as typed: case and spaces around it do not matter."""
    return keyed("sign-in", username.strip().lower())


def of_phone(phone: str) -> bytes:
    """The digest of an Indian mobile number, however it was written (+91, 0, spaces)."""
    return keyed("phone", mobile(phone) or phone.strip())
