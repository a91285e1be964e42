"""Photographs of a child: sealed copies, shown only through the gate."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor

from . import vault
from .models import Photo, Vault


def add(
    *, actor: Actor, child_id: UUID | None, photo: Any, given_by: str, at: datetime, taken_on: date | None = None
) -> Photo:
    """Seal a cleaned photograph (small, large) and the original under the child's own key."""
    sealed = gate.visible(ENGINE, Vault).get(child_id=child_id)
    return Photo.objects.create(
        child_id=child_id,
        small=vault.lock_bytes(sealed, photo.small),
        large=vault.lock_bytes(sealed, photo.large),
        original=vault.lock_bytes(sealed, photo.original),
        sha256=photo.sha256_original,
        taken_on=taken_on,
        given_by=given_by,
        added_at=at,
    )


def copy(*, of: UUID, to: UUID, given_by: str, at: datetime, most: int = 1) -> int:
    """The newest photographs of one sheet, sealed anew under another sheet's key; inside `session.engine()`."""
    old, new = (gate.visible(ENGINE, Vault).get(child_id=one) for one in (of, to))
    rows = list(gate.visible(ENGINE, Photo).filter(child_id=of).order_by("-added_at")[:most])
    for photo in rows:
        sealed = {
            size: vault.lock_bytes(new, vault.unlock_bytes(old, getattr(photo, size)))
            for size in ("small", "large", "original")
        }
        Photo.objects.create(
            child_id=to, sha256=photo.sha256, taken_on=photo.taken_on, given_by=given_by, added_at=at, **sealed
        )
    return len(rows)


def of_child(*, actor: Actor, child_id: UUID) -> list[Photo]:
    """The photographs of a child that this officer may see, newest first (without their bytes)."""
    rows = gate.visible(actor, Photo).filter(child_id=child_id).order_by("-added_at")
    return list(rows.defer("small", "large", "original"))


def picture(*, actor: Actor, photo_id: UUID, size: str) -> bytes:
    """The picture itself; each look is in the audit."""
    photo = gate.get(actor, "child.identity", Photo, photo_id)
    sealed = gate.visible(ENGINE, Vault).get(child_id=photo.child_id)
    return vault.unlock_bytes(sealed, photo.large if size == "large" else photo.small)
