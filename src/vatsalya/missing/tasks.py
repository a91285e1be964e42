"""Duties of the machine around missing children."""

from datetime import datetime

from vatsalya.jobs.queue import duty, every

from . import nightly


@every("30 20 * * * 0", "missing.nightly")
def begin_night(*, at: datetime) -> None:
    """At two in the morning in India: match all open reports with all children in care."""
    nightly.begin(at=at)


@duty(nightly.NEXT)
def night_part(*, at: datetime, night: str, after: str) -> None:
    """The next reports of this night."""
    nightly.part(at=at, night=night, after=after)
