"""The clean slate (s.24): destruction ordered, acknowledged by every holder, carried out by destroying the key."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matching import actions as matching
from vatsalya.matters import actions as matters
from vatsalya.matters import shares
from vatsalya.matters.models import Matter, Move
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office
from vatsalya.people import vault

from . import queries, steps
from .models import BoardCase, Certificate, Charge, Custody, Holder


@transaction.atomic
def order_destruction(*, actor: Actor, matter_id: UUID, at: datetime) -> Move:
    """The Board orders the record destroyed; police and every home that held a copy are told to destroy it."""
    matter, made = steps.take(actor=actor, matter_id=matter_id, at=at, name="order_destruction")
    with session.engine():
        for office in _held(matter):
            Holder.objects.create(
                case=matter.pk, number=matter.number, office=office, asked_at=at, unit_no=office.no, realm="ccl"
            )
            notices.tell(to_no=office.no, code="ccl.destroy_copy", matter_id=None, number=matter.number, at=at)
    return made


def _held(matter: Matter) -> list[Office]:
    """The station that wrote the child down, and each home where the child stayed."""
    homes = gate.visible(ENGINE, Custody).filter(matter=matter).select_related("home").order_by("ordered_at")
    found = {queries.facts_of(matter).station_id: queries.facts_of(matter).station}
    for one in homes:
        found[one.home_id] = one.home
    return list(found.values())


@transaction.atomic
def acknowledge(*, actor: Actor, holder_id: UUID, at: datetime) -> Holder:
    """An office says that its registers, files and back-ups hold nothing of this case any more."""
    found = gate.get(actor, "ccl.acknowledge", Holder, holder_id, lock=True)
    if found.done_at is not None:
        raise Refused(Refusal("twice"))
    found.done_at, found.done_by_id = at, actor.posting_id
    found.save(update_fields=["done_at", "done_by"])
    with session.engine():
        matter = gate.visible(ENGINE, Matter).get(pk=found.case)
        matters.move(matter, "acknowledge", actor=actor, at=at)
        notices.tell(
            to_no=matter.unit_no, code="ccl.acknowledged", matter_id=matter.pk, number=matter.number, at=at,
            facts={"from_no": offices.by_no(actor.office_no).no},
        )  # fmt: skip
    return found


@transaction.atomic
def destroy(*, actor: Actor, matter_id: UUID, at: datetime) -> Certificate:
    """Carry the order out: the child's key is destroyed, what is left are a number, days and figures.

    With the key go names, papers, photographs and every reason that was written, in all copies and back-ups of the
    database; sections and the day of the offence are struck from the row.
    """
    matter = matters.see(actor, matter_id, act="ccl.destroy", lock=True)
    matters.move(matter, "destroy", actor=actor, at=at)
    with session.engine():
        asked = queries.holders_of(matter.pk)
        vault.destroy_key(matter.child_id, at=at)
        if matter.child_id:
            matching.erase(matter.child_id)
        _strike(matter)
        shares.end_all(matter, at=at)
        made = Certificate.objects.create(
            number=matter.number,
            board=matter.office,
            ordered_at=min(one.asked_at for one in asked),
            destroyed_at=at,
            holders=len(asked),
            signed_by_id=actor.posting_id,
        )
        with connection.cursor() as cursor:  # last: what was written just now goes too
            cursor.execute("SELECT ccl_erase_audit(%s::uuid)", [str(matter.pk)])
    return made


def _strike(matter: Matter) -> None:
    """What could tell of which offence: sections and day go, class and year stay for the figures."""
    gate.visible(ENGINE, Charge).filter(matter=matter).update(sections=[])
    case = queries.facts_of(matter)
    gate.visible(ENGINE, BoardCase).filter(pk=matter.pk).update(
        offence_on=case.offence_on.replace(month=1, day=1), codes=[], bail="", probation_officer=None
    )


@transaction.atomic
def retain(*, actor: Actor, matter_id: UUID, at: datetime, order_no: str, order_on: object) -> Move:
    """s.19(1)(i): the Children's Court keeps the record; here nobody else is let in any more."""
    matter = matters.see(actor, matter_id, act="ccl.destroy", lock=True)
    made = matters.move(matter, "retain_record", actor=actor, at=at, order_no=order_no, order_on=order_on)
    steps.note(matter, made, order_no)
    shares.end_all(matter, at=at)
    steps.change(matter, held_at=at)
    return made
