"""What the times and the permission of a movement must be; no database, no clock."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from vatsalya.lib.clock import IST, ist_date
from vatsalya.lib.errors import Refusal

#: Kinds of offices in which children live.
HOMES = ("home", "saa")
#: A journey to the family and back that takes longer is a slip of the pen.
MOST_JOURNEY = timedelta(days=10)


def wrong_time(moment: datetime, *, after: datetime, at: datetime, field: str) -> Iterator[Refusal]:
    """Nothing happened in the future, nothing before what stands in the register already (a form knows minutes)."""
    if moment > at:
        yield Refusal("date.future", field=field)
    if moment < after.replace(second=0, microsecond=0):
        yield Refusal("movement.before_last", field=field, last=f"{after.astimezone(IST):%d-%m-%Y %H:%M}")


def wrong_leave(*, left_at: datetime, back_by: datetime, last: datetime, ordered_on: date) -> Iterator[Refusal]:
    """Leave ends after it began and within the days of s.98 and the journey; the order came first."""
    if back_by <= left_at:
        yield Refusal("movement.back_before_leaving", field="back_by")
    if back_by > last:
        yield Refusal("movement.leave_too_long", field="back_by", last=f"{last.astimezone(IST):%d-%m-%Y %H:%M}")
    if ordered_on > ist_date(left_at):
        yield Refusal("movement.ordered_later", field="ordered_on")
