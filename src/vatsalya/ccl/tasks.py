"""Duties of the machine in the Board's cases: petty proceedings whose time is over, times for appeal that ended."""

from datetime import datetime

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, machine
from vatsalya.jobs.queue import every
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Clock

from . import orders

MOST = 200


@every("*/10 * * * * 50", "ccl.times")
def times(*, at: datetime) -> None:
    """Propose the end of petty proceedings, and close the times for appeal that are over."""
    propose_ends(at=at)
    close_appeals(at=at)


def propose_ends(*, at: datetime) -> int:
    """Propose the end where the inquiry's time ran out on a petty case and nothing was proposed yet."""
    with session.engine():
        rows = gate.visible(ENGINE, Clock).filter(code__in=("T31", "T31B"), stopped_at=None, due_at__lte=at)
        rows = rows.filter(
            matter__kind="ccl",
            matter__state__in=("INQUIRY", "EXTENDED_2M"),
            matter__board_case__klass="petty",
            matter__board_case__end_proposed_at=None,
        )
        found = [clock.matter for clock in rows.select_related("matter")[:MOST]]
        return orders.propose_ends(actor=machine("times"), at=at, matters_due=found)


def close_appeals(*, at: datetime) -> int:
    """A time for appeal that ended is not late: it is over."""
    with session.engine():
        rows = gate.visible(ENGINE, Clock).filter(code="T30", stopped_at=None, due_at__lte=at, matter__kind="ccl")
        found = [clock.matter for clock in rows.select_related("matter")[:MOST]]
        for matter in found:
            matters.move(matter, "appeal_over", actor=machine("times"), at=at)
        return len(found)
