"""A boy of seventeen in a serious case: the words that the police write, and short ways to act as each post."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.ccl import police
from vatsalya.ccl.models import BoardCase
from vatsalya.ccl.police import Report, Said
from vatsalya.law.load import law
from vatsalya.matters.models import Matter
from vatsalya.sittings import actions as sittings

NIGHT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)  # 23:30 in India
MORNING = NIGHT + timedelta(hours=12)
CHECKS = tuple(law().codes("apprehension_checks"))
SECRET = "Zkalpitbalak"


def told(**changes: Any) -> Report:
    """A boy of seventeen, robbery alleged, taken in charge for his own safety."""
    facts: dict[str, Any] = {
        "apprehended": True,
        "name": SECRET,
        "sex": "boy",
        "age": 17,
        "offence_on": date(2026, 3, 1),
        "sections": (Said("BNS", "309(4)"),),
        "circumstances": "A telephone was taken on the road.",
        "taken_at": NIGHT - timedelta(hours=1),
        "journey_minutes": 60,
        "best_interest": "A crowd threatens the boy at home.",
        "checks": CHECKS,
    }
    return Report(**facts | changes)


def report(land: Any, **changes: Any) -> Matter:
    """The station at Nashik writes the boy down."""
    return police.report(actor=land.bind("nashik.ps"), at=NIGHT, told=told(**changes))


def produced(land: Any, **changes: Any) -> UUID:
    """The boy is before the Board in the morning."""
    matter = report(land, **changes)
    police.produce(actor=land.bind("nashik.ps"), matter_id=matter.pk, at=MORNING)
    return matter.pk


def sit(land: Any, at: datetime, members: tuple[str, ...] = ("nashik.jjb", "nashik.jjb.1")) -> None:
    """The Board sits."""
    opened = sittings.open_sitting(actor=land.bind(members[0]), at=at)
    for name in members[1:]:
        sittings.attend(actor=land.bind(name), sitting_id=opened.pk, at=at)
    land.bind(members[0])


def rise(land: Any, at: datetime) -> None:
    """The Board rises."""
    actor = land.bind("nashik.jjb")
    from vatsalya.sittings import queries

    found = queries.running(actor.office_no, at)
    if found is not None:
        sittings.close_sitting(actor=actor, sitting_id=found.pk, at=at)


def row(pk: UUID) -> tuple[Matter, BoardCase]:
    """The case as it stands, seen by the machine."""
    session.bind(machine("test"))
    return Matter.unscoped.get(pk=pk), BoardCase.unscoped.get(pk=pk)


NEXT = (MORNING + timedelta(days=14)).date()


def form_3(**changes: Any) -> dict[str, Any]:
    """Home to the mother."""
    return {
        "carer_name": "Zmata", "carer_as": "parent", "carer_address": "Ward 5", "period_from": "2026-03-03",
        "period_to": "2026-09-01", "reason": "The mother keeps him", "next_date": NEXT,
    } | changes  # fmt: skip


def form_4(land: Any, home: str = "oh", **changes: Any) -> dict[str, Any]:
    """To a home of the Board."""
    kind = {"oh": "observation_home", "special": "special_home", "safety": "place_of_safety"}.get(home, "other")
    return {
        "home": str(land.offices[f"nashik.{home}"].pk), "home_kind": kind, "period_from": "2026-03-03",
        "period_to": NEXT, "next_date": NEXT, "bail_refused": ["danger"], "reason": "The crowd still waits there.",
    } | changes  # fmt: skip


FORM_5 = {"addressee_as": "probation_officer", "due_on": "2026-03-16"}
FORM_6 = {"visited_on": "2026-03-03", "visited_place": "Ward 5", "met": "Mother", "recommendation": "School"}


def form_42(land: Any, home: str = "oh") -> dict[str, Any]:
    """One night."""
    return {
        "home": str(land.offices[f"nashik.{home}"].pk), "cwpo_name": "Officer", "station": "PS", "reason": "night",
        "time_in": NIGHT.isoformat(), "time_out_due": MORNING.isoformat(),
    }  # fmt: skip
