"""Text messages. Without a gateway (demo, tests) a message is shown on the demo's telephone page."""

import os
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from ..models import Message

ABOUT = b"notices.message"


def seal(phone: str) -> bytes:
    """A telephone number sealed under the server's key: the outbox is readable by no query."""
    nonce = os.urandom(12)
    return nonce + AESGCM(settings.VAULT_KEY).encrypt(nonce, phone.encode(), ABOUT)


def unseal(sealed: bytes | memoryview) -> str:
    """The telephone number of a message in hand."""
    sealed = bytes(sealed)
    return AESGCM(settings.VAULT_KEY).decrypt(sealed[:12], sealed[12:], ABOUT).decode()


def send_due(*, at: datetime, limit: int = 200) -> int:
    """Send what waits. The gateway is a setting; the demo's keeps the message for its telephone page."""
    waiting = Message.objects.filter(sent_at=None, next_try_at__lte=at)
    rows = list(waiting.select_for_update(skip_locked=True).order_by("next_try_at")[:limit])
    for message in rows:
        if _deliver(message):
            message.sent_at = at
        else:
            message.tries += 1
            message.next_try_at = at + timedelta(seconds=30 * 2 ** min(message.tries, 8))
        message.save(update_fields=["sent_at", "tries", "next_try_at"])
    return len(rows)


def _deliver(message: Message) -> bool:
    """True when the gateway took it; without a gateway only the demo counts it as delivered."""
    return bool(settings.DEMO)


def for_phone(phone: str, limit: int = 10) -> list[Message]:
    """The demo's telephone: the newest messages to one number."""
    recent = Message.objects.order_by("-at")[:200]
    return [m for m in recent if unseal(m.to_sealed) == phone][:limit]
