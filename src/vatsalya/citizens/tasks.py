"""Comparing what citizens report with the children of all States; throwing away what is too old."""

from datetime import datetime
from typing import Any
from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, machine
from vatsalya.jobs.queue import duty, every
from vatsalya.matters import shares
from vatsalya.matters.models import Matter
from vatsalya.notices import actions as notices

from . import answering, budget, drafts


@duty("citizens.compare")
def compare(*, at: datetime, matter_id: str, **ids: Any) -> None:
    """A sighting: the stations whose child it may be read it from now on. A missing child: its station is told."""
    matter = gate.visible(ENGINE, Matter).select_related("citizen_report").get(pk=UUID(matter_id))
    found = answering.compared(matter, actor=machine("citizens.compare"), at=at)
    if matter.citizen_report.what == "missing":
        if found:
            notices.tell(
                to_no=matter.unit_no, code=answering.FOUND_LIKE, matter_id=matter.pk, number=matter.number, at=at
            )
        return
    for hit in found:
        missing = gate.visible(ENGINE, Matter).filter(pk=hit.matter_id, kind="missing").first()
        if missing is not None and missing.unit_no not in (matter.unit_no, *matter.shared_with):
            shares.share(matter, number=missing.unit_no, ground="possible_sighting", at=at)
        if missing is not None:
            notices.tell(
                to_no=missing.unit_no, code="citizen.may_be", matter_id=matter.pk, number=missing.number, at=at
            )


@every("40 3 * * * 0", "citizens.sweep")
def sweep(*, at: datetime) -> None:
    """Throw away unfinished drafts after a day, and what the budgets no longer need."""
    drafts.sweep(at=at)
    budget.sweep(at=at)
