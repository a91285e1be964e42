"""A found child is admitted: the care case opens, and the search among the missing runs in the same act.

It stands here because the search does: the care package below knows nothing of missing reports.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.cncp import actions as care
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers
from vatsalya.people import vault
from vatsalya.people.models import Child, Vault

from . import childhood, match, sheet
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
    if too_old := childhood.wrong_of_found(answers, at=at):
        raise Refused(*too_old)
    home = offices.by_no(actor.office_no)
    with session.engine():
        child = sheet.new_child(answers, on=ist_date(at), unit_no=home.no, realm="cncp", shared=[home.no])
    told = facts(answers)
    if not answers.get("received_at"):
        raise Refused(Refusal("form.required", field="received_at"))
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


def version(matter_id: UUID, *, actor: Actor) -> int:
    """Which state of the child's particulars a form is opened on."""
    matter = matters.see(actor, matter_id, act="cncp.describe")
    return gate.visible(actor, Vault).get(child_id=matter.child_id).version


@transaction.atomic
def add_details(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any], opened: int) -> Matter:
    """A child in care tells more, or something was wrong: Form 17 anew, and the missing are searched again.

    When and by whom the child was received does not change here: those are facts of the first form.
    """
    case = matters.see(actor, matter_id, act="cncp.describe", lock=True)
    if gate.visible(actor, Vault).get(child_id=case.child_id).version != opened:
        raise Refused(Refusal("stale"))
    with session.engine():
        facts_now = sheet.described(answers, on=ist_date(at))
        gate.visible(ENGINE, Child).filter(pk=case.child_id).update(**facts_now)
        vault.change(actor, case.child_id, sheet.identity(answers), at=at)
        stands = papers.newest(case, "17")
        papers.sign("17", matter=case, actor=actor, at=at, answers=answers, supersedes=stands)
    match.again(case, at=at)
    return case
