"""The police have the child: production report, Committee or Board on duty, 24 hours, the care case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.cncp.models import CareCase
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Link, Matter
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office
from vatsalya.papers import actions as papers
from vatsalya.people import photos, rules, vault
from vatsalya.people.models import Child, Person

from . import barring, fir, sheet
from .ending import stop_searching
from .guards import FEWEST_WORDS
from .models import MissingReport, Recovery

#: Nothing is an offence that a child does who is younger (s.20 BNS, before it s.82 IPC).
OFFENCE_FROM = 7


@dataclass(frozen=True)
class Charge:
    """A child in the hands of the police: found, since when with them, how long the journey, who brings the child."""

    found_at: datetime
    charge_at: datetime
    journey_minutes: int
    state: int | None
    district: int | None
    brought_by: str

    def times(self) -> dict[str, Any]:
        """What is checked before a case opens."""
        return {"found_at": self.found_at, "charge_at": self.charge_at, "journey_minutes": self.journey_minutes}


@transaction.atomic
def recover(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any]) -> Recovery:
    """Write that the police have a missing child, sign the production report, tell the Committee or Board on duty."""
    matter = matters.see(actor, matter_id, act="missing.recover", lock=True)
    report = gate.visible(ENGINE, MissingReport).get(pk=matter.pk)
    since, place = sheet.as_instant(answers["recovered_at"]), answers["found_place"]
    kind = answers["produce_before"]
    _check(since, report, at, board=_not_for_the_board(matter, answers, since) if kind == "jjb" else [])
    office = offices.in_district(kind, int(place["district"]))
    if office is None:
        raise Refused(Refusal("recovery.no_office"))
    made = _write(matter, answers, since, office)
    matters.move(
        matter, "recover", actor=actor, at=at, recovery=made, clock_from=since, journey_minutes=made.journey_minutes
    )
    papers.sign("recovery", matter=matter, actor=actor, at=at, answers=answers)
    barring.by_recovery(matter, answers, actor=actor, at=at)
    gate.visible(ENGINE, MissingReport).filter(pk=matter.pk).update(
        traced_at=at, found_state=made.found_state, found_by=made.found_by
    )
    stop_searching(matter)
    notices.tell(to_no=office.no, code="missing.produced", matter_id=None, number=matter.number, at=at)
    return made


def _not_for_the_board(matter: Matter, answers: dict[str, Any], since: datetime) -> list[Refusal]:
    """The Board hears a child of seven or more of whom an offence is alleged, and nobody else."""
    years = _years(matter, since)
    if years is not None and years < OFFENCE_FROM:
        return [Refusal("recovery.jjb_under_seven", field="produce_before")]
    told = str(answers.get("alleged") or "")
    if len(told.split()) < FEWEST_WORDS:
        return [Refusal("recovery.jjb_reason", field="alleged")]
    return [] if fir.names_sections(told) else [Refusal("recovery.jjb_sections", field="alleged")]


def _years(matter: Matter, since: datetime) -> int | None:
    """How old the child is on that day, by the date of birth or else by the age that was told."""
    child, on = matter.child, ist_date(since)
    assert child is not None
    with session.engine():
        born = sheet.as_date(vault.read_for_engine(child.pk).get("birth_date"))
    if born or child.age_value is None:
        return rules.age_at(born=born, on=on)
    return int(child.age_value) + (rules.age_at(born=child.age_on, on=on) or 0)


def _check(since: datetime, report: MissingReport, at: datetime, *, board: list[Refusal]) -> None:
    refusals = list(board)
    if since > at:
        refusals.append(Refusal("date.future", field="recovered_at"))
    if since < report.last_seen_at:
        refusals.append(Refusal("recovery.before_lost", field="recovered_at"))
    if refusals:
        raise Refused(*refusals)


def _write(matter: Matter, answers: dict[str, Any], since: datetime, office: Office) -> Recovery:
    """The facts of a recovery that clocks and figures need; one unfinished recovery at a time."""
    told = answers.get("trafficked")
    gate.visible(ENGINE, Recovery).filter(matter=matter, produced_at=None).update(produced_at=since)
    return Recovery.objects.create(
        matter=matter,
        recovered_at=since,
        journey_minutes=int(answers.get("journey_minutes") or 0),
        found_state=int(answers["found_place"]["state"]),
        found_district=int(answers["found_place"]["district"]),
        found_by=answers["found_by"],
        condition=answers["condition"],
        trafficked=None if told in (None, "") else told in ("yes", True),
        produce_before=answers["produce_before"],
        office_no=office.no,
    )


def recovery_of(*, actor: Actor, matter_id: UUID) -> Recovery | None:
    """The latest recovery of a report."""
    return gate.visible(actor, Recovery).filter(matter_id=matter_id).order_by("-pk").first()


@transaction.atomic
def produce(*, actor: Actor, matter_id: UUID, at: datetime) -> Recovery:
    """The child stands before the Committee or Board; before the Committee the care case opens by Form 17."""
    matter = matters.see(actor, matter_id, act="missing.recover", lock=True)
    found = gate.visible(actor, Recovery).select_for_update().filter(matter=matter).order_by("-pk").first()
    if found is None or matter.state != "RECOVERED":
        raise Refused(Refusal("missing.recovery_written"))
    if found.produced_at is not None:
        raise Refused(Refusal("recovery.produced"))
    matters.move(matter, "produce" if found.produce_before == "cwc" else "produce_jjb", actor=actor, at=at)
    found.produced_at = at
    found.save(update_fields=["produced_at"])
    if found.produce_before == "cwc":
        _open_care(matter, found, actor=actor, at=at)
    return found


def _open_care(matter: Matter, found: Recovery, *, actor: Actor, at: datetime) -> None:
    """The Committee's case of a child whom the police looked for; both files hang on one person."""
    known = vault.read(actor, matter.child_id)
    missing_child = matter.child
    assert missing_child is not None
    charge = Charge(
        found_at=found.recovered_at,
        charge_at=found.recovered_at,
        journey_minutes=found.journey_minutes,
        state=found.found_state,
        district=found.found_district,
        brought_by="police",
    )
    answers = _form_17(matter, found, known, at=at)
    with session.engine():
        committee = offices.by_no(found.office_no)
        child = _sheet(missing_child, committee)
        case = open_case(actor=actor, at=at, child=child, known=known, charge=charge, office=committee, answers=answers)
        matters.move(case, "produce", actor=actor, at=at)
        gate.visible(ENGINE, CareCase).filter(pk=case.pk).update(produced_at=at)
        for one, two in ((matter, case), (case, matter)):
            Link.objects.create(matter=one, other=two.pk, kind="same_child", at=at)


def _sheet(child: Child, committee: Office) -> Child:
    """A sheet of the same person in the realm of care."""
    facts = {
        name: getattr(child, name)
        for name in (
            "sex", "age_value", "age_basis", "age_on", "birth_from", "birth_to", "languages", "disability", "person_id",
        )
    }  # fmt: skip
    return Child.objects.create(unit_no=committee.no, realm="cncp", shared_with=[], **facts)


def _form_17(matter: Matter, found: Recovery, known: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """What of Form 17 is known from the missing report and the production report."""
    child = matter.child
    assert child is not None
    names = known.get("names") or []
    station = offices.by_no(matter.unit_no)
    answers = {
        "name": names[0]["text"] if names else "",
        "sex": child.sex,
        "age": {"value": _age_now(child, at), "basis": child.age_basis},
        "languages": list(child.languages),
        "found_at": found.recovered_at.isoformat(),
        "found_place": {"state": found.found_state, "district": found.found_district},
        "charge_at": found.recovered_at.isoformat(),
        "journey_minutes": found.journey_minutes,
        "received_at": at.isoformat(),
        "producer_kind": "police",
        "producer_office": station.name_en,
    }
    kept = {key: known[key] for key in ("father", "mother", "guardian", "home_place", "marks") if known.get(key)}
    return answers | kept


def _age_now(child: Child, at: datetime) -> float | None:
    """What was told is the age when last seen; the Committee is told the age of today."""
    return rules.years_later(age=child.age_value, on=child.age_on, now=ist_date(at)) or child.age_value


def open_case(
    *,
    actor: Actor,
    at: datetime,
    child: Child,
    known: dict[str, Any],
    charge: Charge,
    office: Office,
    answers: dict[str, Any],
    photo: Any = None,
) -> Matter:
    """The Committee's care case for a child in the hands of the police (call it inside `session.engine()`)."""
    vault.put(child, known, at=at)
    opening = matters.Opening(
        name="report", starts=("T1", "T3"), clock_from=charge.charge_at, journey_minutes=charge.journey_minutes
    )
    case = matters.open_matter(
        actor=actor,
        at=at,
        kind="cncp",
        office=office,
        child=child,
        district_code=office.district_id or 0,
        opening=opening,
    )
    CareCase.objects.create(
        matter=case,
        found_at=charge.found_at,
        charge_at=charge.charge_at,
        journey_minutes=charge.journey_minutes,
        found_state=charge.state,
        found_district=charge.district,
        brought_by=charge.brought_by,
        grounds=list(answers.get("grounds") or []),
    )
    if photo is not None:
        photos.add(actor=actor, child_id=child.pk, photo=photo, given_by="police", at=at)
    papers.sign("17", matter=case, actor=actor, at=at, answers=answers)
    return case


def new_person_sheet(answers: dict[str, Any], *, on: Any, office: Office) -> Child:
    """A sheet in the realm of care for a found child whom the portal does not know."""
    return Child.objects.create(
        person=Person.objects.create(),
        unit_no=office.no,
        realm="cncp",
        shared_with=[],
        **sheet.described(answers, on=on),
    )
