"""R03 The anti trafficking units: what is due to them, what they have, what they owe."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.matters.models import Clock
from vatsalya.mis.report import indicator


def _running(code: str, at: datetime | None = None) -> Exists:
    """A clock that runs; with an instant, one that ran out before it."""
    rows = gate.visible(ENGINE, Clock).filter(matter=OuterRef("pk"), code=code, stopped_at=None)
    return Exists(rows.filter(due_at__lt=at) if at else rows)


@indicator(
    "ahtu_suspected",
    report="R03",
    en="Trafficking suspected, not handed over",
    hi="तस्करी का संदेह, सौंपा नहीं गया",
    tone="late",
    front=False,
)
def suspected(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(_running("T68"), kind="missing")


@indicator(
    "ahtu_past_months",
    report="R03",
    en="Past four months, not handed over",
    hi="चार माह पार, सौंपा नहीं गया",
    tone="late",
    front=False,
)
def past_months(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(
        _running("T69", at), kind="missing", missing_report__traced_at=None, missing_report__turned_18_at=None
    )


@indicator("ahtu_has", report="R03", en="With the units now", hi="अभी इकाइयों के पास", front=False)
def with_unit(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="missing", state="WITH_AHTU")


@indicator("ahtu_late", report="R03", en="Handed over late", hi="देर से सौंपे गए", front=False)
def handed_late(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(Q(ahtu_file__handed_at__gt=F("ahtu_file__due_at")), kind="missing")


@indicator(
    "ahtu_update_due",
    report="R03",
    en="Three-monthly report overdue",
    hi="त्रैमासिक रिपोर्ट की समय-सीमा पार",
    tone="late",
    front=False,
)
def update_due(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(_running("T69B", at), kind="missing", state="WITH_AHTU")


@indicator("ahtu_update_sent", report="R03", en="Three-monthly report sent", hi="त्रैमासिक रिपोर्ट भेजी गई", front=False)
def update_sent(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="missing", ahtu_file__updates__gt=0)
