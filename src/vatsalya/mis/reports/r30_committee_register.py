"""R30 Committee register: cases opened, pending and past the limit; R23 children in homes; R51 helpline."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.matters import queries as clocks
from vatsalya.matters.models import Clock
from vatsalya.mis.report import indicator
from vatsalya.mis.reports.r01_missing_and_traced import month_start


@indicator("cases_new", report="R30", en="Care cases opened this month", hi="इस माह खुले देखरेख प्रकरण")
def cases_new(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="cncp", opened_at__gte=month_start(at))


@indicator("cases_open", report="R30", en="Care cases pending", hi="लंबित देखरेख प्रकरण")
def cases_open(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="cncp", closed_at=None)


@indicator(
    "cases_late",
    report="R30",
    en="Cases past a limit of the law",
    hi="कानूनी समय-सीमा पार प्रकरण",
    tone="late",
)
def cases_late(matters: QuerySet, at: datetime) -> QuerySet:
    late = gate.visible(ENGINE, Clock).filter(matter=OuterRef("pk"), stopped_at=None)
    return matters.filter(Exists(late.filter(clocks.late(at))), kind="cncp", closed_at=None)


@indicator("in_homes", report="R23", en="Children in homes", hi="गृहों में बच्चे")
def in_homes(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="placement", placement__admitted_at__isnull=False, placement__discharged_at=None)


@indicator("restored", report="R43", en="Restored this month", hi="इस माह परिवार को लौटाए गए")
def restored(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="cncp", care_case__restored_at__gte=month_start(at))


@indicator("calls_open", report="R51", en="1098 cases open", hi="1098 के खुले प्रकरण")
def calls_open(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="helpline", closed_at=None)
