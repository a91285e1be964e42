"""R11 Cross-check with the police register: reports whose FIR that register does not know.

The other way round (an FIR there, no report here) and silent stations are lists of no matter: they stand on PO-09.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.mis.report import indicator
from vatsalya.missing.models import ExternalFir


@indicator(
    "fir_here_only",
    report="R11",
    en="FIR here, not in the police register",
    hi="FIR यहाँ, पुलिस रजिस्टर में नहीं",
    front=False,
)
def here_only(matters: QuerySet, at: datetime) -> QuerySet:
    told = gate.visible(ENGINE, ExternalFir).filter(station_no=OuterRef("unit_no"))
    same = told.filter(fir_no=OuterRef("missing_report__fir_no"))
    return matters.filter(Exists(told), ~Exists(same), kind="missing").exclude(missing_report__fir_no="")
