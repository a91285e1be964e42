"""Calls to 1098: written down, handed to the district, hung on the right child."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matching import names
from vatsalya.matching.queries import Candidate, search
from vatsalya.matters import actions as matters
from vatsalya.matters import links, numbers, shares
from vatsalya.matters.models import Matter
from vatsalya.missing import barring, leads, match, sheet
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers
from vatsalya.people import persons, vault
from vatsalya.people.models import Child
from vatsalya.people.rules import can_be_one

from .models import Call


@transaction.atomic
def record(*, actor: Actor, at: datetime, answers: dict[str, Any]) -> Matter:
    """Write a call down; the district's helpline unit has it at once. Nobody's number is shown on."""
    if not gate.may(actor, "helpline.record"):
        raise Forbidden("gate.not_allowed", "helpline.record")
    office, district = offices.by_no(actor.office_no), int(answers["place"]["district"])
    unit = offices.in_district("chl", district)
    shared = [unit.no] if unit else []
    child = sheet.new_child(answers, on=ist_date(at), unit_no=office.no, realm="helpline", shared=shared)
    vault.put(child, sheet.identity(answers), at=at)
    triage = {"red": ("D-ACCEPT-RED", "D-SEEN"), "amber": ("D-ACCEPT-AMBER",)}
    matter = matters.open_matter(
        actor=actor,
        at=at,
        kind="helpline",
        office=office,
        child=child,
        district_code=district,
        share_with=tuple((number, "district") for number in shared),
        opening=matters.Opening(name="record", starts=triage.get(answers["triage"], ())),
    )
    _write(matter, answers, at=at)
    papers.sign("helpline", matter=matter, actor=actor, at=at, answers=answers)
    if unit:
        notices.tell(to_no=unit.no, code="helpline.received", matter_id=matter.pk, number=matter.number, at=at)
    match.again(matter, at=at, source="helpline")
    return matter


def _write(matter: Matter, answers: dict[str, Any], *, at: datetime) -> None:
    Call.objects.create(
        matter=matter,
        called_at=at,
        caller_kind=answers["caller_kind"],
        need=answers["need"],
        triage=answers["triage"],
        state_code=int(answers["place"]["state"]),
        district_code=int(answers["place"]["district"]),
        told=vault.lock_for_server({"told": answers["told"]}),
    )


def candidates(*, actor: Actor, matter: Matter, at: datetime) -> list[Candidate]:
    """Children whom the call may be about, masked: number and the office to ask, nothing else."""
    with session.engine():
        child = gate.visible(ENGINE, Child).get(pk=matter.child_id)
        known = vault.read_for_engine(child.pk)
        call = gate.visible(ENGINE, Call).get(pk=matter.pk)
        record = sheet.record(
            side="helpline",
            matter=matter,
            child=child,
            known=known,
            event_on=ist_date(call.called_at),
            district_code=call.district_code,
        )
        found = search(actor=actor, record=record, at=at, limit=5)
        return [hit.masked() for hit in found if hit.band != "weak"]


@transaction.atomic
def hang_on(*, actor: Actor, matter_id: UUID, number: str, at: datetime, sure: bool = False) -> Matter:
    """Hang a call on a child that is known already, by the number of the report or case.

    The number alone opens nothing: the child must be a likely one, or one of the call's own district. A number that
    does not exist and one that does not fit get the same answer, so that nobody can try numbers out. A child of another
    name is hung only when the operator is `sure`: callers mishear, and know children by their names at home.
    """
    call = matters.see(actor, matter_id, act="helpline.link", lock=True)
    with session.engine():
        if links.of_kind(call, "same_child_call"):
            raise Refused(Refusal("helpline.already_linked"))
        told = numbers.asked(number)
        other = gate.visible(ENGINE, Matter).filter(number=told, kind__in=("missing", "cncp")).first()
        if other is None or other.child_id is None or not _may_be(call, other, actor=actor, at=at):
            raise Refused(Refusal("helpline.no_such_number"))
        if not sure and not _one_name(call, other):
            raise Refused(Refusal("helpline.other_name", field="number"))
        person = gate.visible(ENGINE, Child).get(pk=other.child_id).person_id
        own = gate.visible(ENGINE, Child).get(pk=call.child_id).person_id
        persons.join(keep=person, gone=own, ground="call", about=call.pk, at=at)
        links.join(call, other, kind="same_child_call", at=at)
        barring.by_file(call, actor=actor, at=at)
        matters.move(call, "link_child", actor=actor, at=at, record={"number": other.number})
        _note(call, other, "link_call", at=at)
        shares.share(call, number=other.unit_no, ground="same_child", at=at)
        notices.tell(to_no=other.unit_no, code="helpline.linked", matter_id=other.pk, number=other.number, at=at)
    return call


@transaction.atomic
def take_off(*, actor: Actor, matter_id: UUID, at: datetime) -> Matter:
    """A call hung on the wrong child is taken off; both files show that it was, and the other office is told."""
    call = matters.see(actor, matter_id, act="helpline.link", lock=True)
    with session.engine():
        joined = links.of_kind(call, "same_child_call")
        if not joined:
            raise Refused(Refusal("helpline.not_linked"))
        other = gate.visible(ENGINE, Matter).get(pk=joined[0].other)
        links.part(call.pk, other.pk, kind="same_child_call", at=at)
        persons.part(about=call.pk, at=at)
        matters.move(call, "unlink_child", actor=actor, at=at, record={"number": other.number})
        _note(call, other, "unlink_call", at=at)
        shares.end(call, number=other.unit_no, ground="same_child", at=at)
        notices.tell(to_no=other.unit_no, code="helpline.unlinked", matter_id=other.pk, number=other.number, at=at)
    return call


def _note(call: Matter, other: Matter, name: str, *, at: datetime) -> None:
    """The child's own file says which call hangs on the child and whom to ask; what was said, and by whom, stays."""
    record = {"call": call.number, "ask": call.unit_no}
    matters.move(other, name, actor=machine("helpline"), at=at, record=record)


def _one_name(call: Matter, other: Matter) -> bool:
    """True unless both files name the child and the names have nothing in common."""
    told, known = (_names(matter) for matter in (call, other))
    return not told or not known or any(names.alike(one, two) for one in told for two in known)


def _names(matter: Matter) -> list[str]:
    """The names in a file that tell one child from another."""
    given = vault.read_for_engine(matter.child_id).get("names") or []
    return [one["text"] for one in given if names.first(one.get("text"))]


def _may_be(call: Matter, other: Matter, *, actor: Actor, at: datetime) -> bool:
    """True when the call may be about this child: looked for in the call's district and not another child, or alike."""
    told, known = (gate.visible(ENGINE, Child).get(pk=matter.child_id) for matter in (call, other))
    births = [(told.birth_from, told.birth_to), (known.birth_from, known.birth_to)]
    if not can_be_one((told.sex, known.sex), births):
        return False
    if other.district_code == call.district_code and other.closed_at is None:
        return True
    return other.pk in {hit.entry_id for hit in candidates(actor=actor, matter=call, at=at)}


@transaction.atomic
def tell_lead(*, actor: Actor, matter_id: UUID, question_id: UUID, code: str, note: str, at: datetime) -> None:
    """Answer what the police ask about a call that may be about their missing child."""
    call = matters.see(actor, matter_id, act="helpline.link", lock=True)
    leads.tell(call, question_id=question_id, actor=actor, code=code, note=note, at=at)


@transaction.atomic
def close(*, actor: Actor, matter_id: UUID, disposition: str, at: datetime) -> None:
    """End a helpline case with its disposition."""
    matter = matters.see(actor, matter_id, act="helpline.link", lock=True)
    matters.move(matter, "close", actor=actor, at=at, disposition=disposition, record={"disposition": disposition})


#: Steps on the ground that need no more than a word: the team, the child, aid, the stay.
STEPS = ("accept", "go_out", "see_child", "give_aid", "produce", "place", "follow_up")
#: Whom a case is told to: kinds of offices of the call's own district.
WHOM = ("cwc", "sjpu")


@transaction.atomic
def step(*, actor: Actor, matter_id: UUID, name: str, note: str, at: datetime) -> None:
    """Take a helpline case one step further: accept it (the clock of acceptance ends), send the team, see the child."""
    call = matters.see(actor, matter_id, act="helpline.step", lock=True)
    matters.move(call, name, actor=actor, at=at, reason=note.strip())


@transaction.atomic
def inform(*, actor: Actor, matter_id: UUID, whom: str, note: str, at: datetime) -> None:
    """Tell the Committee or the police of the call's district: the office gets a notice with the call's number."""
    call = matters.see(actor, matter_id, act="helpline.step", lock=True)
    if whom not in WHOM:
        raise Refused(Refusal("helpline.whom"))
    office = offices.in_district(whom, call.district_code)
    if office is None:
        raise Refused(Refusal("helpline.no_office"))
    matters.move(call, "inform", actor=actor, at=at, reason=note.strip(), record={"to": office.no})
    notices.tell(to_no=office.no, code="helpline.informed", matter_id=None, number=call.number, at=at)
