"""How much one connection and one number may send; a child in danger is always taken.

A connection is a keyed digest of the caller's address: hundreds of people may share one (an office, a
mobile network), so past the budget a report is not refused for good but asked for a confirmed number.
"""

from datetime import datetime, timedelta
from typing import Any

from vatsalya.accounts.digests import of_phone
from vatsalya.lib.errors import Refusal, Refused

from .models import Intake
from .prints import keyed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: (time, most without a number) for one connection; then (time, most) for one confirmed number.
OF_SOURCE, OF_PHONE = ((HOUR, 20), (DAY, 60)), ((HOUR, 5), (DAY, 10))
#: So many nameless alarms that say different things open a line each from one connection in an hour; more share one.
ALARMS = 5


def source(address: str | None) -> bytes:
    """The digest of a connection."""
    return keyed("source", address or "")


def check_source(where: bytes, *, at: datetime, code: str = "citizen.source_budget") -> None:
    """Refuse when a connection has sent enough for now without a number."""
    for time, most in OF_SOURCE:
        if _count(at - time, most, source=where) >= most:
            raise Refused(Refusal(code))


def check_phone(phone: str, *, at: datetime) -> None:
    """Refuse when a number has reported enough for now."""
    for time, most in OF_PHONE:
        if _count(at - time, most, phone=of_phone(phone)) >= most:
            raise Refused(Refusal("citizen.phone_budget", most=most))


def too_many_alarms(where: bytes, *, at: datetime) -> bool:
    """True when a connection has opened so many lines that its further alarms without a number share one."""
    return _count(at - HOUR, ALARMS, source=where, line=True) >= ALARMS


def note(where: bytes, *, phone: str, line: bool, at: datetime) -> None:
    """Write down that something came in."""
    Intake.objects.create(source=where, phone=of_phone(phone) if phone else None, line=line, at=at)


def _count(since: datetime, most: int, **who: Any) -> int:
    return Intake.objects.filter(at__gt=since, **who)[:most].count()


def sweep(*, at: datetime) -> int:
    """Forget what the budgets no longer need."""
    return Intake.objects.filter(at__lt=at - 2 * DAY).delete()[0]
