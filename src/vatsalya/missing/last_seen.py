"""The day on which a child was last seen can be neither before its birth nor longer ago than a childhood."""

from datetime import date, datetime
from typing import Any

from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal

from . import sheet

FIELD = "last_seen_at"


def wrong(answers: dict[str, Any], *, at: datetime) -> list[Refusal]:
    """Why this day cannot be the right one; both dates are named, so that the officer sees which is wrong."""
    today, seen = ist_date(at), ist_date(sheet.as_instant(answers["last_seen_at"]))
    born = sheet.as_date(answers.get("birth_date"))
    if born and seen < born <= today:
        return [Refusal("seen.before_birth", field=FIELD, seen=_day(seen), born=_day(born))]
    years = int(law().option(None, "missing.last_seen_years", today))
    if seen.year < today.year - years:
        return [Refusal("seen.too_long_ago", field=FIELD, seen=_day(seen), today=_day(today), years=years)]
    return []


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
