"""A found child is admitted: the care case opens, and the search among the missing runs in the same act.

It stands here because the search does: the care package below knows nothing of missing reports.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from vatsalya.access import session
from vatsalya.access.actor import Actor
from vatsalya.cncp import actions as care
from vatsalya.lib.clock import ist_date
from vatsalya.matters.models import Matter
from vatsalya.offices import queries as offices

from . import sheet
from .follow import search_for_found


def facts(answers: dict[str, Any]) -> dict[str, Any]:
    """What of Form 17 becomes a fact that clocks and figures need."""
    place = answers.get("found_place") or {}
    return {
        "found_at": sheet.as_instant(answers["found_at"]),
        "charge_at": sheet.as_instant(answers["charge_at"]),
        "journey_minutes": int(answers.get("journey_minutes") or 0),
        "found_state": place.get("state"),
        "found_district": place.get("district"),
        "brought_by": answers["producer_kind"],
        "grounds": list(answers.get("grounds") or []),
    }


@transaction.atomic
def admit(*, actor: Actor, at: datetime, answers: dict[str, Any], photo: Any = None) -> Matter:
    """Admit a found child by Form 17; every open missing report of India is searched at once."""
    home = offices.by_no(actor.office_no)
    with session.engine():
        child = sheet.new_child(answers, on=ist_date(at), unit_no=home.no, realm="cncp", shared=[home.no])
    told = facts(answers)
    case = care.take_in_charge(
        actor=actor,
        at=at,
        child=child,
        identity=sheet.identity(answers),
        answers=answers,
        facts=told,
        received_at=sheet.as_instant(answers["received_at"]) if answers.get("received_at") else None,
        photo=photo,
    )
    search_for_found(case, at=at, found_on=told["found_at"])
    return case
