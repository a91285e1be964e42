"""How much one connection and one number may send; a child in danger is always taken.

A connection is a keyed digest of the caller's address: hundreds of people may share one (an office, a
mobile network). So past its budget only what says the very same is refused, and asked for a confirmed number;
another child, place or time is taken, on a line of its own or on the line that is made for the crowd.
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
#: So much is stored of one connection without a number, whatever it says.
AT_ALL = ((HOUR, 300), (DAY, 1000))
#: So many nameless alarms that say different things open a line each from one connection in an hour; more share one.
ALARMS = 5


def source(address: str | None) -> bytes:
    """The digest of a connection."""
    return keyed("source", address or "")


def check_source(where: bytes, *, at: datetime, code: str = "citizen.source_budget") -> None:
    """Refuse when a connection has sent more without a number than people can."""
    if _spent(where, AT_ALL, at=at):
        raise Refused(Refusal(code))


def only_news(where: bytes, *, at: datetime) -> bool:
    """True when a connection has sent so much without a number that repetitions are not taken any more."""
    return _spent(where, OF_SOURCE, at=at)


def _spent(where: bytes, budget: tuple[tuple[timedelta, int], ...], *, at: datetime) -> bool:
    return any(_count(at - time, most, source=where) >= most for time, most in budget)


def check_phone(phone: str, *, at: datetime) -> None:
    """Refuse when a number has reported enough for now."""
    for time, most in OF_PHONE:
        if _count(at - time, most, phone=of_phone(phone)) >= most:
            raise Refused(Refusal("citizen.phone_budget", most=most))


def too_many_alarms(where: bytes, *, at: datetime) -> bool:
    """True when a connection has opened so many lines that its further reports without a number share one."""
    return _count(at - HOUR, ALARMS, source=where, line=True) >= ALARMS


def note(where: bytes, *, phone: str, line: bool, at: datetime) -> None:
    """Write down that something came in."""
    Intake.objects.create(source=where, phone=of_phone(phone) if phone else None, line=line, at=at)


def _count(since: datetime, most: int, **who: Any) -> int:
    return Intake.objects.filter(at__gt=since, **who)[:most].count()


def sweep(*, at: datetime) -> int:
    """Forget what the budgets no longer need."""
    return Intake.objects.filter(at__lt=at - 2 * DAY).delete()[0]
