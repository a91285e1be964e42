"""Who has turned eighteen and is still missing: looked for as before, counted apart, never hidden."""

from datetime import date, datetime

from vatsalya.access import gate, session
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


def perhaps_adult(*, born: date | None, birth_from: int | None, on: date) -> bool:
    """Without a date of birth: when the oldest that the child can be is eighteen."""
    return born is None and birth_from is not None and (age_at(born=date(birth_from, 1, 1), on=on) or 0) >= ADULT


def today(matter: Matter, *, at: datetime) -> str:
    """`grown` when the child is eighteen for sure on that day, `perhaps` when nobody can say, else nothing."""
    child, on = matter.child, ist_date(at)
    assert child is not None
    with session.engine():
        born = sheet.as_date(vault.read_for_engine(child.pk).get("birth_date"))
    if certainly_adult(born=born, birth_to=child.birth_to, on=on):
        return "grown"
    return "perhaps" if perhaps_adult(born=born, birth_from=child.birth_from, on=on) else ""


def at_once(matter: Matter, *, at: datetime) -> None:
    """A report written years later: who has turned eighteen meanwhile is counted apart from the first moment."""
    matter.refresh_from_db(fields=["state"])
    if matter.state in law().machine("missing").moves["turn_18"].from_ and today(matter, at=at) == "grown":
        _move(matter, at=at)


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
    _move(matter, at=at)
    return 1


def _move(matter: Matter, *, at: datetime) -> None:
    matters.move(matter, "turn_18", actor=machine("missing.turn_18"), at=at)
    gate.visible(ENGINE, MissingReport).filter(pk=matter.pk).update(turned_18_at=at)
