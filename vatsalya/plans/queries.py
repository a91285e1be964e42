"""Investigations and visits that are owed."""

from django.db.models import QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import Actor

from .models import FollowUp, Investigation


def investigations(*, actor: Actor, only_mine: bool = False) -> QuerySet[Investigation]:
    """Social investigations owed by the actor's office (or by the actor alone), most urgent first."""
    rows = gate.visible(actor, Investigation).filter(filed_at=None, office__no=actor.office_no)
    if only_mine:
        rows = rows.filter(assigned_to_id=actor.posting_id)
    return rows.select_related("matter__child", "assigned_to__account").order_by("due_at")


def follow_ups(*, actor: Actor) -> QuerySet[FollowUp]:
    """Visits owed by the actor's office, most urgent first."""
    rows = gate.visible(actor, FollowUp).filter(done_at=None, office__no=actor.office_no)
    return rows.select_related("matter__child").order_by("due_at")


def of_matter(*, actor: Actor, matter_id: object) -> tuple[list[Investigation], list[FollowUp]]:
    """Investigations and visits of one case."""
    asked = gate.visible(actor, Investigation).filter(matter_id=matter_id).select_related("office", "report")
    visits = gate.visible(actor, FollowUp).filter(matter_id=matter_id).order_by("part")
    return list(asked.order_by("ordered_at")), list(visits)
