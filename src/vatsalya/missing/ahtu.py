"""The anti trafficking unit: suspicion, hand-over at once or after the months of the law, its file, its updates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import numbers, shares
from vatsalya.matters.models import Clock, Link, Matter, Move
from vatsalya.offices import queries as offices
from vatsalya.people import vault
from vatsalya.people.models import Vault

from . import diary
from .guards import hand_over_not_due
from .models import AhtuFile, MissingReport

#: The clock of the months after which an untraced child goes to the unit; a late report counts from the loss.
MONTHS = "T69"
#: The kind of link between reports that one unit reads together.
LINKED = "same_modus"


def raised(matter: Matter, *, clocks: list[Clock], answers: dict[str, Any]) -> bool:
    """True when the answers on danger name trafficking and no officer has decided yet."""
    decided = matter.state == "WITH_AHTU" or any(clock.code == "T68" for clock in clocks)
    return not decided and "trafficking" in (answers.get("risks") or [])


def is_due(clocks: list[Clock], *, at: datetime) -> bool:
    """True when the hand-over is lawful now: suspected, or the months are over."""
    return not hand_over_not_due(clocks, at=at)


@transaction.atomic
def suspect(*, actor: Actor, matter_id: UUID, at: datetime, reason: str) -> Move:
    """An officer decides, with a reason, that there is cause to suspect trafficking; the hand-over is due at once."""
    matter = matters.see(actor, matter_id, act="ahtu.suspect", lock=True)
    if matter.clock("T68") is not None and gate.visible(ENGINE, MissingReport).get(pk=matter.pk).suspected_at:
        raise Refused(Refusal("twice"))
    made = matters.move(matter, "suspect_trafficking", actor=actor, at=at, why=reason)
    gate.visible(ENGINE, MissingReport).filter(pk=matter.pk).update(suspected_at=at)
    diary.line(matter, "suspicion", reason, actor=actor, at=at)
    return made


@transaction.atomic
def hand_over(*, actor: Actor, matter_id: UUID, at: datetime, reason: str) -> Move:
    """Hand a report to the district's anti trafficking unit; the station stays its owner and goes on helping."""
    matter = matters.see(actor, matter_id, act="ahtu.hand", lock=True)
    unit = offices.in_district("ahtu", matter.district_code)
    if unit is None:
        raise Refused(Refusal("ahtu.no_unit"))
    suspected, months = matter.clock("T68"), matter.clock("T69")
    made = matters.move(matter, "transfer_ahtu", actor=actor, at=at, why=reason)
    due = min(clock.due_at for clock in (suspected, months) if clock is not None)
    facts = {"handed_at": at, "due_at": due, "suspected": suspected is not None}
    gate.visible(ENGINE, AhtuFile).update_or_create(matter=matter, defaults=facts)
    diary.line(matter, "ahtu_handed", reason, actor=actor, at=at)
    shares.share(matter, number=unit.no, ground="ahtu", at=at)
    return made


def files(*, actor: Actor) -> QuerySet[AhtuFile]:
    """The unit's files, the longest without an update first."""
    rows = gate.visible(actor, AhtuFile).select_related("matter__office", "matter__child", "matter__missing_report")
    return rows.order_by("matter__closed_at", "last_update_at", "handed_at")


def file_of(*, actor: Actor, matter_id: UUID) -> tuple[Matter, AhtuFile, str]:
    """The file of one report with its sealed note; logged."""
    matter = matters.see(actor, matter_id, act="ahtu.read")
    file = gate.get(actor, "ahtu.read", AhtuFile, matter_id)
    sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    note = vault.unlock(sealed.child_id, sealed.key, file.note).get("note", "") if file.note else ""
    return matter, file, str(note)


@transaction.atomic
def describe(*, actor: Actor, matter_id: UUID, at: datetime, modus: str, note: str) -> None:
    """Write how the child was taken and who may stand behind it."""
    matter = matters.see(actor, matter_id, act="ahtu.work", lock=True)
    if modus and modus not in law().codes("ahtu_modus"):
        raise Refused(Refusal("effort.unknown"))
    sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    kept = vault.lock(sealed.child_id, bytes(sealed.key or b""), {"note": note})
    gate.visible(actor, AhtuFile).filter(pk=matter.pk).update(modus=modus, note=kept)


@transaction.atomic
def tell_legal_services(*, actor: Actor, matter_id: UUID, at: datetime, text: str) -> Move:
    """The three-monthly report to the District Legal Services Authority; the next is due three months on."""
    matter = matters.see(actor, matter_id, act="ahtu.work", lock=True)
    made = matters.move(matter, "report_to_legal_services", actor=actor, at=at, why=text)
    diary.line(matter, "ahtu_update", text, actor=actor, at=at)
    file = gate.visible(actor, AhtuFile).select_for_update().get(pk=matter.pk)
    file.updates, file.last_update_at = file.updates + 1, at
    file.save(update_fields=["updates", "last_update_at"])
    return made


@transaction.atomic
def link(*, actor: Actor, matter_id: UUID, at: datetime, number: str) -> Matter:
    """Two reports of the unit that belong together, whatever State they are from."""
    matter = matters.see(actor, matter_id, act="ahtu.work", lock=True)
    rows = gate.visible(actor, Matter).filter(kind="missing", number=numbers.asked(number)).exclude(pk=matter.pk)
    other = rows.first()
    if other is None or not gate.may(actor, "ahtu.work", other):
        raise Refused(Refusal("ahtu.no_such_report"))
    for one, two in ((matter, other), (other, matter)):
        gate.visible(actor, Link).get_or_create(matter=one, other=two.pk, kind=LINKED, defaults={"at": at})
    return other


def linked(*, actor: Actor, matter_id: UUID) -> list[Matter]:
    """The reports that the unit reads together with this one."""
    ids = gate.visible(actor, Link).filter(matter_id=matter_id, kind=LINKED).values("other")
    return list(gate.visible(actor, Matter).filter(pk__in=ids).select_related("office"))
