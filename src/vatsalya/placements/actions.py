"""Admitting a child to a home, and letting the child go by order only."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import shares
from vatsalya.matters.models import Matter, Move
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office

from . import guards
from .models import Placement


@transaction.atomic
def admit_emergency(*, actor: Actor, at: datetime, case: Matter, home: Office, since: datetime | None = None) -> Matter:
    """Take a child in at any hour, before an order; the child is produced within 24 hours (s.31).

    `since`: when the home took the child over, if that is written down later.

    Also for one night a home takes only those for whom it is registered (s.41); room and age under six may wait for
    the Committee.
    """
    asked = (guards.fits_child(case, home=home), guards.registration_valid(case, home=home, at=at))
    refusals = [one for one in asked if one]
    if refusals:
        raise Refused(*refusals)
    return _begin(actor=actor, at=at, case=case, home=home, state="ADMITTED", name="admit_emergency", since=since)


def _begin(
    *, actor: Actor, at: datetime, case: Matter, home: Office, state: str, name: str, since: datetime | None = None
) -> Matter:
    with session.engine():
        matter = matters.open_matter(
            actor=actor,
            at=at,
            kind="placement",
            office=home,
            child=case.child,
            district_code=home.district_id or case.district_code,
            opening=matters.Opening(name=name, state=state, leads_child=False, parent=case),
            share_with=((case.unit_no, "committee"),),
        )
        try:
            with transaction.atomic():
                Placement.objects.create(
                    matter=matter,
                    case=case,
                    child_id=case.child_id,
                    home=home,
                    admitted_at=(since or at) if state == "ADMITTED" else None,
                )
        except IntegrityError:
            raise Refused(Refusal("placement.one_open")) from None
    return matter


def current(case: Matter) -> Placement | None:
    """Where the child of a case stays now."""
    with session.engine():
        rows = gate.visible(ENGINE, Placement).filter(case=case, discharged_at=None)
        return rows.select_related("matter", "home").first()


@transaction.atomic
def order(*, actor: Actor, at: datetime, case: Matter, home: Office) -> Matter:
    """Order a placement: confirms the home where the child is, or names another (Form 18)."""
    staying = current(case)
    if staying and staying.home_id == home.pk:
        shares.share(case, number=home.no, ground="resident", at=at)
        return staying.matter
    if staying:
        discharge(actor=actor, at=at, placement=staying)
    matter = _begin(actor=actor, at=at, case=case, home=home, state="ORDERED", name="order")
    shares.share(case, number=home.no, ground="resident", at=at)
    return matter


@transaction.atomic
def admit(*, actor: Actor, at: datetime, matter_id: UUID) -> Move:
    """The person-in-charge receives the child named in the order."""
    matter = matters.see(actor, matter_id, act="placement.admit", lock=True)
    made = matters.move(matter, "admit", actor=actor, at=at)
    gate.visible(ENGINE, Placement).filter(pk=matter.pk).update(admitted_at=at)
    return made


def discharge(*, actor: Actor, at: datetime, placement: Placement) -> None:
    """The child leaves by order; from now on the home no longer sees the case."""
    with session.engine():
        matters.move(placement.matter, "discharge", actor=actor, at=at)
        gate.visible(ENGINE, Placement).filter(pk=placement.pk).update(discharged_at=at)
        shares.end(placement.case, number=placement.home.no, at=at, ground="resident")


def homes_for(district_code: int) -> list[Office]:
    """The homes of a district to which a Committee may send a child."""
    return offices.all_in_district(("home", "saa"), district_code)
