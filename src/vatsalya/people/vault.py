"""The identity vault: AES-256-GCM under a key per child, wrapped by a key outside the database."""

import json
import os
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.audit import actions as audit

from .models import Child, Photo, Vault

NONCE = 12
#: What a binary column gives back.
Sealed = bytes | memoryview


def _seal(key: bytes, data: bytes, about: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, about)


def _open(key: bytes, sealed: bytes, about: bytes) -> bytes:
    sealed = bytes(sealed)
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about)


def new_key(child_id: UUID) -> bytes:
    """A fresh key for one child, wrapped by the key outside the database."""
    return _seal(settings.VAULT_KEY, os.urandom(32), child_id.bytes)


def unwrap(child_id: UUID, wrapped: bytes) -> bytes:
    """The child's own key."""
    return _open(settings.VAULT_KEY, wrapped, child_id.bytes)


def lock(child_id: UUID, wrapped: bytes, data: dict[str, Any]) -> bytes:
    """Data sealed under the child's key; bound to the child, so that it fits no other row."""
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    return _seal(unwrap(child_id, wrapped), raw, child_id.bytes)


def unlock(child_id: UUID, wrapped: Sealed | None, sealed: Sealed) -> dict[str, Any]:
    """What was sealed; an empty answer when the key was destroyed (erased)."""
    if wrapped is None:
        return {"erased": True}
    return json.loads(_open(unwrap(child_id, bytes(wrapped)), bytes(sealed), child_id.bytes))


def lock_bytes(vault: Vault, data: bytes) -> bytes:
    """Bytes (a photograph) sealed under the child's key."""
    return _seal(unwrap(vault.child_id, bytes(vault.key or b"")), data, vault.child_id.bytes)


def unlock_bytes(vault: Vault, sealed: Sealed) -> bytes:
    """Bytes sealed by `lock_bytes`."""
    return _open(unwrap(vault.child_id, bytes(vault.key or b"")), bytes(sealed), vault.child_id.bytes)


def put(child: Child, identity: dict[str, Any], *, at: datetime) -> Vault:
    """Seal a new child's identity."""
    key = new_key(child.pk)
    return Vault.objects.create(child=child, key=key, identity=lock(child.pk, key, identity), changed_at=at)


def change(actor: Actor, child_id: UUID | None, identity: dict[str, Any], *, at: datetime) -> Vault:
    """Seal what is now known in place of what was; the audit keeps digests of both."""
    vault = gate.get(actor, "child.identity", Vault, child_id, lock=True)
    vault.identity = lock(vault.child_id, bytes(vault.key or b""), identity)
    vault.version += 1
    vault.changed_at = at
    vault.save(update_fields=["identity", "version", "changed_at"])
    return vault


def read(actor: Actor, child_id: UUID | None, *, act: str = "child.identity") -> dict[str, Any]:
    """A child's identity for somebody with a duty to the child; each reading is in the audit."""
    vault = gate.get(actor, act, Vault, child_id)
    return unlock(vault.child_id, vault.key, vault.identity)


def names_of(actor: Actor, child_ids: list[UUID | None], *, act: str = "child.identity") -> dict[UUID | None, str]:
    """First names for a short list that the actor may identify; one audit row for each child shown."""
    shown: dict[UUID | None, str] = {}
    for vault in gate.visible(actor, Vault).filter(child_id__in=[pk for pk in child_ids if pk]):
        identity = unlock(vault.child_id, vault.key, vault.identity)
        shown[vault.child_id] = display_name(identity)
        audit.record(
            kind="read",
            account=actor.account_id,
            posting=actor.posting_id,
            act=act,
            table="people_vault",
            row_id=str(vault.child_id),
            child_id=vault.child_id,
            reason="list",
        )
    return shown


def display_name(identity: dict[str, Any]) -> str:
    """The name as it was given, in the script it was given in."""
    names = identity.get("names") or []
    return names[0]["text"] if names else ""


def lock_for_server(data: dict[str, Any]) -> bytes:
    """Data that belongs to no child yet (a draft), sealed under the server's key."""
    raw = json.dumps(data, ensure_ascii=False, default=str).encode()
    return _seal(settings.VAULT_KEY, raw, b"server")


def unlock_for_server(sealed: Sealed) -> dict[str, Any]:
    """What `lock_for_server` sealed."""
    return json.loads(_open(settings.VAULT_KEY, bytes(sealed), b"server"))


def read_for_engine(child_id: UUID | None) -> dict[str, Any]:
    """A child's identity for the matching engine's own work; call it inside `session.engine()`."""
    vault = gate.visible(ENGINE, Vault).get(child_id=child_id)
    return unlock(vault.child_id, vault.key, vault.identity)


def destroy_key(child_id: UUID | None, *, at: datetime) -> None:
    """Destroy a child's key: identity, papers and photographs can be opened by nobody.

    A back-up of the database made before holds the key, sealed by the vault's own: it must end with its time.

    Call it inside `session.engine()`, from an act that the law lets end a record.
    """
    gate.visible(ENGINE, Vault).filter(child_id=child_id).update(key=None, identity=b"", changed_at=at)
    gate.visible(ENGINE, Photo).filter(child_id=child_id).update(small=b"", large=b"", original=b"", sha256="")
