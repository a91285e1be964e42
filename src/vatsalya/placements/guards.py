"""What the law asks before a child is placed: fit, room, registration, age."""

from datetime import datetime
from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.institutions.models import Unit
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Clock, Matter
from vatsalya.matters.registry import guard
from vatsalya.offices.models import Office
from vatsalya.papers.models import Paper

from .models import Placement


def _unit(home: Office | None) -> Unit | None:
    return Unit.objects.filter(office=home).first() if home else None


@guard("placement.fits_child")
def fits_child(matter: Matter, *, home: Office | None = None, **facts: Any) -> Refusal | None:
    """The home takes children of this sex and age; a Children's Home, not a home for children in conflict."""
    unit, child = _unit(home), matter.child
    if unit is None or child is None:
        return None
    age = child.age_value
    fits_sex = child.sex in {"unknown", ""} or child.sex in unit.sexes.split(",")
    fits_age = age is None or unit.age_from <= age <= unit.age_to
    return None if fits_sex and fits_age else Refusal("placement.fits_child")


@guard("placement.has_room")
def has_room(
    matter: Matter, *, home: Office | None = None, over_strength_reason: str = "", **facts: Any
) -> Refusal | None:
    """Within the sanctioned strength, or with a reason in writing (s.30: capacity is a criterion)."""
    unit = _unit(home)
    if unit is None or over_strength_reason:
        return None
    taken = gate.visible(ENGINE, Placement).filter(home=home, discharged_at=None).count()
    return Refusal("placement.has_room", strength=unit.strength, taken=taken) if taken >= unit.strength else None


@guard("placement.registration_valid")
def registration_valid(matter: Matter, *, at: datetime, home: Office | None = None, **facts: Any) -> Refusal | None:
    """The unit's registration holds on this day (s.41)."""
    unit = _unit(home)
    if unit is None or unit.registered_until >= ist_date(at):
        return None
    return Refusal("placement.registration_valid", until=unit.registered_until)


@guard("placement.under_six_goes_to_saa")
def under_six(
    matter: Matter, *, home: Office | None = None, under_six_reason: str = "", **facts: Any
) -> Refusal | None:
    """A child under six without parents goes to an adoption agency where there is one (s.36(1))."""
    child = matter.child
    if home is None or home.kind == "saa" or under_six_reason or child is None or child.age_value is None:
        return None
    return Refusal("placement.under_six_goes_to_saa") if child.age_value < 6 else None


@guard("placement.order_signed")
def order_signed(matter: Matter, **facts: Any) -> Refusal | None:
    """Nobody is admitted for longer than the emergency, nor let go, without an order."""
    signed = gate.visible(ENGINE, Paper).filter(matter=matter.parent or matter, form__in=("18", "44", "45")).exists()
    return None if signed else Refusal("placement.order_signed")


@guard("placement.nowhere")
def nowhere(matter: Matter, **facts: Any) -> Refusal | None:
    """The child lives in no home now: after a journey from another district."""
    rows = gate.visible(ENGINE, Placement).filter(child_id=matter.child_id, discharged_at=None)
    staying = rows.select_related("home").first()
    if staying is None:
        return None
    return Refusal("placement.nowhere", home={"en": staying.home.name_en, "hi": staying.home.name_hi})


@guard("placement.one_open")
def one_open(matter: Matter, **facts: Any) -> Refusal | None:
    """A child stays in one place at a time."""
    elsewhere = gate.visible(ENGINE, Placement).filter(child_id=matter.child_id, discharged_at=None)
    return Refusal("placement.one_open") if elsewhere.exclude(pk=matter.pk).exists() else None


@guard("placement.inquiry_owed")
def inquiry_owed(matter: Matter, **facts: Any) -> Refusal | None:
    """The day's inquiry is owed once for each time that a child left (T71)."""
    runs = gate.visible(ENGINE, Clock).filter(matter=matter, code="T71", stopped_at=None).exists()
    return None if runs else Refusal("placement.inquiry_owed")
