"""Who lives in a home now, and what waits there."""

from django.db.models import QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import Actor

from .models import Placement


def residents(*, actor: Actor) -> QuerySet[Placement]:
    """Children now in the actor's home, longest stay first."""
    rows = gate.visible(actor, Placement).filter(discharged_at=None)
    return rows.select_related("matter", "child", "home", "case").order_by("admitted_at")


def of_case(*, actor: Actor, case_id: object) -> list[Placement]:
    """All stays of a child within a case, newest first."""
    rows = gate.visible(actor, Placement).filter(case_id=case_id)
    return list(rows.select_related("home", "matter").order_by("-admitted_at"))


def one(*, actor: Actor, matter_id: object) -> Placement:
    """One stay, through the gate."""
    return gate.get(actor, "placement.read", Placement, matter_id, related=("case",))
