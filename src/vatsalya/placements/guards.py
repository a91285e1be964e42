"""What the law asks before a child is placed: fit, room, registration, age."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.institutions.models import Unit
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Clock, Matter
from vatsalya.matters.registry import guard
from vatsalya.offices.models import Office
from vatsalya.papers.models import Paper

from .models import Placement

FEWEST_WORDS = 3


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


#: What homes are for: a child in need of care never goes to a home for children in conflict with law, and the
#: other way round only through the Committee (s.2(14), s.47 to 51).
FOR_CARE = frozenset({"children_home", "open_shelter", "saa", "fit_facility"})
FOR_CONFLICT = frozenset({"observation_home", "special_home", "place_of_safety", "fit_facility"})


@guard("placement.right_track")
def right_track(matter: Matter, *, home: Office | None = None, **facts: Any) -> Refusal | None:
    """The home is one for children of this proceeding."""
    unit = _unit(home)
    if unit is None:
        return None
    allowed = FOR_CONFLICT if matter.realm == "ccl" else FOR_CARE
    return None if unit.category in allowed else Refusal("placement.right_track")


def _reasoned(reason: str) -> bool:
    """An exception is reasoned in writing: a sentence, not a dash."""
    return len(reason.split()) >= FEWEST_WORDS


@guard("placement.has_room")
def has_room(
    matter: Matter, *, home: Office | None = None, over_strength_reason: str = "", **facts: Any
) -> Refusal | None:
    """Within the sanctioned strength, or with a reason in writing (s.30: capacity is a criterion).

    The unit's row is locked until the order is signed: of two who give the last bed at the same moment one waits,
    and is then told that the home is full.
    """
    if home is None or _reasoned(over_strength_reason):
        return None
    with session.engine():
        unit = Unit.objects.select_for_update().filter(office=home).first()
        if unit is None:
            return None
        held = gate.visible(ENGINE, Placement).filter(Q(home=home) | Q(to_home=home), discharged_at=None)
        taken = held.exclude(child_id=matter.child_id).count()
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
    if home is None or home.kind == "saa" or _reasoned(under_six_reason) or child is None or child.age_value is None:
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


@guard("placement.release_ordered")
def release_ordered(matter: Matter, *, actor: Actor | None = None, **facts: Any) -> Refusal | None:
    """A home lets a child go by Form 44 or with an escort (Form 45) only; a Form 18 does not open the door."""
    if actor is None or actor.role not in ("pic", "saa_officer"):
        return None
    papers = gate.visible(ENGINE, Paper).filter(matter=matter.parent or matter, form__in=("44", "45"))
    return None if papers.exists() else Refusal("placement.release_ordered")


@guard("placement.receiving_home")
def receiving_home(matter: Matter, *, actor: Actor | None = None, **facts: Any) -> Refusal | None:
    """Only the home that the order names receives the child."""
    with session.engine():
        stay = gate.visible(ENGINE, Placement).select_related("to_home").filter(pk=matter.pk).first()
    named = stay is not None and stay.to_home is not None and actor is not None and stay.to_home.no == actor.office_no
    return None if named else Refusal("placement.receiving_home")
