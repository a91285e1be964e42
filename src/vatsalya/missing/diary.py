"""The diary of efforts: dated lines with a sealed note, for police only; added to, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.people import vault
from vatsalya.people.models import Vault

from .models import Effort, MissingReport, PoliceFile

#: Efforts that the law demands make a step of their own, which stops their clock.
STEPS = {"photo_circulated": "circulate_photo", "dlsa_told": "tell_dlsa"}
#: Lines that other acts write; nobody chooses them by hand.
WRITTEN_BY_ACTS = ("suspicion", "ahtu_handed", "ahtu_update", "end", "reopened", "zero_fir")


@dataclass(frozen=True)
class Line:
    """A line of the diary as police read it."""

    effort: Effort
    note: str
    files: list[PoliceFile]


def choices(lang: str) -> list[tuple[str, str]]:
    """What an officer may enter."""
    return [(code, words[lang]) for code, words in law().codes("efforts").items() if code not in WRITTEN_BY_ACTS]


@transaction.atomic
def write(
    *, actor: Actor, matter_id: UUID, at: datetime, code: str, done_at: datetime, note: str, photo: Any = None
) -> Effort:
    """Enter what was done and when; what the law demands stops its clock."""
    matter = matters.see(actor, matter_id, act="diary.write", lock=True)
    _check(matter, code, done_at, at)
    effort = line(matter, code, note, actor=actor, at=at, done_at=done_at)
    if photo is not None:
        keep(matter, photo, kind="diary", actor=actor, at=at, effort=effort)
    matters.move(matter, STEPS.get(code, "note_effort"), actor=actor, at=at, record={"effort": code})
    return effort


def _check(matter: Matter, code: str, done_at: datetime, at: datetime) -> None:
    refusals = []
    if code not in law().codes("efforts") or code in WRITTEN_BY_ACTS:
        refusals.append(Refusal("effort.unknown"))
    if done_at > at:
        refusals.append(Refusal("date.future"))
    if done_at < gate.visible(ENGINE, MissingReport).get(pk=matter.pk).last_seen_at:
        refusals.append(Refusal("effort.before_lost"))
    if refusals:
        raise Refused(*refusals)


def line(
    matter: Matter, code: str, note: str, *, actor: Actor, at: datetime, done_at: datetime | None = None
) -> Effort:
    """Write a line; its note is sealed under the child's key."""
    sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    return Effort.objects.create(
        matter=matter,
        code=code,
        done_at=done_at or at,
        note=vault.lock(sealed.child_id, bytes(sealed.key or b""), {"note": note}),
        written_at=at,
        posting=actor.posting_id,
    )


def keep(
    matter: Matter, photo: Any, *, kind: str, actor: Actor, at: datetime, effort: Effort | None = None
) -> PoliceFile:
    """Keep a cleaned picture with the report, sealed under the child's key."""
    sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    return PoliceFile.objects.create(
        matter=matter,
        effort=effort,
        kind=kind,
        small=vault.lock_bytes(sealed, photo.small),
        large=vault.lock_bytes(sealed, photo.large),
        original=vault.lock_bytes(sealed, photo.original),
        sha256=photo.sha256_original,
        added_at=at,
        posting=actor.posting_id,
    )


def read(*, actor: Actor, matter_id: UUID) -> tuple[Matter, list[Line]]:
    """The diary of a report, newest first, for police only; logged."""
    matter = matters.see(actor, matter_id, act="diary.read")
    sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    rows = list(gate.visible(actor, Effort).filter(matter=matter).order_by("-done_at", "-pk"))
    files: dict[int | None, list[PoliceFile]] = {}
    for file in gate.visible(actor, PoliceFile).filter(matter=matter).defer("small", "large", "original"):
        files.setdefault(file.effort_id, []).append(file)
    return matter, [Line(row, _note(sealed, row), files.get(row.pk, [])) for row in rows]


def _note(sealed: Vault, row: Effort) -> str:
    return str(vault.unlock(sealed.child_id, sealed.key, row.note).get("note", ""))


def picture(*, actor: Actor, file_id: UUID, size: str) -> bytes:
    """A picture of the diary; each look is in the audit."""
    file = gate.get(actor, "diary.read", PoliceFile, file_id, related=("matter",))
    sealed = gate.visible(ENGINE, Vault).get(child_id=file.matter.child_id)
    return vault.unlock_bytes(sealed, file.large if size == "large" else file.small)
