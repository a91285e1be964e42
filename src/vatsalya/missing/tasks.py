"""Duties of the machine about public cards and the brake on harvesting."""

from datetime import datetime

from vatsalya.jobs.queue import every

from . import brake, publish


@every("0 * * * * 15", "cards.end")
def end(*, at: datetime) -> None:
    """Withdraw cards whose last day is over."""
    publish.end_overdue(at=at)


@every("* * * * * 40", "cards.watch")
def watch(*, at: datetime) -> None:
    """Count the live cards and what was shown of them; sound or end the alarm; forget old counts."""
    brake.watch(at=at)
