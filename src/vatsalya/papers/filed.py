"""Public numbers for the trail: of which file a row is, by its number and without anything about the child."""

from collections.abc import Iterable
from uuid import UUID

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.matters import numbers
from vatsalya.matters.models import Matter
from vatsalya.people.models import Child

from .models import Paper


def numbers_of(rows: Iterable[str]) -> dict[str, str]:
    """Row of the trail -> the number of the file, child or paper that it is; what has none stands not in it."""
    asked = {row for row in rows if _is_id(row)}
    with session.engine():
        found = [
            *gate.visible(ENGINE, Child).filter(pk__in=asked).values_list("pk", "number"),
            *gate.visible(ENGINE, Paper).filter(pk__in=asked).values_list("pk", "serial"),
            *gate.visible(ENGINE, Matter).filter(pk__in=asked).values_list("pk", "number"),
        ]
    return {str(pk): number for pk, number in found}


def ids_of(number: str) -> set[str]:
    """The rows of one file by its number: the file itself, its child and its papers."""
    with session.engine():
        matter = gate.visible(ENGINE, Matter).filter(number=numbers.number_in(number) or None).first()
        if matter is None:
            return set()
        papers = gate.visible(ENGINE, Paper).filter(matter=matter).values_list("pk", flat=True)
        return {str(one) for one in (matter.pk, matter.child_id, *papers) if one}


def _is_id(row: str) -> bool:
    try:
        return bool(UUID(row))
    except ValueError:
        return False
