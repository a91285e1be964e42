"""R05 Traced: in the own State or another, by whom, after how long."""

from datetime import datetime

from django.db.models import F, QuerySet

from vatsalya.mis.report import indicator

from .r01_missing_and_traced import traced


@indicator("traced_same_state", report="R05", en="Traced in the own State", hi="अपने राज्य में मिले", front=False)
def same_state(matters: QuerySet, at: datetime) -> QuerySet:
    return traced(matters, at).filter(missing_report__found_state=F("state_code"))


@indicator("traced_other_state", report="R05", en="Traced in another State", hi="दूसरे राज्य में मिले", front=False)
def other_state(matters: QuerySet, at: datetime) -> QuerySet:
    rows = traced(matters, at).filter(missing_report__found_state__isnull=False)
    return rows.exclude(missing_report__found_state=F("state_code"))


@indicator("traced_place_unknown", report="R05", en="Traced, place not written", hi="मिले, जगह नहीं लिखी", front=False)
def no_place(matters: QuerySet, at: datetime) -> QuerySet:
    return traced(matters, at).filter(missing_report__found_state=None)


@indicator("traced_by_police", report="R05", en="Traced by the police", hi="पुलिस ने खोजे", front=False)
def by_police(matters: QuerySet, at: datetime) -> QuerySet:
    kinds = ("police", "ahtu", "railway_police", "other_state")
    return traced(matters, at).filter(missing_report__found_by__in=kinds)


@indicator("traced_in_home", report="R05", en="Traced in a home, by a match", hi="गृह में, मिलान से मिले", front=False)
def in_home(matters: QuerySet, at: datetime) -> QuerySet:
    return traced(matters, at).filter(missing_report__found_by="home")


@indicator(
    "traced_hours_half",
    report="R05",
    en="Hours until traced, half within",
    hi="मिलने तक घंटे, आधे इतने में",
    front=False,
    hours=("missing_report__reported_at", "missing_report__traced_at", 0.5),
)
def hours_half(matters: QuerySet, at: datetime) -> QuerySet:
    return traced(matters, at).filter(missing_report__traced_at__isnull=False)
