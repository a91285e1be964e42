"""A family's report ends without a search: one officer asks with a reason, another confirms, the family may object."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.people import vault
from vatsalya.people.models import Vault

from . import answering
from .models import CitizenReport

FAMILY = machine("family")
ASKED, CLOSED = "END_ASKED", "CLOSED"
#: A report that goes on under a number of its own; there the family says what it has to say.
GOES_ON = "accepted"


@transaction.atomic
def ask(*, actor: Actor, matter_id: UUID, outcome: str, reason: str, at: datetime) -> None:
    """The station asks to end the report of a missing child; until a second officer confirms nothing ends."""
    matter = matters.see(actor, matter_id, act="citizen.answer", lock=True)
    answering.acknowledge(matter, at=at)
    facts: dict[str, Any] = {"outcome": outcome, "reason_words": reason}
    matters.move(matter, "propose_end", actor=actor, at=at, record={"outcome": outcome}, **facts)
    gate.visible(ENGINE, CitizenReport).filter(pk=matter.pk).update(
        end_outcome=outcome,
        end_reason=answering.sealed_words(matter, reason),
        end_asked_by=actor.account_id,
        end_asked_at=at,
        end_confirmed_by=None,
    )
    with session.engine():
        answering.tell_reporters(matter, "end_asked", at=at)


@transaction.atomic
def answer(*, actor: Actor, matter_id: UUID, agrees: bool, at: datetime) -> None:
    """A second officer confirms, and the report ends; or refuses, and the station goes on looking."""
    matter = matters.see(actor, matter_id, act="citizen.end", lock=True)
    if matter.state != ASKED:
        raise Refused(Refusal("citizen.end_not_asked"))
    report = gate.visible(ENGINE, CitizenReport).get(pk=matter.pk)
    if actor.account_id in (None, report.end_asked_by):
        raise Refused(Refusal("citizen.ended_by_two"))
    if not agrees:
        matters.move(matter, "refuse_end", actor=actor, at=at)
        return
    answering.finish(matter, actor=actor, outcome=report.end_outcome, reason=reason_of(report), at=at)
    gate.visible(ENGINE, CitizenReport).filter(pk=matter.pk).update(end_confirmed_by=actor.account_id)


def reason_of(report: CitizenReport) -> str:
    """Why a report ended or should end (the caller passed the gate)."""
    if report.end_reason is None:
        return ""
    kept = gate.visible(ENGINE, Vault).get(child_id=report.matter.child_id)
    return str(vault.unlock(kept.child_id, kept.key, report.end_reason).get("reason", ""))


def may_object(matter: Matter, report: CitizenReport) -> bool:
    """True when the family may say "still missing": the end is asked for, or the report ended without a search."""
    return report.what == "missing" and matter.state in (ASKED, CLOSED) and report.outcome != GOES_ON


@transaction.atomic
def object_(*, matter_id: str, at: datetime) -> bool:
    """My child is still missing: the report is before the station and the nodal officer again. Twice is once."""
    with session.engine():
        rows = gate.visible(ENGINE, Matter).filter(pk=matter_id, kind="citizen").select_for_update(of=("self",))
        matter = rows.first()
        report = gate.visible(ENGINE, CitizenReport).filter(pk=matter_id).first()
        if matter is None or report is None or not may_object(matter, report):
            return False
        matters.move(matter, "still_missing", actor=FAMILY, at=at)
        gate.visible(ENGINE, CitizenReport).filter(pk=matter.pk).update(
            outcome="", answered_at=None, end_outcome="", end_asked_by=None, end_asked_at=None, end_confirmed_by=None
        )
        if report.danger:
            matters.move(matter, "raise_alarm", actor=FAMILY, at=at)
    return True
