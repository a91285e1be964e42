"""The police stage: apprehension or notice only, family and probation officer told, overnight, before the Board."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.law.offences import LIFE
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import shares
from vatsalya.matters.models import Matter, Move
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office
from vatsalya.papers import actions as papers
from vatsalya.papers.models import Paper
from vatsalya.people import vault
from vatsalya.people.models import Child, Person
from vatsalya.people.rules import birth_years

from . import queries, rules, steps
from .models import BoardCase, Charge

LONGEST_TABLE = 12


@dataclass(frozen=True)
class Said:
    """A section as the officer wrote it; minimum and maximum in months only where the table does not know it."""

    law: str
    section: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Report:
    """What the police write of a child alleged to be in conflict with law."""

    apprehended: bool
    name: str
    sex: str
    age: int
    offence_on: date
    sections: tuple[Said, ...]
    circumstances: str
    born: date | None = None
    father: str = ""
    mother: str = ""
    address: str = ""
    diary_no: str = ""
    taken_at: datetime | None = None
    journey_minutes: int = 0
    best_interest: str = ""
    checks: tuple[str, ...] = field(default=())


def resolve(said: tuple[Said, ...], *, on: date) -> list[dict[str, Any]]:
    """Sections with the term of each: from the table, or as the officer states where the table does not know it."""
    table, found, refusals = law().offences, [], []
    for one in said[:LONGEST_TABLE]:
        code = " ".join(f"{one.law} {one.section}".split())
        known = table.find(code)
        if one.law not in table.laws or not table.in_force(one.law, on):
            refusals.append(Refusal("ccl.law_of_the_day", field="sections", section=code))
        elif known is not None:
            found.append({"code": code, "least": known.least, "most": known.most, "stated": False})
        elif one.least is None or one.most is None or not 0 <= one.least <= one.most <= LIFE:
            refusals.append(Refusal("ccl.section_unknown", field="sections", section=code))
        else:
            found.append({"code": code, "least": one.least, "most": one.most, "stated": True})
    if not said:
        refusals.append(Refusal("ccl.no_section", field="sections"))
    if refusals:
        raise Refused(*refusals)
    return found


def _check(told: Report, at: datetime) -> None:
    """Offence, then charge, then now; the journey is not longer than the time."""
    refusals = []
    taken = told.taken_at or at
    if told.apprehended and told.taken_at is None:
        refusals.append(Refusal("ccl.taken_at", field="taken_at"))
    if taken > at:
        refusals.append(Refusal("date.future", field="taken_at"))
    if told.offence_on > ist_date(min(taken, at)):
        refusals.append(Refusal("ccl.offence_after", field="offence_on"))
    if told.born and told.born > told.offence_on:
        refusals.append(Refusal("ccl.born_after", field="born"))
    if refusals:
        raise Refused(*refusals)


@transaction.atomic
def report(*, actor: Actor, at: datetime, told: Report) -> Matter:
    """Write a child down: taken in charge (24 hours to the Board, s.10) or left at home and called (R.8).

    The file is the station's until the child is produced; it is sealed, so that nobody opens it by area.
    """
    if not gate.may(actor, "ccl.report"):
        raise Forbidden("gate.not_allowed", "ccl.report")
    _check(told, at)
    station = offices.by_no(actor.office_no)
    board = offices.in_district("jjb", station.district_id or 0)
    if board is None:
        raise Refused(Refusal("ccl.no_board"))
    with session.engine():
        matter = _open(told, actor=actor, at=at, station=station, board=board)
        name = "apprehend" if told.apprehended else "notice"
        made = matters.move(
            matter,
            name,
            actor=actor,
            at=at,
            clock_from=told.taken_at if told.apprehended else None,
            journey_minutes=told.journey_minutes if told.apprehended else 0,
            best_interest=told.best_interest,
            checks=told.checks,
        )
        steps.note(matter, made, "\n".join(part for part in (told.circumstances, told.best_interest) if part))
        for officer in queries.officers(matter.district_code, at):
            notices.tell(to_no=-officer.pk, code="ccl.told", matter_id=None, number=matter.number, at=at)
    matter.refresh_from_db()
    return matter


def _open(told: Report, *, actor: Actor, at: datetime, station: Office, board: Office) -> Matter:
    sections = resolve(told.sections, on=told.offence_on)
    child = _sheet(told, station, at)
    matter = matters.open_matter(
        actor=actor,
        at=at,
        kind="ccl",
        office=station,
        child=child,
        district_code=station.district_id or 0,
        share_with=((board.no, "before_board"),),
        opening=matters.Opening(name="report", sealed=True),
    )
    then = rules.age_on(age=told.age, told_on=ist_date(at), born=told.born, on=told.offence_on)
    BoardCase.objects.create(
        matter=matter,
        station=station,
        board=board,
        taken_at=told.taken_at if told.apprehended else None,
        journey_minutes=told.journey_minutes,
        offence_on=told.offence_on,
        age_then=then if then is not None else told.age,
        klass=rules.classed(sections),
    )
    Charge.objects.create(
        matter=matter, sections=sections, klass=rules.classed(sections), at=at, by_id=actor.posting_id
    )
    return matter


def _sheet(told: Report, station: Office, at: datetime) -> Child:
    """A sheet in the Board's own vault; the register of missing and found children is never asked about it."""
    today = ist_date(at)
    low, high = (told.born.year, told.born.year) if told.born else birth_years(age=told.age, basis="told", on=today)
    age = rules.age_on(age=None, told_on=today, born=told.born, on=today) if told.born else told.age
    child = Child.objects.create(
        person=Person.objects.create(),
        unit_no=station.no,
        realm="ccl",
        shared_with=[],
        sealed=True,
        sex=told.sex,
        age_value=age,
        age_basis="document" if told.born else "told",
        age_on=today,
        birth_from=low,
        birth_to=high,
    )
    known = {
        "names": [{"text": told.name, "kind": "full"}],
        "father": told.father,
        "mother": told.mother,
        "birth_date": told.born.isoformat() if told.born else "",
        "home_text": told.address,
        "diary_no": told.diary_no,
    }
    vault.put(child, {key: value for key, value in known.items() if value}, at=at)
    return child


@transaction.atomic
def reclassify(*, actor: Actor, matter_id: UUID, at: datetime, sections: tuple[Said, ...]) -> Charge:
    """Sections were added or fell away: the gravest decides anew, what stood before stays readable."""
    matter = matters.see(actor, matter_id, act="ccl.sections", lock=True)
    found = resolve(sections, on=queries.facts_of(matter).offence_on)
    matters.move(matter, "reclassify", actor=actor, at=at)
    with session.engine():
        made = Charge.objects.create(
            matter=matter, sections=found, klass=rules.classed(found), at=at, by_id=actor.posting_id
        )
        steps.change(matter, klass=made.klass)
        matter.refresh_from_db()
        _further_times(matter, at)
    return made


def _further_times(matter: Matter, at: datetime) -> None:
    """The times that hang on class and age: police papers (R.10(5), (6)) and preliminary assessment (s.14(3))."""
    case = queries.facts_of(matter)
    if case.produced_at is None or matter.state not in law().machine("ccl").moves["await_papers"].from_:
        return
    names = ["await_papers" if case.klass == "heinous" else "await_report"]
    if case.klass == "heinous" and case.age_then >= rules.ASSESSED_FROM and case.assessed_at is None:
        names.append("await_assessment")
    for name in names:
        if matter.clock(law().machine("ccl").moves[name].starts[0]) is None:
            matters.move(matter, name, actor=ENGINE, at=at, clock_from=case.produced_at)


@transaction.atomic
def tell_family(*, actor: Actor, matter_id: UUID, at: datetime, words: str) -> Move:
    """Parents or guardian were told with the Board's address, day and hour; who and how is written down (s.13(1))."""
    matter = matters.see(actor, matter_id, act="ccl.bring", lock=True)
    if len(words.split()) < 3:
        raise Refused(Refusal("ccl.reason_given", field="words"))
    made = matters.move(matter, "tell_family", actor=actor, at=at)
    steps.note(matter, made, words)
    return made


@transaction.atomic
def stay_overnight(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any]) -> Paper:
    """One night in an Observation Home or fit facility (Form 42); the 24 hours run on (R.69D(4))."""
    matter = matters.see(actor, matter_id, act="ccl.bring", lock=True)
    home = steps.home_of(matter, int(answers["home"]), rules.NIGHT)
    made = matters.move(matter, "stay_overnight", actor=actor, at=at, home=home)
    paper = papers.sign("42", matter=matter, actor=actor, at=at, answers=answers, move=made)
    steps.stay(matter, home=home, kind="night", at=at, until_on=ist_date(at + timedelta(days=1)))
    return paper


@transaction.atomic
def produce(*, actor: Actor, matter_id: UUID, at: datetime) -> Move:
    """The child is before the Board or a member: the 24 hours end, the four months begin, the file is the Board's.

    From here on the police see nothing of it.
    """
    act = "ccl.bring" if gate.may(actor, "ccl.bring") else "ccl.receive"
    matter = matters.see(actor, matter_id, act=act, lock=True)
    with session.engine():
        made = matters.move(matter, "produce", actor=actor, at=at)
        board = queries.facts_of(matter).board
        steps.change(matter, produced_at=at, next_on=ist_date(at))
        steps.leave(matter, at=at)
        shares.end_all(matter, at=at)
        matters.transfer_to(matter, office=board, district_code=board.district_id or matter.district_code, at=at)
        _further_times(matter, at)
        notices.tell(to_no=board.no, code="ccl.before_you", matter_id=matter.pk, number=matter.number, at=at)
    return made


def read_sections(text: str) -> tuple[Said, ...]:
    """Sections as typed, one a line; raises Refused with the line that cannot be read."""
    found, wrong = [], []
    for line in (part.strip() for part in text.splitlines() if part.strip()):
        parts = rules.read_section(line)
        if parts is None:
            wrong.append(Refusal("ccl.section_unreadable", field="sections", line=line))
        else:
            found.append(Said(*parts))
    if wrong:
        raise Refused(*wrong)
    return tuple(found)
