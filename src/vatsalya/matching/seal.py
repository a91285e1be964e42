"""Sealing of an entry's traits: ciphertext for the database, bound to the entry's id."""

import secrets
from uuid import UUID

from .keys import Locks

_NONCE = 12


def seal(packed: bytes, entry: UUID, locks: Locks) -> bytes:
    """Traits as the database keeps them."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + locks.sealing.encrypt(nonce, packed, entry.bytes)


def unseal(sealed: bytes, entry: UUID, locks: Locks) -> bytes:
    """Traits again; fails when a row was altered or moved to another id."""
    return locks.sealing.decrypt(sealed[:_NONCE], sealed[_NONCE:], entry.bytes)
