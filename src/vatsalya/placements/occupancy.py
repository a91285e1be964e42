"""Live occupancy: strength, places held and free, registration; numbers only, whoever looks."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.institutions.models import Unit

from .models import Placement

#: A renewal is asked for this long before the registration ends (portal CC-11).
AHEAD = timedelta(days=183)


@dataclass(frozen=True)
class Line:
    """A home: its registration, how many live there and how many places are free."""

    unit: Unit
    living: int
    held: int
    on: date

    @property
    def free(self) -> int:
        """Places that can still be ordered; below nought when the home is over its strength."""
        return self.unit.strength - self.held

    @property
    def registration(self) -> str:
        """late: over; soon: within six months; else nothing."""
        until = self.unit.registered_until
        return "late" if until < self.on else "soon" if until <= self.on + AHEAD else ""


def homes(*, on: date, district: int | None = None, state: int | None = None) -> list[Line]:
    """The homes of a district or State with their places now, those without a place last."""
    units = Unit.objects.select_related("office__district").filter(office__valid_to=None)
    units = units.filter(office__district_id=district) if district else units.filter(office__state_id=state)
    found = list(units.order_by("office__district__name_en", "office__name_en"))
    living, held = _counted([unit.office_id for unit in found])
    return [Line(unit, living[unit.office_id], held[unit.office_id], on) for unit in found]


def _counted(ids: list[int]) -> tuple[Counter[int], Counter[int]]:
    """Children who live in each home, and places that are held there (a transfer holds one too)."""
    with session.engine():
        rows = gate.visible(ENGINE, Placement).filter(discharged_at=None)
        here = rows.filter(home_id__in=ids)
        living = Counter(dict(here.filter(admitted_at__isnull=False).values_list("home_id").annotate(Count("pk"))))
        held = Counter(dict(here.values_list("home_id").annotate(Count("pk"))))
        coming = Counter(dict(rows.filter(to_home_id__in=ids).values_list("to_home_id").annotate(Count("pk"))))
    return living, held + coming


def free_of(home_ids: list[int]) -> dict[int, int]:
    """Free places by home, for a choice of homes within the reader's own district: two questions, no more."""
    rows = gate.visible(ENGINE, Placement).filter(discharged_at=None)
    pairs = rows.filter(Q(home_id__in=home_ids) | Q(to_home_id__in=home_ids)).values_list("home_id", "to_home_id")
    held = Counter(home for pair in pairs for home in pair if home)
    strengths = dict(Unit.objects.filter(office_id__in=home_ids).values_list("office_id", "strength"))
    return {pk: strength - held[pk] for pk, strength in strengths.items()}
