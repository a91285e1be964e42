"""Investigations and visits that are owed."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.matters.models import Share

from .models import FollowUp, Investigation


def investigations(*, actor: Actor) -> QuerySet[Investigation]:
    """Social investigations owed by the actor's office or given to the actor, most urgent first."""
    mine = Q(office__no=actor.office_no) | Q(assigned_to_id=actor.posting_id)
    rows = gate.visible(actor, Investigation).filter(mine, filed_at=None)
    return rows.select_related("matter__child", "assigned_to__account").order_by("due_at")


def follow_ups(*, actor: Actor) -> QuerySet[FollowUp]:
    """Visits owed by the actor's office, most urgent first."""
    rows = gate.visible(actor, FollowUp).filter(done_at=None, office__no=actor.office_no)
    return rows.select_related("matter__child").order_by("due_at")


def asked(*, actor: Actor, matter_id: object) -> list[Investigation]:
    """Investigations of one case, oldest first, each with the instant at which it was `given_at` to its worker."""
    rows = gate.visible(actor, Investigation).filter(matter_id=matter_id)
    found = list(rows.select_related("office", "report", "assigned_to__account").order_by("ordered_at"))
    shared = gate.visible(actor, Share).filter(matter_id=matter_id, ground="investigation").order_by("from_at")
    given = dict(shared.values_list("number", "from_at")) if any(one.assigned_to_id for one in found) else {}
    for one in found:
        one.given_at = given.get(-(one.assigned_to_id or 0))  # type: ignore[attr-defined]
    return found


def beside(actor: Actor) -> dict[str, QuerySet[Any]]:
    """Whether an investigation was ever ordered; a case's page asks it with the case itself."""
    return {"has_investigations": gate.visible(actor, Investigation).filter(matter=OuterRef("pk"))}


def visits(*, actor: Actor, matter_id: object) -> list[FollowUp]:
    """Visits of one case, in order."""
    return list(gate.visible(actor, FollowUp).filter(matter_id=matter_id).order_by("part"))
