"""Counting the times of the law: hours less the journey, whole days, calendar months."""

import calendar
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from .shapes import Clock

IST = ZoneInfo("Asia/Kolkata")


def due(clock: Clock, started_at: datetime, journey_minutes: int = 0, tz: tzinfo = IST) -> datetime:
    """The instant at which a clock that started then is over.

    Minutes and hours run at once (the journey taken out where the law says so); whole days
    leave the first day out and end at midnight in India; months end with the same day's number.
    """
    if started_at.tzinfo is None or journey_minutes < 0:
        raise ValueError("a clock starts at an aware instant, and a journey is not negative")
    extra = timedelta(minutes=journey_minutes) if clock.less_journey else timedelta()
    if clock.unit == "minutes":
        return started_at + timedelta(minutes=clock.length) + extra
    if clock.unit == "hours":
        return started_at + timedelta(hours=clock.length) + extra
    local = started_at.astimezone(tz)
    if clock.unit == "days":
        last = local.date() + timedelta(days=clock.length)
    elif clock.unit == "months":
        last = add_months(local, clock.length).date()
    else:
        raise ValueError(f"clock {clock.code}: '{clock.unit}' is a recurring period, not a length")
    midnight = datetime(last.year, last.month, last.day, tzinfo=tz) + timedelta(days=1)
    return midnight.astimezone(started_at.tzinfo) + extra


def add_months(moment: datetime, months: int) -> datetime:
    """The same day `months` later; the last day of a shorter month."""
    number = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(number, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
