"""Files of one child: said by a merge, a match, a call, or by whoever registered the child as lost again."""

from collections.abc import Iterable
from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.matters import links
from vatsalya.matters.models import Link, Matter

from .models import Warned

#: The reason with which a child is registered that the register knows: the same child.
LOST_AGAIN = "lost_again"
#: Links that say: one child.
SAME = ("same_child", "same_child_call", "merged", "lead")


def of(matter: Matter) -> list[Matter]:
    """Every file of this child, this one among them, of whatever kind (call it inside `session.engine()`)."""
    known: dict[UUID, Matter] = {matter.pk: matter}
    fresh = [matter]
    while fresh:
        fresh = [one for one in _beside(fresh) if one.pk not in known]
        known |= {one.pk: one for one in fresh}
    return list(known.values())


def reports(matter: Matter) -> list[Matter]:
    """The missing reports among them."""
    return [one for one in of(matter) if one.kind == "missing"]


def _beside(files: list[Matter]) -> Iterable[Matter]:
    """The files one step further: the same person, a link that stands, lost again."""
    ids, rows = [one.pk for one in files], gate.visible(ENGINE, Matter)
    said = gate.visible(ENGINE, Warned).filter(reason=LOST_AGAIN)
    others = set(said.filter(matter__in=ids).values_list("other", flat=True))
    others |= set(said.filter(other__in=ids).values_list("matter_id", flat=True))
    others |= {link.other for link in links.standing(gate.visible(ENGINE, Link).filter(matter__in=ids)) if _same(link)}
    people = rows.filter(pk__in=ids, child__isnull=False).values("child__person_id")
    yield from rows.filter(child__person_id__in=people)
    yield from rows.filter(pk__in=others)


def _same(link: Link) -> bool:
    # A second joining after a parting carries its number: same_child.2
    return link.kind in SAME or link.kind.rpartition(".")[0] in SAME
