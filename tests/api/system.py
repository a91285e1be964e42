"""A department's system, as an integrator would write it: signs each call with its private key."""

import base64
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.test import Client

from tests.country_of_tests import Land
from vatsalya.exchange import keys, signing
from vatsalya.lib.clock import now

PURPOSES = ["search_for_child", "exercise"]


class System:
    """A key of an office, and how to call with it."""

    def __init__(self, land: Land, office: str, giver: str, *, per_minute: int = 120) -> None:
        self.key, self.pem = keys.issue(
            actor=land.bind(giver), at=now() - timedelta(minutes=1), office_id=land.offices[office].pk,
            label=f"System of {office}", purposes=PURPOSES, per_minute=per_minute,
        )  # fmt: skip
        self.private: Any = load_pem_private_key(self.pem.encode(), None)
        self.client = Client()

    def head(self, method: str, target: str, body: bytes, **more: str) -> dict[str, str]:
        """The head of a call; every part may be given otherwise, to try what happens."""
        said = signing.Said(
            key_id=more.get("key_id", self.key.pk),
            timestamp=more.get("timestamp", str(int(now().timestamp()))),
            nonce=more.get("nonce", secrets.token_hex(12)),
            purpose=more.get("purpose", "search_for_child"),
            token=more.get("token", ""),
            signature="",
        )
        signature = base64.b64encode(self.private.sign(signing.canonical(method, target, body, said))).decode()
        head = {
            "X-Key": said.key_id, "X-Timestamp": said.timestamp, "X-Nonce": said.nonce, "X-Purpose": said.purpose,
            "X-Signature": more.get("signature", signature),
        }  # fmt: skip
        return head | ({"Idempotency-Key": said.token} if said.token else {})

    def call(self, method: str, target: str, body: Any = None, *, kind: str = "application/json", **more: str) -> Any:
        """Make a call; a dict goes as JSON, bytes as they are."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        head = self.head(method, target, raw, **more)
        return self.client.generic(method, target, raw, content_type=kind, headers=head)

    def act(self, method: str, target: str, body: Any = None, *, token: str = "", **more: str) -> Any:
        """A call that changes something, with a fresh idempotency key unless one is given."""
        return self.call(method, target, body, token=token or secrets.token_hex(8), **more)


def seconds_off(seconds: float) -> str:
    """A timestamp that is so far from now."""
    return str(int((now() + timedelta(seconds=seconds)).timestamp()))


def yesterday() -> datetime:
    """A day ago."""
    return now() - timedelta(days=1)
