"""What police do about a missing child: register, add, link the FIR, trace, close."""

import hashlib
import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import clocks
from vatsalya.matters.models import Matter, Move
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers
from vatsalya.people import photos, vault
from vatsalya.people.models import Vault
from vatsalya.people.rules import age_agrees

from . import ahtu, barring, childhood, fir, grown, last_seen, match, sheet
from .models import MissingReport
from .wanted import complete

#: Channels that a door of the portal writes itself: no answer makes or unmakes them.
BY_DOOR = ("citizen", "api")


def phone_key(phone: str) -> bytes:
    """A telephone number as it is looked up: keyed, last ten digits, never stored in clear."""
    digits = "".join(c for c in phone if c.isdigit())[-10:]
    return hmac.new(settings.VATSALYA_MATCH_KEY, b"phone:" + digits.encode(), hashlib.sha256).digest()


def check(answers: dict[str, Any], *, at: datetime, new: bool = False) -> None:
    """Refuse what cannot be: seen or born in the future, seen before born, an age that denies the date of birth.

    A `new` report is about somebody who was a child when last seen.
    """
    refusals = []
    if sheet.as_instant(answers["last_seen_at"]) > at:
        refusals.append(Refusal("date.future", field="last_seen_at"))
    born, (age, _basis) = sheet.as_date(answers.get("birth_date")), sheet.age_of(answers)
    if born and born > ist_date(at):
        refusals.append(Refusal("date.future", field="birth_date"))
    if age is not None and not age_agrees(born=born, age=age, on=sheet.last_seen_on(answers)):
        refusals.append(Refusal("age.against_birth_date", field="birth_date"))
    refusals += last_seen.wrong(answers, at=at)
    refusals += childhood.wrong_of_missing(answers, at=at) + childhood.name_slip(answers) if new else []
    refusals += fir.wrong_in(answers, at=at)
    if refusals:
        raise Refused(*refusals)


@transaction.atomic
def register(
    *, actor: Actor, at: datetime, answers: dict[str, Any], photo: Any = None, channel: str = "walk_in"
) -> Matter:
    """Register a missing child at any police station, wherever the child was last seen (zero FIR).

    Nodal officers of district and State have it at once; the search runs in the same act.
    """
    if not gate.may(actor, "missing.register"):
        raise Forbidden("gate.not_allowed", "missing.register")
    check(answers, at=at, new=True)
    office = offices.by_no(actor.office_no)
    child = sheet.new_child(answers, on=sheet.last_seen_on(answers), unit_no=office.no, realm="missing", shared=[])
    known = sheet.identity(answers)
    vault.put(child, known, at=at)
    matter = matters.open_matter(
        actor=actor,
        at=at,
        kind="missing",
        office=office,
        child=child,
        district_code=office.district_id or 0,
        opening=matters.Opening(name="register"),
    )
    write_report(matter, answers, at=at, channel=channel)
    with session.engine():
        clocks.count_from(matter, ahtu.MONTHS, since=sheet.as_instant(answers["last_seen_at"]))
    if photo is not None:
        _add_photo(matter, photo, actor=actor, at=at)
    papers.sign("missing", matter=matter, actor=actor, at=at, answers=answers)
    barring.by_answers(matter, answers, actor=actor, at=at)
    fir.from_answers(matter, answers, actor=actor, at=at)
    complete(matter, answers, actor=actor, at=at)
    _tell_nodal_officers(matter, at=at)
    _tell_reporter(matter, answers, at=at)
    match.run(matter=matter, side="missing", known=known, event_on=_event_day(matter), at=at)
    grown.at_once(matter, at=at)
    return matter


def _add_photo(matter: Matter, photo: Any, *, actor: Actor, at: datetime) -> None:
    """A photograph of the family's; it ends the day's limit for one."""
    photos.add(actor=actor, child_id=matter.child_id, photo=photo, given_by="family", at=at)
    matters.move(matter, "add_photo", actor=actor, at=at)


def _event_day(matter: Matter) -> Any:
    return ist_date(gate.visible(ENGINE, MissingReport).get(pk=matter.pk).last_seen_at)


def write_report(matter: Matter, answers: dict[str, Any], *, at: datetime, channel: str) -> MissingReport:
    """The report's own row."""
    place = answers["last_seen_place"]
    return MissingReport.objects.create(
        matter=matter,
        channel=_channel(answers, came_by=channel),
        reported_at=at,
        last_seen_at=sheet.as_instant(answers["last_seen_at"]),
        last_seen_state=int(place["state"]),
        last_seen_district=int(place["district"]),
        reporter_phone_hmac=phone_key(answers["reporter_phone"]),
        reporter_language=answers.get("reporter_language") or "hi",
        circumstance=answers.get("circumstance") or "",
    )


def _channel(answers: dict[str, Any], *, came_by: str) -> str:
    """How the report came in, as the officer says it; what came by the portal or by a system stays so."""
    told = answers.get("channel") or came_by
    return came_by if came_by in BY_DOOR or told in BY_DOOR else told


def _tell_nodal_officers(matter: Matter, *, at: datetime) -> None:
    """The same moment: both nodal officers have it before them (Supreme Court, October 2025)."""
    for office in (
        offices.in_district("nodal", matter.district_code),
        offices.in_state("state_nodal", matter.state_code),
        offices.in_district("sjpu", matter.district_code),
    ):
        if office:
            notices.tell(to_no=office.no, code="missing.registered", matter_id=matter.pk, number=matter.number, at=at)


def _tell_reporter(matter: Matter, answers: dict[str, Any], *, at: datetime) -> None:
    with override(answers.get("reporter_language") or "hi"):
        body = _("Your report is registered. Number %(number)s. Follow it at %(url)s with this number and a code.") % {
            "number": matter.number,
            "url": f"{settings.BASE_URL}/track/",
        }
    notices.text(phone=answers["reporter_phone"], template="missing.registered", body=body, at=at)


@transaction.atomic
def add_details(
    *, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any], version: int, photo: Any = None
) -> Matter:
    """Add or correct what is known; refuses when somebody else changed the report meanwhile."""
    matter = matters.see(actor, matter_id, act="missing.update", lock=True)
    report = gate.visible(ENGINE, MissingReport).select_for_update().get(pk=matter.pk)
    if report.version != version:
        raise Refused(Refusal("stale"))
    check(answers, at=at)
    known = sheet.identity(answers)
    vault.change(actor, matter.child_id, known, at=at)
    _update_child(matter, answers)
    _update_report(report, answers)
    if photo is not None:
        _add_photo(matter, photo, actor=actor, at=at)
    papers.sign(
        "missing",
        matter=matter,
        actor=actor,
        at=at,
        answers=answers,
        supersedes=papers.newest(matter, "missing"),
    )
    barring.by_answers(matter, answers, actor=actor, at=at)
    fir.from_answers(matter, answers, actor=actor, at=at)
    complete(matter, answers, actor=actor, at=at)
    match.run(matter=matter, side="missing", known=known, event_on=ist_date(report.last_seen_at), at=at)
    return matter


def _update_child(matter: Matter, answers: dict[str, Any]) -> None:
    child = matter.child
    assert child is not None
    facts = sheet.described(answers, on=sheet.last_seen_on(answers))
    for name, value in facts.items():
        setattr(child, name, value)
    child.save(update_fields=list(facts))


def _update_report(report: MissingReport, answers: dict[str, Any]) -> None:
    place = answers["last_seen_place"]
    report.last_seen_at = sheet.as_instant(answers["last_seen_at"])
    report.last_seen_state, report.last_seen_district = int(place["state"]), int(place["district"])
    report.circumstance = answers.get("circumstance") or ""
    report.channel = _channel(answers, came_by=report.channel)
    report.reporter_phone_hmac = phone_key(answers["reporter_phone"])  # the family follows with the number that stands
    report.version += 1
    report.save()


@transaction.atomic
def link_fir(
    *, actor: Actor, matter_id: UUID, at: datetime, fir_no: str, fir_on: Any, sections: str = "", zero: bool = False
) -> Move:
    """Write the number of the FIR; it may come later than the report, once, and stops its clock."""
    matter = matters.see(actor, matter_id, act="missing.link_fir", lock=True)
    report = gate.visible(ENGINE, MissingReport).select_for_update().get(pk=matter.pk)
    told = fir.Fir(no=fir_no, on=sheet.as_date(fir_on), sections=fir.tidy(sections), zero=zero)
    wrong = fir.wrong(told, at=at, not_before=ist_date(report.last_seen_at))
    if report.fir_no:
        wrong.append(Refusal("fir.already", fir=report.fir_no))
    if wrong:
        raise Refused(*wrong)
    return fir.write(matter, told, actor=actor, at=at)


@transaction.atomic
def correct_sections(*, actor: Actor, matter_id: UUID, at: datetime, sections: str, reason: str) -> Move:
    """Sections that were written wrongly: what the FIR says, with the reason; a bar that they set stays."""
    matter = matters.see(actor, matter_id, act="missing.link_fir", lock=True)
    report = gate.visible(ENGINE, MissingReport).select_for_update().get(pk=matter.pk)
    if not report.fir_no:
        raise Refused(Refusal("fir.none_yet"))
    if wrong := fir.wrong_sections(sections):
        raise Refused(*wrong)
    report.fir_sections = fir.tidy(sections)
    report.save(update_fields=["fir_sections"])
    barring.by_sections(matter, report.fir_sections, actor=actor, at=at)
    return matters.move(matter, "correct_sections", actor=actor, at=at, reason=reason[:500], why=reason)


@transaction.atomic
def acknowledge(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """A nodal officer has it before them and says so; the first time stands."""
    matter = matters.see(actor, matter_id, act="nodal.acknowledge", lock=True)
    report = gate.visible(ENGINE, MissingReport).select_for_update().get(pk=matter.pk)
    column = "acknowledged_state_at" if actor.role == "state_nodal" else "acknowledged_district_at"
    if getattr(report, column) is None:
        setattr(report, column, at)
        report.save(update_fields=[column])
        matters.move(matter, "acknowledge", actor=actor, at=at)


def mark_traced(matter: Matter, *, at: datetime) -> None:
    """Stop counting the child among the missing, at this instant."""
    gate.visible(ENGINE, MissingReport).filter(pk=matter.pk, traced_at=None).update(traced_at=at)


def key_of(matter: Matter) -> Vault:
    """The sealed identity row of the report's child (for the engine's own acts)."""
    return gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
