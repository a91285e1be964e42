"""Who lives in a home now, where each child is, and what the movement register says."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.institutions.models import Unit
from vatsalya.people import vault
from vatsalya.people.models import Vault

from .models import Movement, Placement

#: Answers of a movement that only those see who see the special class (why a child is in hospital).
SPECIAL = ("why",)


def residents(*, actor: Actor) -> QuerySet[Placement]:
    """Children now in the actor's home, longest stay first."""
    rows = gate.visible(actor, Placement).filter(discharged_at=None)
    return rows.select_related("matter", "child", "home", "case").order_by("admitted_at", "pk")


def where_they_are(*, actor: Actor) -> Counter[str]:
    """How many children are where: by the state of their stay."""
    rows = gate.visible(actor, Placement).filter(discharged_at=None)
    return Counter({row["matter__state"]: row["n"] for row in rows.values("matter__state").annotate(n=Count("pk"))})


def grow_up(*, actor: Actor, on: date) -> list[Placement]:
    """Children who turn eighteen within a year, as far as their year of birth is known, the eldest first."""
    rows = residents(actor=actor).filter(child__birth_from__lte=on.year + 1 - 18, child__birth_from__gte=on.year - 19)
    return list(rows.order_by("child__birth_from", "pk")[:50])


def of_case(*, actor: Actor, case_id: object) -> list[Placement]:
    """All stays of a child within a case, newest first."""
    rows = gate.visible(actor, Placement).filter(case_id=case_id)
    return list(rows.select_related("home", "matter").order_by("-admitted_at"))


def one(*, actor: Actor, matter_id: object) -> Placement:
    """One stay, through the gate."""
    related = ("case", "home", "to_home", "matter__office", "matter__child")
    return gate.get(actor, "placement.read", Placement, matter_id, related=related)


def unit(office_no: int) -> Unit | None:
    """The registration of a home: strength, category, sex, age, until when."""
    return Unit.objects.select_related("office").filter(office__no=office_no).first()


def beds(home_no: int) -> int:
    """Beds that are taken: children who live there, whoever is out for a time, and those who are ordered there."""
    with session.engine():
        return gate.visible(ENGINE, Placement).filter(held_by(home_no), discharged_at=None).count()


def held_by(home_no: int) -> Q:
    """A stay that holds a bed of this home."""
    return Q(home__no=home_no) | Q(to_home__no=home_no)


@dataclass(frozen=True)
class Entry:
    """A line of the register as its reader may see it."""

    movement: Movement
    told: dict[str, Any]


def register(*, actor: Actor, stay: Placement) -> list[Entry]:
    """The movement register of a stay, newest first; call it after the stay came through the gate."""
    rows = gate.visible(actor, Movement).filter(matter_id=stay.pk).select_related("posting__account")
    found = list(rows.order_by("-at", "-pk"))
    if not found:
        return []
    with session.engine():
        sealed = gate.visible(ENGINE, Vault).get(child_id=stay.child_id)
    special = "special" in gate.fields(actor, stay)
    entries = []
    for row in found:
        told = vault.unlock(sealed.child_id, sealed.key, row.told)
        shown = {key: value for key, value in told.items() if special or key not in SPECIAL}
        entries.append(Entry(row, shown))
    return entries
