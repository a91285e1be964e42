"""Reading matters: what is due, what happened, where a matter opens."""

from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import AT_ONCE, SOON

from . import links
from .models import Clock, Link, Matter, Move, Transfer


def running_clocks(actor: Actor) -> QuerySet[Clock]:
    """Clocks that run in matters this actor's post is about."""
    return gate.visible(actor, Clock).filter(stopped_at=None)


def late(at: datetime) -> Q:
    """Clocks that have run out; what was due at once has its first hour."""
    return Q(due_at__lt=at) & ~Q(due_at=F("started_at"), due_at__gt=at - AT_ONCE)


def soon(at: datetime) -> Q:
    """Clocks that press: due within 48 hours or at once, and not late."""
    return Q(due_at__lte=at + SOON) & ~late(at)


def due(*, actor: Actor, at: datetime, show: str = "all") -> QuerySet[Clock]:
    """Running clocks: all, those that are late, or those that press; what this post itself owes first, then by time."""
    owed = [code for code, clock in law().clocks.items() if actor.role in clock.owner]
    others = Case(When(code__in=owed, then=0), default=1)
    rows = running_clocks(actor).select_related("matter").order_by(others, "due_at", "pk")
    return rows.filter(late(at)) if show == "late" else rows.filter(soon(at)) if show == "soon" else rows


def due_counts(*, actor: Actor, at: datetime) -> tuple[int, int, int]:
    """How many clocks are past, due within 48 hours, running in all."""
    counted = running_clocks(actor).aggregate(
        late=Count("pk", filter=late(at)), soon=Count("pk", filter=soon(at)), every=Count("pk")
    )
    return counted["late"], counted["soon"], counted["every"]


def listed(*, actor: Actor, kind: str) -> QuerySet[Matter]:
    """Matters of a kind that the actor may know of, newest first."""
    rows = gate.visible(actor, Matter).filter(kind=kind)
    return rows.select_related("office", "child").order_by("-opened_at", "pk")


def moves(*, actor: Actor, matter_id: UUID) -> list[Move]:
    """What happened in a matter, oldest first."""
    rows = gate.visible(actor, Move).filter(matter_id=matter_id)
    return list(rows.select_related("posting__office", "posting__account").order_by("at", "pk"))


def clocks(*, actor: Actor, matter_id: UUID) -> list[Clock]:
    """The clocks of a matter, running ones first."""
    rows = gate.visible(actor, Clock).filter(matter_id=matter_id)
    return sorted(rows, key=lambda clock: (clock.stopped_at is not None, clock.due_at))


def linked(*, actor: Actor, matter_id: UUID) -> list[Matter]:
    """Other matters about the same child that this actor may know of."""
    return [matter for _, matter in linked_as(actor=actor, matter_id=matter_id)]


def linked_as(*, actor: Actor, matter_id: UUID, related: tuple[str, ...] = ()) -> list[tuple[str, Matter]]:
    """The same with the kind of each link, the newest matter first."""
    mine = links.standing_rows(gate.visible(actor, Link).filter(matter_id=matter_id))
    rows = gate.visible(actor, Matter).filter(pk__in=mine.values("other")).select_related("office", *related)
    kind = Subquery(mine.filter(other=OuterRef("pk")).order_by("at", "pk").values("kind")[:1])
    return [(matter.link_kind, matter) for matter in rows.annotate(link_kind=kind).order_by("-opened_at")]


def where(*, actor: Actor, matter_id: UUID | None) -> tuple[str, UUID] | None:
    """Kind and id of a matter if the actor may open it."""
    if matter_id is None:
        return None
    found = gate.visible(actor, Matter).filter(pk=matter_id).values_list("kind", "pk").first()
    return (found[0], found[1]) if found else None


def transfer(*, actor: Actor, matter_id: UUID) -> Transfer | None:
    """The latest hand-over of a matter."""
    rows = gate.visible(actor, Transfer).filter(matter_id=matter_id)
    return rows.select_related("to_office", "from_office").order_by("-pk").first()


def taken_back(*, actor: Actor, matter_id: UUID) -> list[tuple[datetime, datetime]]:
    """When hand-overs ran that were refused or withdrawn: an escort order of such a time carries no child."""
    rows = gate.visible(actor, Transfer).filter(matter_id=matter_id).exclude(withdrawn_at=None)
    return [(row.proposed_at, row.withdrawn_at) for row in rows if row.withdrawn_at]


def links_of(*, actor: Actor, matter_id: UUID) -> list[Link]:
    """By which decisions a matter hangs together with others; what was taken back is left out."""
    return links.standing(gate.visible(actor, Link).filter(matter_id=matter_id))
