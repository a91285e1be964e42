"""The movement register of a home: leave, hospital, a hearing, back again, left without leave, death."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.count import due
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import clocks, shares
from vatsalya.matters.models import Matter, Move
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office, Posting
from vatsalya.people import vault
from vatsalya.people.models import Vault
from vatsalya.places import queries as places

from . import actions as stays
from . import rules
from .models import Movement, Placement

#: What the register calls a line -> the move that it is.
MOVES = {"leave": "go_on_leave", "hospital": "go_to_hospital", "hearing": "go_to_court"}
AWAY = tuple(MOVES)


@dataclass(frozen=True)
class Line:
    """What is written down: when, what only those with the case read, and what a permission says."""

    at: datetime
    told: dict[str, Any]
    back_by: datetime | None = None
    permission: dict[str, Any] | None = None


def seal(matter: Matter, told: dict[str, Any]) -> bytes:
    """Names and reasons, sealed under the child's own key."""
    with session.engine():
        sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    return vault.lock(sealed.child_id, bytes(sealed.key or b""), told)


def last_instant(matter: Matter) -> datetime:
    """Before this nothing can be written: the admission, or the last line of the register."""
    with session.engine():
        stay = gate.visible(ENGINE, Placement).get(pk=matter.pk)
        rows = gate.visible(ENGINE, Movement).filter(matter=matter).exclude(kind="inquiry").values_list("at", "back_at")
    told = [instant for row in rows for instant in row if instant]
    return max([stay.admitted_at or matter.opened_at, *told])


def may_be_back_by(matter: Matter, left_at: datetime, journey: timedelta) -> datetime:
    """The last instant of a leave that begins then: seven days and the journey (s.98)."""
    state = places.district(matter.district_code).state.abbr
    rule = law().clock("T54", state=state, on=ist_date(left_at))
    return due(rule, left_at, int(journey.total_seconds() // 60))


def _stay(actor: Actor, matter_id: UUID) -> Matter:
    return matters.see(actor, matter_id, act="placement.step", lock=True)


def write(matter: Matter, kind: str, line: Line, *, actor: Actor, at: datetime) -> Movement:
    """A line of the register."""
    return Movement.objects.create(
        matter=matter,
        kind=kind,
        at=line.at,
        back_by=line.back_by,
        told=seal(matter, line.told),
        written_at=at,
        posting_id=actor.posting_id,
        **(line.permission or {}),
    )


@transaction.atomic
def leave(*, actor: Actor, at: datetime, matter_id: UUID, line: Line, journey: timedelta = timedelta()) -> Move:
    """The child goes on leave that the Committee or Board permitted, with somebody, until a day (s.98)."""
    matter = _stay(actor, matter_id)
    back_by, permission = line.back_by or line.at, line.permission or {}
    wrong = list(rules.wrong_time(line.at, after=last_instant(matter), at=at, field="left_at"))
    if journey > rules.MOST_JOURNEY or journey < timedelta():
        wrong.append(Refusal("movement.journey", field="journey_hours"))
    else:
        last = may_be_back_by(matter, line.at, journey)
        wrong += rules.wrong_leave(
            left_at=line.at, back_by=back_by, last=last, ordered_on=permission.get("ordered_on") or ist_date(line.at)
        )
    if wrong:
        raise Refused(*wrong)
    minutes = int(journey.total_seconds() // 60)
    with session.engine():  # the order named an hour: the clock ends with it, and the move finds it running
        clocks.start(matter, "T54", at=line.at, journey_minutes=minutes, due_at=back_by)
    made = matters.move(matter, "go_on_leave", actor=actor, at=at)
    write(matter, "leave", line, actor=actor, at=at)
    return made


@transaction.atomic
def go(*, actor: Actor, at: datetime, matter_id: UUID, kind: str, line: Line) -> Move:
    """To a hospital, or out for a hearing."""
    matter = _stay(actor, matter_id)
    wrong = list(rules.wrong_time(line.at, after=last_instant(matter), at=at, field="left_at"))
    if line.back_by and line.back_by <= line.at:
        wrong.append(Refusal("movement.back_before_leaving", field="back_by"))
    if wrong:
        raise Refused(*wrong)
    made = matters.move(matter, MOVES[kind], actor=actor, at=at)
    write(matter, kind, line, actor=actor, at=at)
    return made


@transaction.atomic
def back(*, actor: Actor, at: datetime, matter_id: UUID, back_at: datetime) -> Move:
    """The child is in the home again."""
    matter = _stay(actor, matter_id)
    if wrong := list(rules.wrong_time(back_at, after=last_instant(matter), at=at, field="back_at")):
        raise Refused(*wrong)
    made = matters.move(matter, "come_back", actor=actor, at=at, back_at=back_at)
    out = gate.visible(ENGINE, Movement).filter(matter=matter, back_at=None, kind__in=(*AWAY, "escape"))
    newest = out.order_by("-at", "-pk").first()
    if newest is not None:
        newest.back_at = back_at
        newest.save(update_fields=["back_at"])
    return made


@dataclass(frozen=True)
class Gone:
    """What the police need of a child who left: when, where, with what on, and how to reach the home."""

    at: datetime
    home: Office
    station_no: int | None
    phone: str
    by_name: str
    told: dict[str, Any]


@transaction.atomic
def escape(
    *, actor: Actor, at: datetime, matter_id: UUID, line: Line, station_no: int | None = None, phone: str = ""
) -> Move:
    """The child left without leave: police, Committee and District Unit know in the same moment.

    Nobody calls it an offence: the child is missing and is looked for. Case and missing report follow in `follow`.
    """
    matter = _stay(actor, matter_id)
    wrong = list(rules.wrong_time(line.at, after=last_instant(matter), at=at, field="left_at"))
    stay = gate.visible(ENGINE, Placement).select_related("home").get(pk=matter.pk)
    stations = {one.no for one in stations_of(stay.home)}
    if stations and station_no not in stations:
        wrong.append(Refusal("movement.station", field="station"))
    if wrong:
        raise Refused(*wrong)
    write(matter, "escape", line, actor=actor, at=at)
    posting = Posting.objects.select_related("account").get(pk=actor.posting_id)
    name = posting.account.full_name
    gone = Gone(at=line.at, home=stay.home, station_no=station_no, phone=phone, by_name=name, told=line.told)
    record = {"station_no": station_no} if station_no else {}
    return matters.move(matter, "escape", actor=actor, at=at, clock_from=line.at, record=record, gone=gone, by=actor)


def stations_of(home: Office) -> list[Office]:
    """The police stations of the district in which a home lies."""
    return offices.all_in_district(("ps",), home.district_id or 0)


@transaction.atomic
def inquire(*, actor: Actor, at: datetime, matter_id: UUID, note: str) -> Move:
    """The person in charge signs the inquiry within the day: how it could happen, what was done (T71)."""
    matter = _stay(actor, matter_id)
    made = matters.move(matter, "file_inquiry", actor=actor, at=at)
    write(matter, "inquiry", Line(at, {"note": note}), actor=actor, at=at)
    with session.engine():
        stay = gate.visible(ENGINE, Placement).select_related("case", "home").get(pk=matter.pk)
    if stay.discharged_at:
        stays.retire(stay, at=at)
    return made


@transaction.atomic
def depart(*, actor: Actor, at: datetime, matter_id: UUID, line: Line) -> Move:
    """The child leaves for the home that the Committee ordered; that home may now see whom it receives."""
    matter = _stay(actor, matter_id)
    if wrong := list(rules.wrong_time(line.at, after=last_instant(matter), at=at, field="left_at")):
        raise Refused(*wrong)
    made = matters.move(matter, "depart", actor=actor, at=at)
    write(matter, "transfer", line, actor=actor, at=at)
    with session.engine():
        stay = gate.visible(ENGINE, Placement).select_related("case", "to_home").get(pk=matter.pk)
        if stay.to_home is not None:
            shares.share(stay.case, number=stay.to_home.no, ground="receiving", at=at)
    return made


@transaction.atomic
def die(*, actor: Actor, at: datetime, matter_id: UUID, line: Line) -> Move:
    """A child died: Committee, District Unit and juvenile unit know at once; four reports are due in a day (T72)."""
    matter = _stay(actor, matter_id)
    if wrong := list(rules.wrong_time(line.at, after=last_instant(matter), at=at, field="died_at")):
        raise Refused(*wrong)
    made = matters.move(matter, "record_death", actor=actor, at=at, clock_from=line.at)
    write(matter, "death", line, actor=actor, at=at)
    gate.visible(ENGINE, Placement).filter(pk=matter.pk).update(discharged_at=line.at)
    return made


def reported(matter: Matter) -> set[str]:
    """To whom the death was reported so far."""
    rows = gate.visible(ENGINE, Move).filter(matter=matter, name__in=("note_report", "report_death"))
    return {facts.get("to", "") for facts in rows.values_list("facts", flat=True)}


@transaction.atomic
def report(*, actor: Actor, at: datetime, matter_id: UUID, to: str, number: str, told_at: datetime) -> Move:
    """One of the four reports of a death, with number and time; the last one ends the clock, and none twice."""
    matter = _stay(actor, matter_id)
    wrong = list(rules.wrong_time(told_at, after=last_instant(matter), at=at, field="told_at"))
    done = reported(matter)
    if to in done:
        wrong.append(Refusal("movement.reported", field="to"))
    if wrong:
        raise Refused(*wrong)
    name = "report_death" if done | {to} >= set(law().codes("death_reports")) else "note_report"
    made = matters.move(matter, name, actor=actor, at=at, record={"to": to, "number": number[:40]})
    if name == "report_death":
        with session.engine():
            stay = gate.visible(ENGINE, Placement).select_related("case", "home").get(pk=matter.pk)
        stays.retire(stay, at=at)
    return made
