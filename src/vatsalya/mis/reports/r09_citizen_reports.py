"""R09 Citizens' reports: received, answered in time, and how they ended. Reports that say the same count once."""

from datetime import datetime

from django.db.models import QuerySet

from vatsalya.mis.report import indicator

from .r01_missing_and_traced import month_start


def this_month(matters: QuerySet, at: datetime) -> QuerySet:
    """Citizens' reports received in this month."""
    return matters.filter(kind="citizen", opened_at__gte=month_start(at), opened_at__lte=at)


@indicator("citizen_received", report="R09", en="Citizens' reports this month", hi="इस माह नागरिकों की सूचनाएँ")
def received(matters: QuerySet, at: datetime) -> QuerySet:
    return this_month(matters, at)


@indicator("citizen_in_time", report="R09", en="Citizens' reports answered in time", hi="समय पर उत्तर पाई सूचनाएँ")
def in_time(matters: QuerySet, at: datetime) -> QuerySet:
    return this_month(matters, at).filter(citizen_report__in_time=True)


@indicator("citizen_accepted", report="R09", en="Citizens' reports registered as missing", hi="लापता दर्ज हुई सूचनाएँ")
def accepted(matters: QuerySet, at: datetime) -> QuerySet:
    return this_month(matters, at).filter(citizen_report__outcome="accepted")


@indicator("citizen_duplicate", report="R09", en="Citizens' reports, same as another", hi="दूसरी रिपोर्ट के समान सूचनाएँ")
def duplicate(matters: QuerySet, at: datetime) -> QuerySet:
    return this_month(matters, at).filter(citizen_report__outcome="duplicate")


@indicator("citizen_false", report="R09", en="Citizens' reports found false", hi="नागरिकों की झूठी पाई गई सूचनाएँ")
def false(matters: QuerySet, at: datetime) -> QuerySet:
    return this_month(matters, at).filter(citizen_report__outcome="false")


@indicator("citizen_open", report="R09", en="Citizens' reports that wait", hi="उत्तर की प्रतीक्षा में सूचनाएँ", tone="soon")
def still_open(matters: QuerySet, at: datetime) -> QuerySet:
    return matters.filter(kind="citizen", closed_at=None)
