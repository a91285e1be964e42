"""The only place that asks what time it is; everything else is told (`at`)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def ist_date(at: datetime) -> date:
    """The calendar day in India on which an instant falls."""
    return at.astimezone(IST).date()
