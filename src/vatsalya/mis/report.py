"""A figure is a named population that can be counted by place and opened as a list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

#: Takes matters (already scoped to somebody's eyes) and the instant; gives those that count.
Population = Callable[[QuerySet, datetime], QuerySet]


@dataclass(frozen=True)
class Indicator:
    """A figure of the boards: its code, title and note in two languages, and who is counted."""

    code: str
    report: str
    title: dict[str, str]
    note: dict[str, str]
    population: Population
    tone: str = ""
    #: Stands on everybody's first page and in the table of places; the others stand below, by report.
    front: bool = True
    #: For a measure: from which instant to which, and the share of the population that is done within the hours shown.
    hours: tuple[str, str, float] | None = None


_known: dict[str, Indicator] = {}


def indicator(
    code: str,
    *,
    report: str,
    en: str,
    hi: str,
    note_en: str = "",
    note_hi: str = "",
    tone: str = "",
    front: bool = True,
    hours: tuple[str, str, float] | None = None,
) -> Callable[[Population], Population]:
    """Declare a figure; the function says who is counted."""

    def take(population: Population) -> Population:
        if code in _known:
            raise ValueError(f"indicator {code} stands twice")
        title, note = {"en": en, "hi": hi}, {"en": note_en, "hi": note_hi}
        _known[code] = Indicator(code, report, title, note, population, tone, front, hours)
        return population

    return take


def indicators() -> dict[str, Indicator]:
    """All figures, in the order in which the boards show them."""
    return dict(_known)
