"""The child comes home: who received it, by which order; and back into care where home was not safe."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.clock import IST, ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matching import names
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter, Move
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.papers.models import Paper
from vatsalya.people import vault
from vatsalya.people.models import Vault
from vatsalya.plans import actions as plans
from vatsalya.sittings import actions as sittings

from . import standing
from .actions import _in_sitting

#: Where a child is when the Committee takes it back: with us, or gone and looked for.
HERE, GONE = "here", "gone"


def order_home(case: Matter) -> Paper | None:
    """The order to go home (Form 44) that stands now and was not carried out."""
    return standing.replaced_by_next(case, "44")


def check_receipt(case: Matter, answers: dict[str, Any], *, at: datetime) -> datetime:
    """When the child was handed over: by the order, to the person that it names, whose identity was seen."""
    handed_at = _moment(answers["handed_at"])
    asked = (_wrong_day(case, handed_at, at), _wrong_person(case, answers))
    if refusals := [one for one in asked if one]:
        raise Refused(*refusals)
    return handed_at


def _moment(told: Any) -> datetime:
    found = told if isinstance(told, datetime) else datetime.fromisoformat(f"{told}")
    return found if found.tzinfo else found.replace(tzinfo=IST)


def _wrong_day(case: Matter, handed_at: datetime, at: datetime) -> Refusal | None:
    """Nobody hands the child over before the order and the day from which it (Form 44) holds, nor tomorrow."""
    if handed_at > at:
        return Refusal("date.future", field="handed_at")
    orders = gate.visible(ENGINE, Move).filter(matter=case, name__in=("order_restoration", "replace_restoration"))
    order = orders.order_by("-at", "-pk").first()
    day = date.fromisoformat(order.facts["effective_on"]) if order and "effective_on" in order.facts else None
    if day and ist_date(handed_at) < day:
        return Refusal("restoration.not_yet", field="handed_at", day=f"{day:%d-%m-%Y}")
    # by the minute, for the boxes ask no seconds
    if order and handed_at < order.at.replace(second=0, microsecond=0):
        return Refusal("restoration.before_order", field="handed_at", day=f"{order.at.astimezone(IST):%d-%m-%Y %H:%M}")
    return None


def _wrong_person(case: Matter, answers: dict[str, Any]) -> Refusal | None:
    """Only the person named in the order receives the child, and shows who that is."""
    if answers.get("identity_seen") not in (True, "yes"):
        return Refusal("restoration.identity_unseen", field="identity_seen")
    order = order_home(case)
    if order is None:
        return None
    kept = gate.visible(ENGINE, Vault).get(child_id=case.child_id)
    named = vault.unlock(kept.child_id, bytes(kept.key or b""), bytes(order.answers))["carer_name"]
    same = names.alike(named, f"{answers['received_by']}")
    return None if same else Refusal("restoration.another_person", field="received_by")


@transaction.atomic
def take_back(
    *, actor: Actor, matter_id: UUID, sitting_id: UUID, at: datetime, reason: str, child_is: str = HERE
) -> Move:
    """A child who is not safe at home comes back into care, in a sitting; the inquiry begins anew (s.36)."""
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "cncp.order")
    if not reason.strip():
        raise Refused(Refusal("take_back.reason_needed", field="reason"))
    if child_is not in (HERE, GONE):
        raise Refused(Refusal("take_back.where", field="child_is"))
    kept = {"child_is": child_is}
    made = matters.move(
        case, "take_back", actor=actor, at=at, reason=reason, record=kept, sitting=sitting, child_is=child_is
    )
    plans.end_visits(matter=case, at=at)
    sittings.heard(sitting=sitting, matter=case, move=made)
    police = offices.in_district("sjpu", case.district_code) if child_is == GONE else None
    if police:
        notices.tell(to_no=police.no, code="cncp.gone_from_home", matter_id=None, number=case.number, at=at)
    return made
