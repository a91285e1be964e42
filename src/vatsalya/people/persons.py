"""Hanging sheets of one child on one anchor, and parting them again; nothing is deleted, a row supersedes."""

from datetime import datetime
from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE

from .models import Child, Join


def join(*, keep: UUID, gone: UUID, ground: str, about: UUID, at: datetime) -> Join | None:
    """All sheets of one anchor move to the other; call it inside `session.engine()`.

    None when both hang on one anchor already.
    """
    if keep == gone:
        return None
    moved = list(gate.visible(ENGINE, Child).filter(person_id=gone).order_by("pk").values_list("pk", flat=True))
    gate.visible(ENGINE, Child).filter(pk__in=moved).update(person_id=keep)
    return Join.objects.create(
        keep_id=keep, gone_id=gone, sheets=moved, ground=ground, about=about, at=at, unit_no=0, realm="match"
    )


def part(*, about: UUID, at: datetime) -> Join | None:
    """Sheets that a decision moved go back to the anchor they came from; call it inside `session.engine()`."""
    joined = gate.visible(ENGINE, Join).filter(about=about, parts=None, parted_by=None).order_by("-at", "-pk").first()
    if joined is None:
        return None
    back = gate.visible(ENGINE, Child).filter(pk__in=joined.sheets, person_id=joined.keep_id)
    moved = list(back.order_by("pk").values_list("pk", flat=True))
    gate.visible(ENGINE, Child).filter(pk__in=moved).update(person_id=joined.gone_id)
    return Join.objects.create(
        keep_id=joined.gone_id,
        gone_id=joined.keep_id,
        sheets=moved,
        ground="part",
        about=about,
        at=at,
        parts=joined,
        unit_no=0,
        realm="match",
    )
