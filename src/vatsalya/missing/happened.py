"""When and where a child of a file was last seen, or found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.cncp.models import CareCase

from .models import MissingReport


@dataclass(frozen=True)
class Happened:
    """The instant, and the district where it is known."""

    at: datetime
    district: int | None


def of(matter_id: UUID) -> Happened:
    """What happened in a missing report or a care case (call it inside `session.engine()`)."""
    report = gate.visible(ENGINE, MissingReport).filter(pk=matter_id).first()
    if report is not None:
        return Happened(report.last_seen_at, report.last_seen_district)
    case = gate.visible(ENGINE, CareCase).get(pk=matter_id)
    return Happened(case.found_at, case.found_district)
