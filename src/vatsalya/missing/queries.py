"""Reading missing reports and possible matches."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.matters.models import Matter
from vatsalya.people import vault
from vatsalya.people.models import Merge

from .models import Ending, MissingReport, Pair, Recovery, Withheld
from .pair_states import DROPPED


def reports(*, actor: Actor) -> QuerySet[Matter]:
    """Missing reports this actor may know of, newest first."""
    rows = gate.visible(actor, Matter).filter(kind="missing")
    return rows.select_related("child", "office", "missing_report").order_by("-opened_at", "pk")


def beside(actor: Actor) -> dict[str, QuerySet[Any]]:
    """What a child's file may have beside it and mostly has not; its page asks once, with the file itself."""
    here = OuterRef("pk")
    return {
        "has_merges": gate.visible(actor, Merge).filter(Q(keep_matter=here) | Q(other_matter=here)),
        "has_withheld": gate.visible(actor, Withheld).filter(matter=here, to_at=None),
        "has_ending": gate.visible(ENGINE, Ending).filter(matter=here, agreed=None),
        "has_recovery": gate.visible(actor, Recovery).filter(matter=here),
    }


def sheet(*, actor: Actor, matter_id: UUID) -> MissingReport:
    """The report's own row."""
    return gate.visible(actor, MissingReport).get(pk=matter_id)


@dataclass(frozen=True)
class About:
    """What tells a possible match from the next: the other file in five facts, and the number of one's own."""

    number: str
    district: int
    sex: str
    age: float | None
    hundred: int
    own: str


def hundred(pair: Pair) -> int:
    """How likely it is the same child, of a hundred; never none and never all."""
    return min(99, max(1, round(pair.probability * 100)))


def pairs(*, actor: Actor, matter_id: UUID) -> list[Pair]:
    """Possible matches of a report: children in care before leads, the strongest first."""
    rows = gate.visible(actor, Pair).filter(missing_id=matter_id).order_by("kind", "-bits")
    return told_apart(list(rows), actor=actor, other="found")


def pairs_of_found(*, actor: Actor, matter_id: UUID) -> list[Pair]:
    """Possible matches of a found child, the strongest first."""
    rows = gate.visible(actor, Pair).filter(found=matter_id).order_by("-bits")
    return told_apart(list(rows), actor=actor, other="missing")


def told_apart(found: list[Pair], *, actor: Actor, other: str = "") -> list[Pair]:
    """Each pair with what its reader may know of the other child without opening it: nobody's name, no place.

    `other` names the side that is told; without it, it is the side that is not this office's own.
    """
    if not found or not gate.may(actor, "match.read"):
        return found
    for pair in found:
        side = other or ("found" if actor.office_no == pair.missing_no else "missing")
        if pair.verdict != DROPPED:
            setattr(pair, "about", _about(pair, side))  # noqa: B010
    return found


def _about(pair: Pair, side: str) -> About:
    """Out of what was compared, which lies sealed in the pair itself: no further question to the database."""
    both = vault.unlock(pair.pk, pair.key, pair.compared)
    told, own = both[side], both["missing" if side == "found" else "found"]
    return About(told["number"], int(told["district"]), told["sex"], told["age"]["value"], hundred(pair), own["number"])


def masked_hits(case_id: UUID) -> list[dict[str, Any]]:
    """For an officer who is not asked: that there is a possible match, and which office to ask."""
    rows = gate.visible(ENGINE, Pair).filter(found=case_id, verdict="possible").order_by("-bits")
    with session.engine():  # the row is not this officer's: only the office to ask leaves this function
        return _once([(pair.missing_no, pair.verdict) for pair in rows[:5]])


def masked_count(case_id: UUID) -> int:
    """How many possible matches a found child has, for an officer who is not asked about them."""
    with session.engine():
        return gate.visible(ENGINE, Pair).filter(found=case_id, verdict="possible").count()


def masked_of_report(report_id: UUID) -> list[dict[str, Any]]:
    """The same for an officer who may read a report but is not asked (a nodal officer)."""
    rows = gate.visible(ENGINE, Pair).filter(missing_id=report_id, verdict__in=("possible", "confirmed"))
    with session.engine():
        return _once([(pair.found_no, pair.verdict) for pair in rows.order_by("-bits")[:5]])


def _once(told: list[tuple[int, str]]) -> list[dict[str, Any]]:
    """Each office to ask is named once, however many of its files may be the child's."""
    return [{"office_no": office, "state": state} for office, state in dict.fromkeys(told)]
