"""Signatures of calls and messages: Ed25519 over one canonical text. Pure; the clock is told."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

#: Seconds by which a caller's clock may differ from ours; a nonce is remembered a little longer than twice this.
WINDOW = 300


@dataclass(frozen=True)
class Said:
    """What a caller says in the head of a call."""

    key_id: str
    timestamp: str
    nonce: str
    purpose: str
    token: str
    signature: str


def canonical(method: str, target: str, body: bytes, said: Said) -> bytes:
    """The text that is signed: every part that the answer hangs on, one a line, in this order."""
    digest = hashlib.sha256(body).hexdigest()
    lines = ["VATSALYA-1", method.upper(), target, digest, said.timestamp, said.nonce, said.purpose, said.token]
    return "\n".join(lines).encode()


def new_pair() -> tuple[bytes, str]:
    """A fresh pair: the public half to keep, the private half (PKCS#8 PEM) to hand over once."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return private.public_key().public_bytes_raw(), pem


def holds(public_key: bytes, text: bytes, signature: str) -> bool:
    """True when this text was signed by the holder of the private half."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(base64.b64decode(signature, validate=True), text)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def sign(seed: bytes, text: bytes) -> str:
    """Our own signature under what we send."""
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(seed).sign(text)).decode()


def public_pem(seed: bytes) -> str:
    """The public half of our own key, for receivers."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
