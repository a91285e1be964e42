"""R01 Missing and traced: opening + reported - traced - turned eighteen = closing."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least

from vatsalya.lib.clock import IST
from vatsalya.mis.report import indicator


def month_start(at: datetime) -> datetime:
    """The first instant of the month in India."""
    return at.astimezone(IST).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def reports(matters: QuerySet) -> QuerySet:
    """Missing reports with the instant at which the child left the count: traced, turned eighteen or closed."""
    return matters.filter(kind="missing").annotate(
        left_at=Least("missing_report__traced_at", "missing_report__turned_18_at", "closed_at")
    )


def still_missing(instant: datetime) -> Q:
    """Reports in the child count at an instant (over `reports`)."""
    return Q(opened_at__lt=instant) & (Q(left_at=None) | Q(left_at__gte=instant))


def grown_first() -> Q:
    """Who left the count by turning eighteen and not by being traced."""
    return Q(missing_report__turned_18_at__isnull=False, left_at=F("missing_report__turned_18_at"))


@indicator(
    "missing_opening",
    report="R01",
    en="Missing at start of month",
    hi="माह के आरंभ में लापता",
)
def opening(matters: QuerySet, at: datetime) -> QuerySet:
    return reports(matters).filter(still_missing(month_start(at)))


@indicator("missing_reported", report="R01", en="Reported this month", hi="इस माह दर्ज")
def reported(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="missing", opened_at__gte=month_start(at), opened_at__lte=at)


@indicator("missing_traced", report="R01", en="Traced this month", hi="इस माह मिले")
def traced(matters: QuerySet, at: datetime) -> QuerySet:
    return reports(matters).filter(left_at__gte=month_start(at)).exclude(grown_first())


@indicator("missing_open", report="R01", en="Still missing now", hi="अब तक लापता", tone="late")
def closing(matters: QuerySet, at: datetime) -> QuerySet:
    return reports(matters).filter(left_at=None)


@indicator(
    "missing_turned_18_now",
    report="R01",
    en="Turned eighteen this month, still missing",
    hi="इस माह अठारह के हुए, अब भी लापता",
    front=False,
)
def turned_now(matters: QuerySet, at: datetime) -> QuerySet:
    return reports(matters).filter(grown_first(), left_at__gte=month_start(at))


@indicator(
    "missing_turned_18",
    report="R01",
    en="Turned eighteen, still looked for",
    hi="अठारह के हुए, खोज जारी",
    front=False,
)
def turned(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(
        kind="missing", missing_report__turned_18_at__isnull=False, missing_report__traced_at=None, closed_at=None
    )


@indicator(
    "missing_traced_same_year",
    report="R01",
    en="Traced this month, reported this year",
    hi="इस माह मिले, इसी वर्ष दर्ज",
    front=False,
)
def traced_same_year(matters: QuerySet, at: datetime) -> QuerySet:
    return traced(matters, at).filter(opened_at__gte=month_start(at).replace(month=1))


@indicator(
    "missing_traced_earlier",
    report="R01",
    en="Traced this month, reported in earlier years",
    hi="इस माह मिले, पिछले वर्षों में दर्ज",
    front=False,
)
def traced_earlier(matters: QuerySet, at: datetime) -> QuerySet:
    return traced(matters, at).filter(opened_at__lt=month_start(at).replace(month=1))
