"""Transfer to the home district's Committee (s.95), escort, restoration and what follows it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import shares
from vatsalya.matters.models import Matter, Move, Transfer
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers
from vatsalya.papers.models import Paper
from vatsalya.placements import actions as placements
from vatsalya.plans import actions as plans
from vatsalya.sittings import actions as sittings
from vatsalya.sittings import queries as seats

from . import homecoming, standing
from .actions import _in_sitting
from .models import CareCase


@transaction.atomic
def order_transfer(
    *, actor: Actor, matter_id: UUID, sitting_id: UUID, at: datetime, to_district: int, reason: str
) -> Transfer:
    """Propose to hand the child and the papers to the home district's Committee (s.95)."""
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "transfer.order")
    committee = offices.in_district("cwc", to_district)
    if committee is None or committee.pk == case.office_id:
        raise Refused(Refusal("transfer.no_committee"))
    made = matters.move(case, "order_transfer", actor=actor, at=at, sitting=sitting, reason=reason)
    if stale := open_transfer(case):  # the child had left the home while it was under way
        _end(case, stale, at=at)
    with session.engine():
        transfer = Transfer.objects.create(matter=case, to_office=committee, from_office=case.office, proposed_at=at)
    shares.share(case, number=committee.no, ground="transfer", at=at)
    notices.tell(to_no=committee.no, code="transfer.proposed", matter_id=case.pk, number=case.number, at=at)
    sittings.heard(sitting=sitting, matter=case, move=made)
    return transfer


def open_transfer(case: Matter) -> Transfer | None:
    """The hand-over that is under way on a case."""
    rows = gate.visible(ENGINE, Transfer).filter(matter=case, received_at=None, withdrawn_at=None)
    with session.engine():
        return rows.select_related("to_office", "from_office").first()


def _receiving(actor: Actor, case: Matter) -> Transfer:
    transfer = open_transfer(case)
    if transfer is None or transfer.to_office.no != actor.office_no:
        raise Refused(Refusal("cncp.receiving_committee"))
    return transfer


@transaction.atomic
def agree(*, actor: Actor, matter_id: UUID, at: datetime) -> Move:
    """The home district's Committee, consulted, agrees to take the child; it does not own the case yet."""
    case = matters.see(actor, matter_id, act="transfer.agree", lock=True)
    transfer = _receiving(actor, case)
    made = matters.move(case, "agree_transfer", actor=actor, at=at, transfer=transfer)
    with session.engine():
        gate.visible(ENGINE, Transfer).filter(pk=transfer.pk).update(agreed_at=at)
    notices.tell(to_no=transfer.from_office.no, code="transfer.agreed", matter_id=case.pk, number=case.number, at=at)
    return made


@transaction.atomic
def refuse(*, actor: Actor, matter_id: UUID, at: datetime, reason: str) -> Move:
    """The Committee that was asked does not take the child; the case stands where it stood, and so does its owner."""
    case = matters.see(actor, matter_id, act="transfer.refuse", lock=True)
    return _undone(case, "refuse_transfer", _receiving(actor, case), actor=actor, at=at, reason=reason)


@transaction.atomic
def withdraw(*, actor: Actor, matter_id: UUID, sitting_id: UUID, at: datetime, reason: str) -> Move:
    """The Committee that proposed takes its proposal back, in a sitting, before the child has left."""
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "transfer.order")
    transfer = open_transfer(case)
    if transfer is None:
        raise Refused(Refusal("transfer.not_open"))
    made = _undone(case, "withdraw_transfer", transfer, actor=actor, at=at, reason=reason, sitting=sitting)
    sittings.heard(sitting=sitting, matter=case, move=made)
    return made


def _undone(
    case: Matter, name: str, transfer: Transfer, *, actor: Actor, at: datetime, reason: str, **facts: Any
) -> Move:
    """A hand-over ends without a hand-over, with its reason; both Committees are told."""
    if not reason.strip():
        raise Refused(Refusal("transfer.reason_needed"))
    made = matters.move(case, name, actor=actor, at=at, reason=reason, transfer=transfer, **facts)
    _end(case, transfer, at=at)
    code = "transfer.refused" if name == "refuse_transfer" else "transfer.withdrawn"
    for number, matter_id in ((transfer.from_office.no, case.pk), (transfer.to_office.no, None)):
        notices.tell(to_no=number, code=code, matter_id=matter_id, number=case.number, at=at)
    return made


def _end(case: Matter, transfer: Transfer, *, at: datetime) -> None:
    """The other Committee and the escort have no more to do with the child."""
    with session.engine():
        gate.visible(ENGINE, Transfer).filter(pk=transfer.pk).update(withdrawn_at=at)
        shares.end(case, number=transfer.to_office.no, ground="transfer", at=at)
        shares.end_ground(case, ground="escort", at=at)


@transaction.atomic
def order_escort(
    *,
    actor: Actor,
    matter_id: UUID,
    sitting_id: UUID,
    at: datetime,
    escort_no: int,
    answers: dict[str, Any],
    opened: str | None = None,
) -> Paper:
    """Order the escort (Form 45; within fifteen days); a girl travels with a woman officer (s.95(2)).

    A second order of the same transfer stands in place of the first; one of a transfer taken back is void.
    `opened`: the serial of the order that the page showed as standing.
    """
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "transfer.order")
    transfer = open_transfer(case)
    if transfer is None:
        raise Refused(Refusal("transfer.not_open"))
    stands = standing.replaced_by_next(case, "45")
    standing.check(stands, opened)
    step = "replace_escort" if stands else "order_escort"
    made = matters.move(case, step, actor=actor, at=at, sitting=sitting, transfer=transfer, answers=answers)
    paper = papers.sign(
        "45", matter=case, actor=actor, at=at, answers=answers, move=made, members=seats.names(sitting, at),
        supersedes=stands,
    )  # fmt: skip
    shares.share(case, number=escort_no, ground="escort", at=at)
    code = "escort.replaced" if stands else "escort.ordered"
    notices.tell(to_no=escort_no, code=code, matter_id=case.pk, number=case.number, at=at)
    return paper


@transaction.atomic
def depart(*, actor: Actor, matter_id: UUID, at: datetime) -> Move:
    """The escort takes the child over from the home; the stay there ends with the journey."""
    case = matters.see(actor, matter_id, act="escort.execute", lock=True)
    transfer = open_transfer(case)
    made = matters.move(case, "depart", actor=actor, at=at, transfer=transfer)
    staying = placements.current(case)
    if staying:
        placements.discharge(actor=actor, at=at, placement=staying)
    with session.engine():
        gate.visible(ENGINE, Transfer).filter(pk=transfer.pk if transfer else 0).update(
            departed_at=at, escort_posting_id=actor.posting_id
        )
    return made


@transaction.atomic
def receive(*, actor: Actor, matter_id: UUID, at: datetime) -> Move:
    """The receiving Committee takes child and papers; from this instant it owns the case, and nobody else."""
    case = matters.see(actor, matter_id, act="transfer.receive", lock=True)
    transfer = _receiving(actor, case)
    made = matters.move(case, "receive", actor=actor, at=at, transfer=transfer)
    office = offices.by_no(transfer.to_office.no)
    with session.engine():
        gate.visible(ENGINE, Transfer).filter(pk=transfer.pk).update(received_at=at)
        matters.transfer_to(case, office=office, district_code=office.district_id or 0, at=at)
        shares.end_all(case, at=at)
    plans.pass_on(matter=case, office=offices.in_district("dcpu", case.district_code), at=at)
    notices.tell(to_no=transfer.from_office.no, code="transfer.received", matter_id=None, number=case.number, at=at)
    return made


@transaction.atomic
def order_restoration(
    *,
    actor: Actor,
    matter_id: UUID,
    sitting_id: UUID,
    at: datetime,
    answers: dict[str, Any],
    opened: str | None = None,
) -> Paper:
    """Release and restoration to the family (Form 44), by at least three members (s.40, s.37(1)(b)).

    An order that was not carried out yet is replaced by this one, never edited (s.104).
    `opened`: the serial of the order that the page showed as standing.
    """
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "restoration.order")
    stands = standing.replaced_by_next(case, "44")
    standing.check(stands, opened)
    _check_soon(answers, at)
    effective = {"effective_on": f"{answers['effective_on']}"[:10]}
    step = "replace_restoration" if case.state == "RESTORATION_ORDERED" else "order_restoration"
    made = matters.move(case, step, actor=actor, at=at, sitting=sitting, record=effective)
    paper = papers.sign(
        "44", matter=case, actor=actor, at=at, answers=answers, move=made, members=seats.names(sitting, at),
        supersedes=stands,
    )  # fmt: skip
    unit = offices.in_district("dcpu", case.district_code)
    if unit:
        shares.share(case, number=unit.no, ground="restoration", at=at)
        code = "restoration.replaced" if stands else "restoration.ordered"
        notices.tell(to_no=unit.no, code=code, matter_id=case.pk, number=case.number, at=at)
    sittings.heard(sitting=sitting, matter=case, move=made)
    return paper


@transaction.atomic
def restore(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any]) -> Move:
    """The child is handed to the person named in the order, who signs for it; the visits are put on the calendar."""
    case = matters.see(actor, matter_id, act="restoration.execute", lock=True)
    handed_at = homecoming.check_receipt(case, answers, at=at)
    kept = {"handed_at": handed_at.isoformat(), "identity_seen": True}
    made = matters.move(case, "restore", actor=actor, at=at, record=kept)
    papers.sign("handover", matter=case, actor=actor, at=at, answers=answers, move=made)
    with session.engine():
        gate.visible(ENGINE, CareCase).filter(pk=case.pk).update(restored_at=at)
        staying = placements.current(case)
    if staying:
        placements.discharge(actor=actor, at=at, placement=staying)
    unit = offices.in_district("dcpu", case.district_code)
    if unit is None:
        raise Refused(Refusal("cncp.no_unit"))
    plans.schedule(matter=case, office=unit, at=at)
    case.refresh_from_db()
    return matters.move(case, "begin_follow_up", actor=actor, at=at)


def _check_soon(answers: dict[str, Any], at: datetime) -> None:
    """An order for a day far ahead is a slip of the pen, and would keep the child from home."""
    most = int(law().option(None, "restoration.days", ist_date(at)))
    last = ist_date(at) + timedelta(days=most)
    if date.fromisoformat(f"{answers['effective_on']}"[:10]) > last:
        raise Refused(Refusal("restoration.too_far", field="effective_on", day=f"{last:%d-%m-%Y}"))
