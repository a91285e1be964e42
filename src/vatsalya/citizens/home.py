"""My child is home: the family says it in one tap, the police confirm or deny; only the police move the report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.missing.actions import mark_traced
from vatsalya.missing.guards import must_be_produced
from vatsalya.missing.models import MissingReport
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices

from . import answering
from .models import CitizenReport, HomeSaid

CONFIRMED, DENIED = "confirmed", "denied"


@transaction.atomic
def say(*, matter_id: str, at: datetime) -> bool:
    """The family says it of its own report; twice is once. False when the report has ended already."""
    with session.engine():
        rows = gate.visible(ENGINE, Matter).filter(pk=matter_id, closed_at=None)
        matter = rows.filter(kind__in=("missing", "citizen")).first()
        if matter is None or not about_a_missing_child(matter):
            return False
        _said, new = gate.visible(ENGINE, HomeSaid).get_or_create(
            matter=matter, answered_at=None, defaults={"said_at": at}
        )
        nodal = offices.in_district("nodal", matter.district_code)
        for number in (matter.unit_no, *([nodal.no] if nodal else [])) if new else ():
            notices.tell(to_no=number, code="citizen.home_said", matter_id=matter.pk, number=matter.number, at=at)
    return True


def about_a_missing_child(matter: Matter) -> bool:
    """True for a missing report that still looks for the child, and for a citizen's report of one."""
    if matter.kind == "missing":
        return matter.state not in ("RESTORED", "FOUND_DEAD")
    return gate.visible(ENGINE, CitizenReport).filter(pk=matter.pk, what="missing").exists()


def waits(matter_id: str) -> bool:
    """True while the police have not answered what the family said."""
    return gate.visible(ENGINE, HomeSaid).filter(matter_id=matter_id, answered_at=None).exists()


def may_say(matter_id: str) -> dict[str, bool]:
    """For a family's page: is the button there, or does the word wait for the police?"""
    with session.engine():
        matter = gate.visible(ENGINE, Matter).filter(pk=matter_id, closed_at=None).first()
        waiting = waits(matter_id)
        may = matter is not None and not waiting and about_a_missing_child(matter)
    return {"may_say_home": may, "home_waits": waiting}


@transaction.atomic
def answer(*, actor: Actor, said_id: UUID, confirmed: bool, reason: str, at: datetime) -> HomeSaid:
    """The station went and looked: the child is home, or it is not, with the reason."""
    said = gate.get(actor, "citizen.answer", HomeSaid, said_id, lock=True, related=("matter__office",))
    if said.answered_at is not None:
        raise Refused(Refusal("twice"))
    if not confirmed and len(reason.split()) < 3:
        raise Refused(Refusal("citizen.reason_needed"))
    said.answer, said.reason = CONFIRMED if confirmed else DENIED, reason.strip()
    said.answered_at, said.answered_by = at, actor.posting_id
    said.save()
    if confirmed:
        _end(said.matter, actor=actor, at=at)
    return said


def _end(matter: Matter, *, actor: Actor, at: datetime) -> None:
    if matter.kind == "citizen":
        answering.close(actor=actor, matter_id=matter.pk, outcome="came_home", at=at)
        return
    if not gate.may(actor, "missing.update", matter):
        raise Forbidden("gate.not_allowed", "missing.update", "matters_matter", matter.pk)
    if must_be_produced(matter):  # the family took the child from the station: the Committee sees it all the same
        raise Refused(Refusal("missing.produced_first"))
    gate.visible(ENGINE, MissingReport).filter(pk=matter.pk, outcome="").update(outcome="came_back")
    for step in ("drop_match", "trace", "restore"):
        matter.refresh_from_db(fields=["state"])
        if matters.may_move(actor, matter, step):
            matters.move(matter, step, actor=actor, at=at)
    mark_traced(matter, at=at)
