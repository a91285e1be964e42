"""R04 FIR compliance: without FIR must be nought; zero FIRs on their way; hours from report to FIR."""

from datetime import datetime

from django.db.models import QuerySet

from vatsalya.mis.report import indicator

from .r01_missing_and_traced import month_start, reported

FROM_TO = ("missing_report__reported_at", "missing_report__fir_linked_at")


@indicator("fir_linked", report="R04", en="Reported this month, with FIR", hi="इस माह दर्ज, FIR सहित", front=False)
def linked(matters: QuerySet, at: datetime) -> QuerySet:
    return reported(matters, at).exclude(missing_report__fir_no="")


@indicator("fir_zero", report="R04", en="Zero FIR, not yet taken over", hi="ज़ीरो FIR, अभी ली नहीं गई", front=False)
def zero(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="missing", closed_at=None, missing_report__zero_fir=True)


@indicator("fir_none", report="R04", en="Open without FIR", hi="FIR के बिना खुली", tone="late", front=False)
def without(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="missing", closed_at=None, missing_report__fir_no="")


def _timed(matters: QuerySet, at: datetime) -> QuerySet:
    since = month_start(at)
    return matters.filter(kind="missing", missing_report__fir_linked_at__gte=since)


@indicator(
    "fir_hours_half",
    report="R04",
    en="Hours to FIR, half within",
    hi="FIR तक घंटे, आधी रिपोर्टें इतने में",
    front=False,
    hours=(*FROM_TO, 0.5),
)
def hours_half(matters: QuerySet, at: datetime) -> QuerySet:
    return _timed(matters, at)


@indicator(
    "fir_hours_p90",
    report="R04",
    en="Hours to FIR, nine of ten within",
    hi="FIR तक घंटे, दस में नौ इतने में",
    front=False,
    hours=(*FROM_TO, 0.9),
)
def hours_p90(matters: QuerySet, at: datetime) -> QuerySet:
    return _timed(matters, at)
