"""Who has turned eighteen and is still missing: looked for as before, counted apart, never hidden."""

from datetime import date, datetime

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, machine
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.people import vault
from vatsalya.people.rules import age_at

from . import sheet
from .models import MissingReport

ADULT = 18


def certainly_adult(*, born: date | None, birth_to: int | None, on: date) -> bool:
    """With a date of birth on that day; else when the youngest that the child can be is eighteen."""
    if born is not None:
        return (age_at(born=born, on=on) or 0) >= ADULT
    return birth_to is not None and (age_at(born=date(birth_to, 12, 31), on=on) or 0) >= ADULT


def turn(*, at: datetime, limit: int = 2000) -> int:
    """Move the reports of those who have turned eighteen; call it with the machine's eyes."""
    on = ist_date(at)
    states = law().machine("missing").moves["turn_18"].from_
    rows = gate.visible(ENGINE, Matter).filter(kind="missing", state__in=states, child__birth_from__lte=on.year - ADULT)
    moved = 0
    # Who is only perhaps eighteen stays in these rows for years: the limit is on moves, not on rows.
    for matter in rows.select_related("child").order_by("opened_at").iterator(chunk_size=500):
        moved += _turn_one(matter, on, at=at)
        if moved == limit:
            break
    return moved


def _turn_one(matter: Matter, on: date, *, at: datetime) -> int:
    born = sheet.as_date(vault.read_for_engine(matter.child_id).get("birth_date"))
    assert matter.child is not None
    if not certainly_adult(born=born, birth_to=matter.child.birth_to, on=on):
        return 0
    matters.move(matter, "turn_18", actor=machine("missing.turn_18"), at=at)
    gate.visible(ENGINE, MissingReport).filter(pk=matter.pk).update(turned_18_at=at)
    return 1
