"""Duties of the machine around missing children: the nightly match, eighteenth birthdays, cards, the brake."""

from datetime import datetime

from vatsalya.jobs.queue import duty, every

from . import brake, grown, nightly, publish


@every("30 20 * * * 0", "missing.nightly")
def begin_night(*, at: datetime) -> None:
    """At two in the morning in India: match all open reports with all children in care."""
    nightly.begin(at=at)


@duty(nightly.NEXT)
def night_part(*, at: datetime, night: str, after: str) -> None:
    """The next reports of this night."""
    nightly.part(at=at, night=night, after=after)


@every("40 18 * * * 0", "missing.turn_18")
def turn_18(*, at: datetime) -> None:
    """Each night: who has turned eighteen stays open, counted apart."""
    grown.turn(at=at)


@every("0 * * * * 15", "cards.end")
def end(*, at: datetime) -> None:
    """Withdraw cards whose last day is over."""
    publish.end_overdue(at=at)


@every("* * * * * 40", "cards.watch")
def watch(*, at: datetime) -> None:
    """Count the live cards and what was shown of them; sound or end the alarm; forget old counts."""
    brake.watch(at=at)
