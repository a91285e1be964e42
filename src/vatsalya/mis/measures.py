"""Measures over a population: within how many hours a given share of it was done, for country, State and district.

A median of districts is no median of the State, so each level is measured by itself and never summed.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, QuerySet

from .report import Indicator

#: The code that stands for a whole State or country.
WHOLE = 0


class Percentile(Aggregate):
    """PostgreSQL's percentile_cont over an interval or number."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"


def measured(indicator: Indicator, rows: QuerySet, *, fewest: int) -> dict[tuple[int, int], int]:
    """Whole hours by place; places with fewer than so many are left out, for a median tells of each of a few."""
    assert indicator.hours is not None
    begin, end, share = indicator.hours
    span = ExpressionWrapper(F(end) - F(begin), output_field=DurationField())
    timed = rows.filter(**{f"{end}__isnull": False}).annotate(span=span).order_by()
    found: dict[tuple[int, int], int] = {}
    for places in ((), ("state_code",), ("state_code", "district_code")):
        for line in _lines(timed, places, share):
            if line["n"] >= fewest and line["at"] is not None:
                found[line.get("state_code", WHOLE), line.get("district_code", WHOLE)] = _hours(line["at"])
    return found


def _lines(timed: QuerySet, places: tuple[str, ...], share: float) -> list[dict[str, Any]]:
    at = Percentile("span", share=share, output_field=DurationField())
    if not places:
        return [timed.aggregate(n=Count("pk"), at=at)]
    return list(timed.values(*places).annotate(n=Count("pk"), at=at))


def _hours(span: timedelta) -> int:
    """Whole hours, rounded up: done within so many."""
    return -(-int(span.total_seconds()) // 3600)
