"""R08 Match funnel: what became of the engine's suggestions, by what made it look and how sure it was.

Counted by the worker per district of the report and month of the suggestion, and kept as figures; a page adds them up.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Q

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.lib.clock import IST
from vatsalya.missing.models import Pair
from vatsalya.notices.models import Notice

from .models import Figure

SOURCES = ("save", "nightly", "import", "citizen", "helpline")
BANDS = ("alert", "review")
#: suggestions, seen, same, different, asked for more, open longer than a week; hours are kept as a median.
COUNTS = ("sug", "seen", "same", "diff", "more", "open7")
MONTHS = 3  # how many months back the worker counts again: an answer comes late
OPEN_DAYS = 7


def month_of(at: datetime) -> str:
    """A month as figures name it: 2611 for November 2026, in India."""
    return f"{at.astimezone(IST):%y%m}"


def months(at: datetime) -> list[str]:
    """This month and the ones before it that are still counted, the newest first."""
    made, day = [], at.astimezone(IST).replace(day=1)
    for _ in range(MONTHS):
        made.append(month_of(day))
        day = (day - timedelta(days=1)).replace(day=1)
    return made


def _start(at: datetime) -> datetime:
    day = at.astimezone(IST).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(MONTHS - 1):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


@dataclass
class _Cell:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    hours: list[float] = field(default_factory=list)


Place = tuple[int, int]


def count(eyes: Actor, at: datetime) -> dict[str, dict[Place, int]]:
    """The funnel of the counted months: indicator -> place -> value; (0, 0) is India, (state, 0) a State."""
    cells: dict[tuple[str, Place], _Cell] = defaultdict(_Cell)
    seen = _opened()
    for pair in gate.visible(eyes, Pair).filter(proposed_at__gte=_start(at)).values(*_COLUMNS).iterator():
        head = f"r08.{month_of(pair['proposed_at'])}.{pair['source']}.{pair['band']}"
        state, district = pair["missing__state_code"], pair["missing__district_code"]
        for place in ((0, 0), (state, 0), (state, district)):
            _add(cells[head, place], pair, at, seen=pair["id"] in seen)
    return _figures(cells)


_COLUMNS = (
    "id", "proposed_at", "decided_at", "source", "band", "verdict", "missing_says", "found_says",
    "missing__state_code", "missing__district_code",
)  # fmt: skip


def _opened() -> set[Any]:
    """Pairs whose notice somebody opened; an answer without it counts as seen as well."""
    rows = Notice.objects.filter(Q(code__startswith="match.") & ~Q(seen_at=None))
    return set(rows.values_list("matter_id", flat=True).distinct())


def _add(cell: _Cell, pair: dict[str, Any], at: datetime, *, seen: bool) -> None:
    same = pair["verdict"] in ("confirmed", "reunited", "followed")
    different = pair["verdict"] == "rejected"
    said = bool(pair["missing_says"] or pair["found_says"])
    facts = {
        "sug": True,
        "seen": seen or said or same or different,
        "same": same,
        "diff": different,
        "more": "more" in (pair["missing_says"], pair["found_says"]),
        "open7": pair["verdict"] == "possible" and at - pair["proposed_at"] > timedelta(days=OPEN_DAYS),
    }
    for name, counts in facts.items():
        cell.counts[name] += counts
    if (same or different) and pair["decided_at"]:
        cell.hours.append((pair["decided_at"] - pair["proposed_at"]).total_seconds() / 3600)


def _figures(cells: dict[tuple[str, Place], _Cell]) -> dict[str, dict[Place, int]]:
    made: dict[str, dict[Place, int]] = defaultdict(dict)
    for (head, place), cell in cells.items():
        for name, value in cell.counts.items():
            made[f"{head}.{name}"][place] = value
        if cell.hours:
            made[f"{head}.hours"][place] = round(median(cell.hours))
    return made


@dataclass(frozen=True)
class Line:
    """One line of the funnel: a source and a band, its counts, its precision and its median time."""

    source: str
    band: str
    counts: dict[str, int]
    hours: int | None

    @property
    def precision(self) -> float | None:
        """same / (same + different); None when nobody has decided yet."""
        decided = self.counts["same"] + self.counts["diff"]
        return self.counts["same"] / decided if decided else None


def lines(*, month: str, level: str, code: int | None) -> list[Line]:
    """The funnel of a month for the nation, a State or a district, as the worker last counted it."""
    rows = Figure.objects.filter(indicator__startswith=f"r08.{month}.")
    if level == "district":
        rows = rows.filter(district_code=code)
    else:
        rows = rows.filter(state_code=code or 0, district_code=0)
    held: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for name, value in rows.values_list("indicator", "value"):
        _, _, source, band, what = name.split(".")
        held[source, band][what] = value
    return [
        Line(source, band, {name: told.get(name, 0) for name in COUNTS}, told.get("hours"))
        for source in SOURCES
        for band in BANDS
        if (told := held.get((source, band))) and told.get("sug")
    ]
