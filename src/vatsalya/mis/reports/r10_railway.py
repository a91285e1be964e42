"""R10 Railway: children found by the posts, by the seven categories, produced, matched."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.law.load import law
from vatsalya.matters.models import Link
from vatsalya.mis.report import indicator
from vatsalya.missing.models import RailRecord
from vatsalya.offices.models import Office

from .r01_missing_and_traced import month_start


def _found(matters: QuerySet, at: datetime, **more: object) -> QuerySet:
    """Care cases that a railway post opened this month."""
    since = month_start(at)
    posts = Office.objects.filter(kind="rail_post").values("no")  # stations and the SJPU keep the same record
    records = gate.visible(ENGINE, RailRecord).filter(
        case=OuterRef("pk"), unit_no__in=posts, written_at__gte=since, **more
    )
    return matters.filter(Exists(records), kind="cncp")


@indicator("rail_found", report="R10", en="Found at the railway this month", hi="इस माह रेलवे पर मिले", front=False)
def found(matters: QuerySet, at: datetime) -> QuerySet:
    return _found(matters, at)


@indicator("rail_waiting", report="R10", en="Of these not yet produced", hi="इनमें पेशी बाक़ी", tone="late", front=False)
def waiting(matters: QuerySet, at: datetime) -> QuerySet:
    return _found(matters, at, produced_at=None)


@indicator("rail_matched", report="R10", en="Of these matched with a report", hi="इनमें रिपोर्ट से मिलान", front=False)
def matched(matters: QuerySet, at: datetime) -> QuerySet:
    same = gate.visible(ENGINE, Link).filter(matter=OuterRef("pk"), kind="same_child")
    return _found(matters, at).filter(Exists(same))


def _category(code: str, en: str, hi: str) -> None:
    @indicator(f"rail_{code}", report="R10", en=f"Railway: {en}", hi=f"रेलवे: {hi}", front=False)
    def of_category(matters: QuerySet, at: datetime) -> QuerySet:
        return _found(matters, at, category=code)


for _code, _words in law().codes("rail_categories").items():
    _category(_code, _words["en"], _words["hi"])
