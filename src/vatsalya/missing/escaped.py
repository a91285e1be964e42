"""A child left a home: the standing missing report is opened again, or one is drafted at the police station.

The sheet in the draft is the police's own (realm missing), hung on the same anchor as the home's: one child, two
sheets, as everywhere between the two walls. It carries what a missing report asks and nothing else of the care file.
"""

from datetime import datetime
from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, ist_date
from vatsalya.matching import actions as engine
from vatsalya.matters import actions as matters
from vatsalya.matters import links
from vatsalya.matters.models import Matter
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office
from vatsalya.papers import actions as papers
from vatsalya.people import photos, rules, vault
from vatsalya.people.models import Child
from vatsalya.placements.movement import Gone

from . import actions, diary, match, sheet
from .models import MissingReport, Withheld
from .wanted import complete

#: Answers of the admission form that are the home's and not a missing report's.
NOT_FOR_POLICE = ("home_says", "belongings", "words_said", "clothes")


def answers_of(child: Child, known: dict[str, Any], gone: Gone) -> dict[str, Any]:
    """A missing report as the home can fill it: who the child is, last seen where and when, who reports."""
    asked = {field.key for field in law().newest_form("missing").fields}
    names = {"full": "name", "called": "called", "alias": "alias"}
    told = {names[one["kind"]]: one["text"] for one in reversed(known.get("names") or []) if one["kind"] in names}
    kept = {key: value for key, value in known.items() if key in asked and not key.startswith("reporter_")}
    age = rules.years_later(age=child.age_value, on=child.age_on, now=ist_date(gone.at)) or child.age_value
    home = gone.home
    found = {key: value for key, value in kept.items() if key not in NOT_FOR_POLICE} | told
    found |= {
        "name": told.get("name") or told.get("called") or "नाम ज्ञात नहीं",
        "sex": child.sex,
        "age": {"value": age, "basis": child.age_basis},
        "languages": list(child.languages),
        "disability": child.disability,
        "last_seen_at": gone.at.astimezone(IST).isoformat(),
        "last_seen_place": {"state": home.state_id, "district": home.district_id},
        "last_seen_text": home.name_hi or home.name_en,
        "reporter_name": gone.by_name,
        "reporter_relation": "institution",
        "reporter_phone": gone.phone,
        "reporter_language": "hi",
        "circumstance": "institution",
        "clothes": gone.told.get("clothes") or "",
        "channel": "home",
    }
    return {key: value for key, value in found.items() if key in asked and value not in ("", None, [])}


def draft(case: Matter, gone: Gone, *, by: Actor, at: datetime) -> Matter | None:
    """Draft the report at the station of the place; call it inside `session.engine()`."""
    station = offices.by_no(gone.station_no) if gone.station_no else None
    if station is None or case.child is None:
        return None
    known = vault.read_for_engine(case.child_id)
    answers = answers_of(case.child, known, gone)
    child = _sheet(case.child, answers, station, gone)
    vault.put(child, sheet.identity(answers), at=at)
    copied = photos.copy(of=case.child.pk, to=child.pk, given_by="home", at=at)
    report = matters.open_matter(
        actor=by,
        at=at,
        kind="missing",
        office=station,
        child=child,
        district_code=station.district_id or 0,
        opening=matters.Opening(name="draft_from_home", state="DRAFT"),
    )
    actions.write_report(report, answers, at=at, channel="home")
    if copied:
        matters.move(report, "add_photo", actor=machine("follow"), at=at)
    papers.sign("missing", matter=report, actor=by, at=at, answers=answers)
    _join(report, case, answers, at=at)
    return report


def _sheet(of: Child, answers: dict[str, Any], station: Office, gone: Gone) -> Child:
    """The police's sheet of the same child: on the same anchor."""
    described = sheet.described(answers, on=ist_date(gone.at))
    described |= {"birth_from": of.birth_from, "birth_to": of.birth_to}
    return Child.objects.create(
        person_id=of.person_id, unit_no=station.no, realm="missing", shared_with=[], **described
    )


def _join(report: Matter, case: Matter, answers: dict[str, Any], *, at: datetime) -> None:
    """The report knows whose child it is: it is never compared with its own case, and told to those who look."""
    links.join(report, case, kind="same_child", at=at)
    engine.withdraw(case.pk)
    held = gate.visible(ENGINE, Withheld).filter(matter=case, to_at=None).first()
    if held is not None:  # what the Committee kept out of the comparison stays out
        Withheld.objects.create(matter=report, reason=held.reason, from_at=at, from_by_id=held.from_by_id)
        return
    complete(report, answers, actor=machine("follow"), at=at)
    known = sheet.identity(answers)
    match.run(matter=report, side="missing", known=known, event_on=sheet.last_seen_on(answers), at=at)


def open_again(report: Matter, gone: Gone, *, by: Actor, at: datetime) -> None:
    """The child of a standing report left the home: last seen there, looked for again by the same station."""
    rows = gate.visible(ENGINE, MissingReport).filter(pk=report.pk)
    rows.update(traced_at=None, outcome="", last_seen_at=gone.at, last_seen_state=gone.home.state_id,
                last_seen_district=gone.home.district_id)  # fmt: skip
    words = f"{gone.home.name_hi} / {gone.home.name_en}: {gone.at.astimezone(IST):%d-%m-%Y %H:%M}"
    if report.state in law().machine("missing").moves["reopen"].from_:
        matters.move(report, "reopen", actor=machine("follow"), at=at, why="left the home again")
    note = ", ".join([words, gone.told.get("clothes") or "", gone.phone, gone.by_name])
    diary.line(report, "reopened", note, actor=by, at=at)


def tell(report: Matter, *, at: datetime) -> None:
    """The station and both nodal officers have it before them at once."""
    notices.tell(to_no=report.unit_no, code="missing.from_home", matter_id=report.pk, number=report.number, at=at)
    for kind, found in (
        ("nodal", offices.in_district("nodal", report.district_code)),
        ("state_nodal", offices.in_state("state_nodal", report.state_code)),
    ):
        if found is not None:
            notices.tell(to_no=found.no, code="missing.registered", matter_id=report.pk, number=report.number, at=at,
                         facts={"kind": kind})  # fmt: skip


def found_again(report: Matter, *, home: Office, at: datetime) -> None:
    """The child is back in the home: the report is traced, and its station ends it in its own way."""
    if report.state not in law().machine("missing").moves["trace"].from_:
        return
    rows = gate.visible(ENGINE, MissingReport).filter(pk=report.pk)
    rows.update(found_state=home.state_id, found_by="home")
    matters.move(report, "trace", actor=machine("follow"), at=at)
    actions.mark_traced(report, at=at)
