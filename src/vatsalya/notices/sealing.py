"""Numbers and texts of messages lie sealed under the server's key: a copy of the table gives no code, no telephone."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ABOUT = b"notices.message"


def seal(text: str) -> bytes:
    """Sealed, each time otherwise: no query tells which messages go to one number."""
    nonce = os.urandom(12)
    return nonce + AESGCM(settings.VAULT_KEY).encrypt(nonce, text.encode(), ABOUT)


def unseal(sealed: bytes | memoryview) -> str:
    """What was sealed, for a message in hand; nothing where the text was wiped after sending."""
    sealed = bytes(sealed)
    return AESGCM(settings.VAULT_KEY).decrypt(sealed[:12], sealed[12:], ABOUT).decode() if sealed else ""
