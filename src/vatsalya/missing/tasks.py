"""Duties of the machine about missing reports."""

from datetime import datetime

from vatsalya.jobs.queue import every

from . import grown


@every("40 18 * * * 0", "missing.turn_18")
def turn_18(*, at: datetime) -> None:
    """Each night: who has turned eighteen stays open, counted apart."""
    grown.turn(at=at)
