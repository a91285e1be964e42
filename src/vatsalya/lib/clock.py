"""The only place that asks what time it is; everything else is told (`at`)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")
#: What is due "at once" (it falls due as it starts) is asked for this long, and only then called late.
AT_ONCE = timedelta(hours=1)
#: What falls due within this is shown as pressing.
SOON = timedelta(hours=48)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def ist_date(at: datetime) -> date:
    """The calendar day in India on which an instant falls."""
    return at.astimezone(IST).date()
