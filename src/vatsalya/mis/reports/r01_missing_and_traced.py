"""R01 Missing and traced: opening + reported - traced = closing."""

from datetime import datetime

from django.db.models import Q, QuerySet

from vatsalya.lib.clock import IST
from vatsalya.mis.report import indicator


def month_start(at: datetime) -> datetime:
    """The first instant of the month in India."""
    return at.astimezone(IST).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def still_missing(instant: datetime) -> Q:
    """Reports open at an instant."""
    return (
        Q(kind="missing", opened_at__lt=instant)
        & (Q(missing_report__traced_at=None) | Q(missing_report__traced_at__gte=instant))
        & (Q(closed_at=None) | Q(closed_at__gte=instant) | Q(missing_report__traced_at__gte=instant))
    )


@indicator(
    "missing_opening",
    report="R01",
    en="Missing at start of month",
    hi="माह के आरंभ में लापता",
)
def opening(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(still_missing(month_start(at)))


@indicator("missing_reported", report="R01", en="Reported this month", hi="इस माह दर्ज")
def reported(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="missing", opened_at__gte=month_start(at), opened_at__lte=at)


@indicator("missing_traced", report="R01", en="Traced this month", hi="इस माह मिले")
def traced(matters: QuerySet, at: datetime) -> QuerySet:
    start = month_start(at)
    ended = Q(missing_report__traced_at__gte=start) | Q(missing_report__traced_at=None, closed_at__gte=start)
    return matters.filter(ended, kind="missing")


@indicator("missing_open", report="R01", en="Still missing now", hi="अब तक लापता", tone="late")
def closing(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="missing", missing_report__traced_at=None, closed_at=None)
