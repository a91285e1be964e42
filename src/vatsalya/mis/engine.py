"""Counting populations by place (the worker), and reading the counts (the pages)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules
from time import monotonic

from django.db import transaction
from django.db.models import Count, Max, QuerySet, Sum

from vatsalya.access import gate, session
from vatsalya.access.actor import Actor, machine
from vatsalya.matters.models import Matter

from . import funnel, reports
from .measures import WHOLE, measured
from .models import Figure, Freshness
from .report import Indicator, indicators  # noqa: F401  (read through the engine by the doors)
from .small import SMALL


def load_reports() -> None:
    """Import every report file; by lying in the folder it is known."""
    for module in iter_modules(reports.__path__):
        import_module(f"{reports.__name__}.{module.name}")


@transaction.atomic
def refresh(*, at: datetime) -> int:
    """Count every population by district, write only what changed; returns the rows written."""
    began = monotonic()
    eyes = machine("figures")
    session.bind(eyes, act="figures.refresh")
    written = 0
    for indicator in indicators().values():
        written += _store(indicator.code, _count(indicator, eyes, at))
    written += _store_funnel(eyes, at)
    last = gate.visible(eyes, Matter).aggregate(last=Max("changed_at"))["last"]
    Freshness.objects.update_or_create(
        pk=1, defaults={"counted_at": at, "took_ms": int((monotonic() - began) * 1000), "last_entry_at": last}
    )
    return written


def _store_funnel(eyes: Actor, at: datetime) -> int:
    """R08 counts pairs and not matters, so it has indicators of its own; what is gone goes to nought."""
    counted = funnel.count(eyes, at)
    recent = [f"r08.{month}." for month in funnel.months(at)]
    held = Figure.objects.filter(indicator__startswith="r08.").values_list("indicator", flat=True).distinct()
    names = {*counted, *(name for name in held if name.startswith(tuple(recent)))}
    return sum(_store(name, counted.get(name, {})) for name in sorted(names))


def _count(indicator: Indicator, eyes: Actor, at: datetime) -> dict[tuple[int, int], int]:
    rows = indicator.population(gate.visible(eyes, Matter), at)
    if indicator.hours:
        return measured(indicator, rows, fewest=SMALL)
    grouped = rows.order_by().values_list("state_code", "district_code").annotate(n=Count("pk"))
    return {(state, district): n for state, district, n in grouped}


def _store(code: str, counted: dict[tuple[int, int], int]) -> int:
    held = {(f.state_code, f.district_code): f for f in Figure.objects.filter(indicator=code)}
    fresh, changed = [], []
    for place in counted.keys() | held.keys():
        value, row = counted.get(place, 0), held.get(place)
        if row is None:
            fresh.append(Figure(indicator=code, state_code=place[0], district_code=place[1], value=value))
        elif row.value != value:
            row.value = value
            changed.append(row)
    Figure.objects.bulk_create(fresh)
    Figure.objects.bulk_update(changed, ["value"])
    return len(fresh) + len(changed)


@dataclass(frozen=True)
class Line:
    """One place of a board: its LGD code and its figures by indicator."""

    code: int
    values: dict[str, int]


@dataclass(frozen=True)
class Board:
    """The figures of one area: the total, and a line for each place below it."""

    total: dict[str, int]
    lines: list[Line]
    freshness: Freshness | None


def board(*, level: str, code: int | None = None) -> Board:
    """The board of the nation (lines: States), a State (lines: districts) or one district."""
    rows = Figure.objects.filter(indicator__in=indicators()).exclude(indicator__in=_measures())
    if level == "state":
        rows = rows.filter(state_code=code)
    elif level == "district":
        rows = rows.filter(district_code=code)
    column = "state_code" if level == "nation" else "district_code"
    by_place: dict[int, dict[str, int]] = defaultdict(dict)
    total: dict[str, int] = dict.fromkeys((c for c in indicators() if c not in _measures()), 0)
    total |= _measured(level, code)
    for place, name, value in rows.values_list(column, "indicator").annotate(v=Sum("value")):
        by_place[place][name] = value
        total[name] = total.get(name, 0) + value
    lines = [Line(place, values) for place, values in sorted(by_place.items())]
    return Board(total, lines, Freshness.objects.filter(pk=1).first())


def _measures() -> list[str]:
    """The codes of the measures, which are never summed."""
    return [one.code for one in indicators().values() if one.hours]


def _measured(level: str, code: int | None) -> dict[str, int]:
    """The measures of exactly this place."""
    rows = Figure.objects.filter(indicator__in=_measures())
    if level == "nation":
        rows = rows.filter(state_code=WHOLE, district_code=WHOLE)
    elif level == "state":
        rows = rows.filter(state_code=code, district_code=WHOLE)
    else:
        rows = rows.filter(district_code=code)
    return dict(rows.values_list("indicator", "value"))


#: What start + reported - traced - turned eighteen = still missing is reckoned of.
BALANCE = ("missing_opening", "missing_reported", "missing_traced", "missing_turned_18_now", "missing_open")


def balances(total: dict[str, int]) -> bool:
    """opening + reported - traced - turned eighteen = closing; a board that does not balance says so in red."""
    opening, reported, traced, turned_18, still = (total[code] for code in BALANCE)
    return opening + reported - traced - turned_18 == still


def opened(*, actor: Actor, code: str, at: datetime, state: int | None, district: int | None) -> QuerySet:
    """The list behind a figure: the same population, as far as this officer's eyes reach."""
    rows = indicators()[code].population(gate.visible(actor, Matter), at)
    if state:
        rows = rows.filter(state_code=state)
    if district:
        rows = rows.filter(district_code=district)
    return rows.select_related("office", "child").order_by("-opened_at")
