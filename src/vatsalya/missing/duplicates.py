"""Likely duplicates, told before anything is saved: the same engine on one's own side, and the same number.

Whoever has no access to the other file learns only that there is one, and which office to ask.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matching import names
from vatsalya.matching.queries import Candidate, search
from vatsalya.matching.reasons import Reason
from vatsalya.matching.record import Record
from vatsalya.matters.models import Matter
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.people import vault

from . import barring, called, identifiers, kin, sheet
from .actions import phone_key
from .models import MissingReport, Warned

MOST = 3
#: How many of the newest reports by one telephone are looked at.
_BY_PHONE = 20
#: Less likely than not is no reason to stop somebody at a counter.
LIKELY = 0.5
#: A call may be about a child whom a report or a home knows already.
SAME_SIDE = {"missing": ("missing",), "found": ("found",), "helpline": ("helpline",), "sighting": ("sighting",)}


@dataclass(frozen=True)
class Warning:
    """One likely duplicate: whom to ask and what agrees; the file itself for those who may see it."""

    why: str
    office_no: int
    agrees: tuple[str, ...] = ()
    matter_id: UUID | None = None
    number: str = ""
    kind: str = ""
    bits: float = 0.0
    other: UUID | None = field(default=None, repr=False)


def likely(
    record: Record,
    at: datetime,
    *,
    actor: Actor | None = None,
    numbers: Mapping[str, str | None] | None = None,
    same_phone: Iterable[Matter] = (),
) -> list[Warning]:
    """Files of the same side that may be this child; for every door: form, API, import, call, draft."""
    told = numbers or {}
    by_number = [
        (matter, "number", 0.0, ())
        for kind, text in told.items()
        for matter in identifiers.sharing(kind=kind, text=text, office_no=record.office_no)
        if matter.pk != record.matter_id
    ]
    eyes = actor or machine("duplicates")
    hits = search(actor=eyes, record=record, at=at, limit=MOST, against=SAME_SIDE[record.side])
    alike = [(one.matter_id, "alike", one.score_bits, _agrees(one)) for one in hits if one.probability >= LIKELY]
    with session.engine():
        found = {m.pk: m for m in gate.visible(ENGINE, Matter).filter(pk__in=[one[0] for one in alike])}
    by_phone = [(matter, "phone", 0.0, ("name", "phone")) for matter in same_phone]
    seen = [(found[pk], why, bits, parts) for pk, why, bits, parts in alike if pk in found]
    return _warnings([*by_number, *seen, *by_phone], actor)


def _same_phone(answers: dict[str, Any]) -> list[Matter]:
    """Open reports by the same telephone about a child whose name sounds the same, whatever age or day was written.

    A mother has one telephone and several children: another name is another child.
    """
    phone, name = answers.get("reporter_phone"), answers.get("name")
    if not phone or not names.first(name):
        return []
    with session.engine():
        rows = gate.visible(ENGINE, MissingReport).filter(reporter_phone_hmac=phone_key(phone), traced_at=None)
        open_ = [one.matter for one in rows.select_related("matter").order_by("-reported_at")[:_BY_PHONE]]
        return [one for one in open_ if one.closed_at is None and _called_alike(name, one)]


def _called_alike(name: str | None, other: Matter) -> bool:
    known = vault.read_for_engine(other.child_id) if other.child_id else {}
    return any(names.alike(name, one.get("text")) for one in known.get("names", []))


def _take_turns(answers: dict[str, Any], *, office_no: int) -> None:
    """Whoever enters the same name at the same moment waits until the first is saved, and is told of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [called.turn(answers.get("name"), office_no=office_no)])


def _agrees(hit: Candidate) -> tuple[str, ...]:
    return tuple(reason.masked().code for reason in hit.reasons if reason.bits >= 1)


def _warnings(rows: Iterable[tuple[Matter, str, float, tuple[str, ...]]], actor: Actor | None) -> list[Warning]:
    """One warning for each file, the surest first; the file's own number only for those who may open it."""
    made: dict[UUID, Warning] = {}
    for matter, why, bits, agrees in rows:
        if matter.pk in made or matter.sealed:
            continue
        seen = actor is not None and gate.visible(actor, Matter).filter(pk=matter.pk).exists()
        shown: dict[str, Any] = {"matter_id": matter.pk, "number": matter.number, "kind": matter.kind} if seen else {}
        made[matter.pk] = Warning(why, matter.unit_no, agrees, bits=bits, other=matter.pk, **shown)
    return list(made.values())[:MOST]


def of_answers(
    answers: dict[str, Any], *, form: str, office_no: int, at: datetime, actor: Actor | None = None
) -> list[Warning]:
    """The warnings for a form filled in but not saved (missing, 17, helpline).

    From here to the end of this transaction nobody else saves a child of this name.
    """
    _take_turns(answers, office_no=office_no)
    side, when, place = _FORMS[form]
    told = answers.get(when)
    where = answers.get(place) or {}
    district = int(where["district"]) if where.get("district") else offices.by_no(office_no).district_id or 0
    day = ist_date(sheet.as_instant(told) if told else at)
    record = sheet.unsaved(
        answers,
        side=side,
        office_no=office_no,
        event_on=day,
        district_code=district,
        on=day if side == "missing" else ist_date(at),  # a missing child's age is that of the day it was last seen
    )
    same_phone = _same_phone(answers) if form == "missing" else []
    return likely(record, at, actor=actor, numbers={"fir": answers.get("fir_no")}, same_phone=same_phone)


def of_stranger(
    answers: dict[str, Any], *, event_on: date, district_code: int | None, office_no: int, at: datetime, actor: Actor
) -> list[Warning]:
    """The warnings for a person of another registry: whose report this may be. No place is guessed for them."""
    record = sheet.unsaved(
        answers, side="missing", office_no=office_no, event_on=event_on, district_code=district_code, on=ist_date(at)
    )
    return likely(record, at, actor=actor)


#: form -> side, the answer that says when, the answer that says where.
_FORMS = {
    "missing": ("missing", "last_seen_at", "last_seen_place"),
    "17": ("found", "found_at", "found_place"),
    "helpline": ("helpline", "", "place"),
}


def remember(matter: Matter, warnings: list[Warning], *, reason: str, actor: Actor, at: datetime) -> None:
    """Saved in spite of the warning: which files it named, and why this is another child."""
    if not warnings:
        return
    if reason not in law().codes("duplicate_reasons"):
        raise Refused(Refusal("duplicate.reason_needed"))
    with session.engine():
        for one in warnings:
            Warned.objects.create(
                matter=matter,
                other=one.other,
                why=one.why,
                bits=one.bits,
                reason=reason,
                at=at,
                posting_id=actor.posting_id,
            )
        if reason == kin.LOST_AGAIN:
            barring.by_file(matter, actor=actor, at=at)


def agreeing(part: str, lang: str) -> str:
    """What agrees, said without a fact of the other child: name, age, mark on the body."""
    return Reason(part, 0).masked().words(lang)


def ask(warnings: list[Warning], *, actor: Actor, at: datetime) -> list[int]:
    """It may be the same child: the offices that hold the other files are told who asks; returns those offices."""
    asked = []
    for one in warnings:
        if one.matter_id is None and one.other is not None:
            with session.engine():
                other = gate.visible(ENGINE, Matter).get(pk=one.other)
            facts = {"from_no": actor.office_no}
            notices.tell(
                to_no=other.unit_no, code="duplicate.asked", matter_id=other.pk, number=other.number, at=at, facts=facts
            )
            asked.append(other.unit_no)
    return asked
