"""A child found by a railway post, a station or the SJPU, by Form 17; the Committee's case; handed to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.cncp import actions as care
from vatsalya.cncp.models import CareCase
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Clock, Matter
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office

from . import childhood, duplicates, production, sheet
from .follow import search_for_found
from .models import RailRecord


@dataclass(frozen=True)
class Where:
    """What the railway counts: category, station, train, coach, platform; for all police: to whom and when handed."""

    category: str = ""
    station: str = ""
    train_no: str = ""
    coach: str = ""
    platform: str = ""
    handed_kind: str = ""
    handed_at: datetime | None = None


def _right(actor: Actor, what: str) -> str:
    """The railway's right at its posts, the police's right elsewhere."""
    railway = f"rail.{what}"
    return railway if gate.may(actor, railway) else f"found.{what}"


@transaction.atomic
def found(
    *,
    actor: Actor,
    at: datetime,
    answers: dict[str, Any],
    photo: Any = None,
    warnings: Sequence[duplicates.Warning] = (),
    reason: str = "",
) -> RailRecord:
    """The police write a found child down by Form 17: the Committee has the case, the whole country is searched.

    `warnings` are the likely duplicates that the officer was told of, `reason` why this is another child.
    """
    right = _right(actor, "record")
    if not gate.may(actor, right):
        raise Forbidden("gate.not_allowed", right)
    if too_old := childhood.wrong_of_found(answers, at=at):
        raise Refused(*too_old)
    charge = _charge(answers)
    care.check_times(**charge.times(), at=at)
    post = offices.by_no(actor.office_no)
    committee = _committee(post)
    with session.engine():
        child = production.new_person_sheet(answers, on=ist_date(at), office=committee)
        case = production.open_case(
            actor=actor,
            at=at,
            child=child,
            known=sheet.identity(answers),
            charge=charge,
            office=committee,
            answers=answers,
            photo=photo,
        )
        record = _record(case, post.no, charge, at=at)
    duplicates.remember(case, list(warnings), reason=reason, actor=actor, at=at)
    code = "rail.found" if right == "rail.record" else "police.found"
    notices.tell(to_no=committee.no, code=code, matter_id=case.pk, number=case.number, at=at)
    search_for_found(case, at=at, found_on=charge.found_at)
    return record


def _committee(post: Office) -> Office:
    """The Committee of the district in which the child was found."""
    committee = offices.in_district("cwc", post.district_id or 0)
    if committee is None:
        raise Refused(Refusal("cncp.no_committee"))
    return committee


def _charge(answers: dict[str, Any]) -> production.Charge:
    place = answers.get("found_place") or {}
    return production.Charge(
        found_at=sheet.as_instant(answers["found_at"]),
        charge_at=sheet.as_instant(answers["charge_at"]),
        journey_minutes=int(answers.get("journey_minutes") or 0),
        state=place.get("state"),
        district=place.get("district"),
        brought_by=answers["producer_kind"],
    )


def _record(case: Matter, post_no: int, charge: production.Charge, *, at: datetime) -> RailRecord:
    clock = gate.visible(ENGINE, Clock).filter(matter=case, code="T3").first()
    due = clock.due_at if clock else charge.charge_at + timedelta(hours=24)
    return RailRecord.objects.create(
        case=case.pk,
        number=case.number,
        unit_no=post_no,
        realm="missing",
        district_code=case.district_code,
        state_code=case.state_code,
        found_at=charge.found_at,
        due_at=due,
        written_at=at,
    )


@transaction.atomic
def describe(*, actor: Actor, record_id: UUID, at: datetime, where: Where) -> RailRecord:
    """Write to whom the child was handed, a railway post also station, train and category.

    Handed to the Committee is produced.
    """
    right = _right(actor, "record")
    record = gate.get(actor, right, RailRecord, record_id, lock=True)
    _check(record, where, at, railway=right == "rail.record")
    record.category, record.station, record.train_no = where.category, where.station, where.train_no
    record.coach, record.platform = where.coach, where.platform
    record.handed_kind, record.handed_at = where.handed_kind, where.handed_at
    kind = where.handed_kind
    office = offices.in_district(kind, record.district_code) if kind in ("cwc", "home", "chl", "saa") else None
    record.handed_no = office.no if office else None
    record.save()
    if kind == "cwc" and record.produced_at is None:
        _produce(record, actor=actor, at=at)
    return record


def _check(record: RailRecord, where: Where, at: datetime, *, railway: bool) -> None:
    refusals = []
    counted = where.category in law().codes("rail_categories") if railway else not where.category
    handed = (where.handed_kind in law().codes("handed_to"), where.handed_at is not None)
    if not counted or handed[0] != handed[1]:
        refusals.append(Refusal("rail.code" if railway else "found.handed"))
    if where.handed_at and where.handed_at > at:
        refusals.append(Refusal("date.future"))
    if where.handed_at and where.handed_at < record.found_at:
        refusals.append(Refusal("rail.handed_before_found"))
    if refusals:
        raise Refused(*refusals)


@transaction.atomic
def produce(*, actor: Actor, record_id: UUID, at: datetime) -> RailRecord:
    """The child stands before the Committee: the 24 hours end."""
    record = gate.get(actor, _right(actor, "record"), RailRecord, record_id, lock=True)
    if record.produced_at is not None:
        raise Refused(Refusal("recovery.produced"))
    _produce(record, actor=actor, at=at)
    return record


def _produce(record: RailRecord, *, actor: Actor, at: datetime) -> None:
    with session.engine():
        case = gate.visible(ENGINE, Matter).get(pk=record.case)
        if case.state == "INFO_RECEIVED":  # the Committee may have written the production itself
            matters.move(case, "produce", actor=actor, at=at)
            gate.visible(ENGINE, CareCase).filter(pk=case.pk, produced_at=None).update(produced_at=at)
    record.produced_at = at
    record.save(update_fields=["produced_at"])


def records(*, actor: Actor) -> QuerySet[RailRecord]:
    """The children found by the officer's own office, those not produced first, then the newest."""
    own = gate.visible(actor, RailRecord).filter(unit_no__in=actor.own)
    return own.order_by(F("produced_at").desc(nulls_first=True), "-found_at")


def waiting(*, actor: Actor) -> QuerySet[RailRecord]:
    """The children found by the officer's own office who were not yet before the Committee, the most urgent first."""
    return records(actor=actor).filter(produced_at=None).order_by("due_at")


def read(*, actor: Actor, record_id: UUID) -> RailRecord:
    """One record; logged."""
    return gate.get(actor, _right(actor, "read"), RailRecord, record_id)
