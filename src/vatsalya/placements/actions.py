"""Admitting a child to a home, and letting the child go by order only."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import shares
from vatsalya.matters.models import Clock, Matter, Move
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office

from . import guards
from .models import Placement
from .rules import HOMES

#: What a home still owes after a child has gone: the inquiry, the reports of a death.
OWED = ("T71", "T72")


@transaction.atomic
def admit_emergency(*, actor: Actor, at: datetime, case: Matter, home: Office, since: datetime | None = None) -> Matter:
    """Take a child in at any hour, before an order; the child is produced within 24 hours (s.31).

    `since`: when the home took the child over, if that is written down later.

    Also for one night a home takes only those for whom it is registered (s.41); room and age under six may wait for
    the Committee.
    """
    asked = (
        guards.right_track(case, home=home),
        guards.fits_child(case, home=home),
        guards.registration_valid(case, home=home, at=at),
    )
    refusals = [one for one in asked if one]
    if refusals:
        raise Refused(*refusals)
    return _begin(actor=actor, at=at, case=case, home=home, state="ADMITTED", name="admit_emergency", since=since)


def _begin(
    *,
    actor: Actor,
    at: datetime,
    case: Matter,
    home: Office,
    state: str,
    name: str,
    since: datetime | None = None,
    starts: tuple[str, ...] = (),
) -> Matter:
    with session.engine():
        matter = matters.open_matter(
            actor=actor,
            at=at,
            kind="placement",
            office=home,
            child=case.child,
            district_code=home.district_id or case.district_code,
            opening=matters.Opening(name=name, state=state, leads_child=False, parent=case, starts=starts),
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


def died(case: Matter) -> bool:
    """True when a home recorded this child's death."""
    return gate.visible(ENGINE, Placement).filter(case=case, matter__state="DECEASED").exists()


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
    """The child leaves by order; from now on the home no longer sees the case, nor the stay that is over."""
    with session.engine():
        matters.move(placement.matter, "discharge", actor=actor, at=at)
        gate.visible(ENGINE, Placement).filter(pk=placement.pk).update(discharged_at=at)
    retire(placement, at=at)


def retire(placement: Placement, *, at: datetime) -> None:
    """What is over passes from the home to the office that has the case: no home reads of former residents.

    A home that still owes an inquiry or the reports of a death keeps the stay until they are there.
    """
    with session.engine():
        shares.end(placement.case, number=placement.home.no, at=at, ground="resident")
        matter = gate.visible(ENGINE, Matter).get(pk=placement.pk)
        if gate.visible(ENGINE, Clock).filter(matter=matter, code__in=OWED, stopped_at=None).exists():
            return
        case = gate.visible(ENGINE, Matter).select_related("office").get(pk=placement.case_id)
        if matter.unit_no == placement.home.no:
            matters.transfer_to(matter, office=case.office, district_code=case.district_code, at=at)


@transaction.atomic
def order_transfer(*, actor: Actor, at: datetime, placement: Placement, home: Office) -> Move:
    """The Committee ordered another home: a bed is held there, the child goes from home to home."""
    if placement.home_id == home.pk:
        raise Refused(Refusal("placement.same_home"))
    with session.engine():
        made = matters.move(placement.matter, "order_transfer", actor=actor, at=at)
        gate.visible(ENGINE, Placement).filter(pk=placement.pk).update(to_home=home)
        shares.end_ground(placement.matter, ground="receiving", at=at)
        shares.share(placement.matter, number=home.no, ground="receiving", at=at)
    notices.tell(to_no=home.no, code="placement.coming", matter_id=placement.pk, number=placement.matter.number, at=at)
    return made


@transaction.atomic
def arrive(*, actor: Actor, at: datetime, matter_id: UUID) -> Matter:
    """The new home receives the child: the old stay ends, a new one begins, at one instant."""
    matter = matters.see(actor, matter_id, act="placement.receive", lock=True)
    with session.engine():
        rows = gate.visible(ENGINE, Placement).select_related("matter", "case__child", "home", "to_home")
        old = rows.get(pk=matter.pk)
        matters.move(matter, "arrive", actor=actor, at=at)
        gate.visible(ENGINE, Placement).filter(pk=old.pk).update(discharged_at=at)
        shares.end(old.matter, number=actor.office_no, at=at, ground="receiving")
        retire(old, at=at)
        case = gate.visible(ENGINE, Matter).select_related("child").get(pk=old.case_id)
        assert old.to_home is not None  # the move asked that it is this home
        new = _begin(actor=actor, at=at, case=case, home=old.to_home, state="ADMITTED", name="admit", starts=("T5",))
        shares.share(case, number=actor.office_no, ground="resident", at=at)
    return new


def homes_for(district_code: int) -> list[Office]:
    """The homes of a district to which a Committee may send a child."""
    return offices.all_in_district(HOMES, district_code)
