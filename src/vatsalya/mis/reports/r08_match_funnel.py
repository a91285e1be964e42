"""R08 Match funnel: the reports that wait for an answer; the funnel itself is `mis/funnel.py`."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.mis.funnel import OPEN_DAYS
from vatsalya.mis.report import indicator
from vatsalya.missing.models import Pair


@indicator("match_open", report="R08", en="Reports with a possible match", hi="संभावित मिलान वाली रिपोर्टें")
def match_open(matters: QuerySet, at: datetime) -> QuerySet:
    """Missing reports of which at least one possible match waits for an answer."""
    waits = gate.visible(ENGINE, Pair).filter(missing=OuterRef("pk"), verdict="possible")
    return matters.filter(Exists(waits), kind="missing")


@indicator(
    "match_late",
    report="R08",
    en="A possible match unanswered for more than 7 days",
    hi="7 दिन से अधिक अनुत्तरित संभावित मिलान",
    tone="late",
)
def match_late(matters: QuerySet, at: datetime) -> QuerySet:
    """Missing reports with a possible match that has waited longer than a week."""
    since = at - timedelta(days=OPEN_DAYS)
    waits = gate.visible(ENGINE, Pair).filter(missing=OuterRef("pk"), verdict="possible", proposed_at__lt=since)
    return matters.filter(Exists(waits), kind="missing")
