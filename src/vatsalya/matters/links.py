"""Joining two matters about one child, and parting them: a link is never changed, a later row ends it."""

from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE

from .models import Link, Matter

ENDS = "end:"


def standing(rows: QuerySet[Link]) -> list[Link]:
    """Of these links those that no later row has ended."""
    found = list(rows.order_by("at", "pk"))
    ended = {link.kind.removeprefix(ENDS) for link in found if link.kind.startswith(ENDS)}
    return [link for link in found if not link.kind.startswith(ENDS) and str(link.pk) not in ended]


def standing_rows(rows: QuerySet[Link]) -> QuerySet[Link]:
    """The same as a part of another question to the database."""
    end = Concat(Value(ENDS), Cast(OuterRef("pk"), CharField()))
    ended = gate.visible(ENGINE, Link).filter(matter_id=OuterRef("matter_id"), kind=end)
    return rows.exclude(kind__startswith=ENDS).exclude(Exists(ended))


def of_kind(matter: Matter, kind: str) -> list[Link]:
    """The links of a kind that stand on a matter; call it inside `session.engine()`."""
    rows = gate.visible(ENGINE, Link).filter(matter=matter)
    return [link for link in standing(rows) if _is(link, kind)]


def _is(link: Link, kind: str) -> bool:
    # A second joining after a parting carries its number: same_child, same_child.2, same_child.3
    return link.kind == kind or link.kind.rpartition(".")[0] == kind


def join(one: Matter, two: Matter, *, kind: str, at: datetime) -> None:
    """Both matters name the other; joined twice is joined once."""
    for matter, other in ((one, two), (two, one)):
        if any(link.other == other.pk for link in of_kind(matter, kind)):
            continue
        rows = gate.visible(ENGINE, Link).filter(Q(kind=kind) | Q(kind__startswith=f"{kind}."))
        times = rows.filter(matter=matter, other=other.pk).count()
        Link.objects.create(matter=matter, other=other.pk, kind=f"{kind}.{times + 1}" if times else kind, at=at)


def part(one: UUID, two: UUID, *, kind: str, at: datetime) -> None:
    """A further row on each side says that the link no longer stands."""
    for matter_id, other in ((one, two), (two, one)):
        matter = gate.visible(ENGINE, Matter).get(pk=matter_id)
        for link in of_kind(matter, kind):
            if link.other == other:
                Link.objects.create(matter=matter, other=other, kind=f"{ENDS}{link.pk}", at=at)
