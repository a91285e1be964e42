"""Investigations and visits that are owed."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import Actor

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
    """Investigations of one case, oldest first."""
    rows = gate.visible(actor, Investigation).filter(matter_id=matter_id)
    return list(rows.select_related("office", "report", "assigned_to").order_by("ordered_at"))


def beside(actor: Actor) -> dict[str, QuerySet[Any]]:
    """Whether an investigation was ever ordered; a case's page asks it with the case itself."""
    return {"has_investigations": gate.visible(actor, Investigation).filter(matter=OuterRef("pk"))}


def visits(*, actor: Actor, matter_id: object) -> list[FollowUp]:
    """Visits of one case, in order."""
    return list(gate.visible(actor, FollowUp).filter(matter_id=matter_id).order_by("part"))
