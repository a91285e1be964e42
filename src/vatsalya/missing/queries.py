"""Reading missing reports and possible matches."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.matters.models import Matter
from vatsalya.people.models import Merge

from .models import Ending, MissingReport, Pair, Recovery, Withheld


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


def pairs(*, actor: Actor, matter_id: UUID) -> list[Pair]:
    """Possible matches of a report: children in care before leads, the strongest first."""
    return list(gate.visible(actor, Pair).filter(missing_id=matter_id).order_by("kind", "-bits"))


def pairs_of_found(*, actor: Actor, matter_id: UUID) -> list[Pair]:
    """Possible matches of a found child, the strongest first."""
    return list(gate.visible(actor, Pair).filter(found=matter_id).order_by("-bits"))


def masked_hits(case_id: UUID) -> list[dict[str, Any]]:
    """For an officer who is not asked: that there is a possible match, and which office to ask."""
    rows = gate.visible(ENGINE, Pair).filter(found=case_id, verdict="possible").order_by("-bits")
    with session.engine():  # the row is not this officer's: only the office to ask leaves this function
        return [{"office_no": pair.missing_no, "state": pair.verdict} for pair in rows[:5]]


def masked_count(case_id: UUID) -> int:
    """How many possible matches a found child has, for an officer who is not asked about them."""
    with session.engine():
        return gate.visible(ENGINE, Pair).filter(found=case_id, verdict="possible").count()


def masked_of_report(report_id: UUID) -> list[dict[str, Any]]:
    """The same for an officer who may read a report but is not asked (a nodal officer)."""
    rows = gate.visible(ENGINE, Pair).filter(missing_id=report_id, verdict__in=("possible", "confirmed"))
    with session.engine():
        return [{"office_no": pair.found_no, "state": pair.verdict} for pair in rows.order_by("-bits")[:5]]
