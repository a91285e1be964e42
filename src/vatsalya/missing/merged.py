"""What pages and lists say of merges: the files of one child are one line, and each names the other."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.matters.models import Matter
from vatsalya.people import vault
from vatsalya.people.models import Merge


def picks(merge: Merge) -> dict[str, str]:
    """Which value was picked for each difference, once somebody picked."""
    return vault.unlock(merge.pk, merge.key, merge.picks) if merge.picks else {}


def _number(column: str) -> Subquery:
    return Subquery(gate.visible(ENGINE, Matter).filter(pk=OuterRef(column)).values("number"))


def numbers(merge: Merge) -> tuple[str, str]:
    """The numbers of both files; both stay valid after a merge."""
    with session.engine():
        rows = gate.visible(ENGINE, Merge).filter(pk=merge.pk)
        told: tuple[str, str] = rows.values_list(_number("keep_matter"), _number("other_matter")).get()
    return told


def of_matter(*, actor: Actor, matter_id: UUID) -> list[Merge]:
    """Merges of a file that this officer takes part in, as an owner or as the second officer; newest first."""
    rows = gate.visible(actor, Merge).filter(Q(keep_matter=matter_id) | Q(other_matter=matter_id))
    return [one for one in rows.order_by("-asked_at") if _takes_part(actor, one)]


def to_answer(*, actor: Actor) -> list[Merge]:
    """Merges that wait for this officer: to compare, or to agree as the second one; the oldest first."""
    other = ~Q(asked_no=actor.office_no) & Q(stage="asked")
    second = Q(stage="picked") & ~Q(picked_by=actor.account_id)
    second &= Q(keep_no=F("other_no")) | ~Q(picked_no=actor.office_no)
    rows = gate.visible(actor, Merge).filter(other | second).order_by("asked_at")
    return [one for one in rows[:20] if _takes_part(actor, one)]


def _takes_part(actor: Actor, merge: Merge) -> bool:
    if actor.office_no in (merge.keep_no, merge.other_no) and gate.may(actor, "child.merge", merge):
        return True
    return merge.keep_no == merge.other_no and gate.may(actor, "child.merge_second", merge)


def one_each(rows: QuerySet[Matter], *, actor: Actor) -> QuerySet[Matter]:
    """Each child once: a file that was joined to another one is not a line of its own where that one is seen too."""
    joined = gate.visible(actor, Merge).filter(other_matter=OuterRef("pk"), stage="merged")
    return rows.exclude(Exists(joined))


def others(*, actor: Actor, matter_ids: list[UUID]) -> dict[UUID, list[str]]:
    """For the lines of a list: the numbers of the files that were joined to each."""
    rows = gate.visible(actor, Merge).filter(keep_matter__in=matter_ids, stage="merged")
    told: dict[UUID, list[str]] = {}
    with session.engine():
        for keep, number in rows.values_list("keep_matter", _number("other_matter")):
            told.setdefault(keep, []).append(number)
    return told


def joined(*, actor: Actor, matter_id: UUID) -> list[dict[str, Any]]:
    """For a file's page: with which file it is one child now, and whether this file is the one that goes on."""
    rows = gate.visible(actor, Merge).filter(Q(keep_matter=matter_id) | Q(other_matter=matter_id), stage="merged")
    with session.engine():
        found = list(
            rows.values("keep_matter", "other_matter", keeps=_number("keep_matter"), gone=_number("other_matter"))
        )
    return [
        {"kept": kept, "id": one["other_matter" if kept else "keep_matter"], "number": one["gone" if kept else "keeps"]}
        for one in found
        for kept in [one["keep_matter"] == matter_id]
    ]
