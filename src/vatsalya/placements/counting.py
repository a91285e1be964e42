"""The evening head count: who is there must be who the register says; one a day, signed by the person in charge."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office

from .models import HeadCount, Placement
from .rules import HOMES

#: Where a child is under the home's own roof in the evening.
PRESENT = ("ADMITTED", "TRANSFER_ORDERED", "DISCHARGE_ORDERED")


def hours(on: date) -> tuple[time, time]:
    """From when an evening's count can be signed, and until when it is in time."""
    first, last = (int(law().option(None, f"headcount.{name}", on)) for name in ("from_hour", "until_hour"))
    return time(first), time(last)


def due_at(on: date) -> datetime:
    """The instant at which the count of a day is due."""
    return datetime.combine(on, hours(on)[1], IST)


def of_day(*, home_nos: list[int], on: date) -> dict[int, HeadCount]:
    """The signed counts of a day by the homes' numbers."""
    rows = HeadCount.objects.filter(home__no__in=home_nos, on=on).select_related("posting__account", "home")
    return {row.home.no: row for row in rows}


def latest(*, home_no: int, most: int = 7) -> list[HeadCount]:
    """The last counts of a home, newest first."""
    rows = HeadCount.objects.filter(home__no=home_no).select_related("posting__account")
    return list(rows.order_by("-on")[:most])


def not_signed(*, homes: list[Office], at: datetime) -> list[Office]:
    """Homes whose count of today is due and not signed."""
    on = ist_date(at)
    if at < due_at(on):
        return []
    signed = of_day(home_nos=[home.no for home in homes], on=on)
    return [home for home in homes if home.no not in signed]


def not_signed_in(*, district_code: int, at: datetime) -> list[Office]:
    """The same for all homes of a district, in one question to the database."""
    on = ist_date(at)
    if at < due_at(on):
        return []
    rows = Office.objects.filter(kind__in=HOMES, district_id=district_code, valid_to=None)
    return list(rows.exclude(pk__in=HeadCount.objects.filter(on=on).values("home")).order_by("kind", "name_en"))


def expected(*, actor: Actor, lock: bool = False) -> tuple[list[Placement], list[Placement]]:
    """Who is to be in the home now by the register, and who is away."""
    rows = gate.visible(actor, Placement).filter(
        home__no=actor.office_no, discharged_at=None, admitted_at__isnull=False
    )
    rows = rows.select_related("matter", "child").order_by("admitted_at", "pk")
    found = list(rows.select_for_update(of=("self",)) if lock else rows)
    return [p for p in found if p.matter.state in PRESENT], [p for p in found if p.matter.state not in PRESENT]


@transaction.atomic
def sign(*, actor: Actor, at: datetime, seen: set[UUID]) -> HeadCount:
    """Sign the evening's count: every child the register has in the home was seen, and nobody else.

    A child who was not seen, or one who is there though the register says away, is a movement to be written first.
    """
    if not gate.may(actor, "headcount.sign"):
        raise Forbidden("gate.not_allowed", "headcount.sign")
    on, home = ist_date(at), offices.by_no(actor.office_no)
    first, _last = hours(on)
    here, away = expected(actor=actor, lock=True)
    refusals: list[Refusal] = []
    if at.astimezone(IST).time() < first:
        refusals.append(Refusal("headcount.too_early", hour=f"{first:%H:%M}"))
    if HeadCount.objects.filter(home=home, on=on).exists():
        refusals.append(Refusal("headcount.signed"))
    if seen != {p.pk for p in here}:
        refusals.append(Refusal("headcount.differs", counted=len(seen), register=len(here)))
    if refusals:
        raise Refused(*refusals)
    facts: dict[str, Any] = {"present": len(here), "away": len(away), "late": at > due_at(on)}
    try:
        with transaction.atomic():
            return HeadCount.objects.create(home=home, on=on, signed_at=at, posting_id=actor.posting_id, **facts)
    except IntegrityError:
        raise Refused(Refusal("headcount.signed")) from None
