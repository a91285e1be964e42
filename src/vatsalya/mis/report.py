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


_known: dict[str, Indicator] = {}


def indicator(
    code: str, *, report: str, en: str, hi: str, note_en: str = "", note_hi: str = "", tone: str = ""
) -> Callable[[Population], Population]:
    """Declare a figure; the function says who is counted."""

    def take(population: Population) -> Population:
        if code in _known:
            raise ValueError(f"indicator {code} stands twice")
        title, note = {"en": en, "hi": hi}, {"en": note_en, "hi": note_hi}
        _known[code] = Indicator(code, report, title, note, population, tone)
        return population

    return take


def indicators() -> dict[str, Indicator]:
    """All figures, in the order in which the boards show them."""
    return dict(_known)
