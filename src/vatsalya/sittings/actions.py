"""Opening a sitting, members coming and going, the cause list."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Forbidden, NotVisible, Refusal, Refused
from vatsalya.matters.models import Matter, Move
from vatsalya.offices import queries as offices

from . import queries
from .models import Hearing, Presence, Sitting

#: Who sits as a member: in a Committee, in a Board.
MEMBERS = ("cwc_chair", "cwc_member", "jjb_pm", "jjb_member")


def _right(actor: Actor, act: str) -> None:
    if actor.role not in (*MEMBERS, "cwc_secretary"):
        raise Forbidden("gate.not_allowed", act)


def of_office(*, actor: Actor, sitting_id: UUID, lock: bool = False) -> Sitting:
    """A sitting of the actor's own Committee or Board; another's is not there."""
    rows = Sitting.objects.select_for_update(of=("self",)) if lock else Sitting.objects.all()
    found = rows.filter(pk=sitting_id, office__no=actor.office_no).select_related("office").first()
    if found is None:
        raise NotVisible("sittings_sitting", sitting_id, "sitting.read")
    return found


@transaction.atomic
def open_sitting(*, actor: Actor, at: datetime) -> Sitting:
    """Open today's sitting of the Committee or Board; whoever opens it as a member is present."""
    _right(actor, "sitting.open")
    office = offices.by_no(actor.office_no)
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(office=office, opened_at=at, opened_by_id=actor.posting_id)
    except IntegrityError:
        raise Refused(Refusal("sitting.already_open")) from None
    if actor.role in MEMBERS:
        Presence.objects.create(sitting=sitting, posting_id=actor.posting_id, came_at=at)
    return sitting


@transaction.atomic
def attend(*, actor: Actor, sitting_id: UUID, at: datetime) -> Presence:
    """A member says for himself or herself: I am here. Nobody can say it for another."""
    if actor.role not in MEMBERS:
        raise Forbidden("gate.not_allowed", "sitting.attend")
    sitting = of_office(actor=actor, sitting_id=sitting_id)
    if sitting.closed_at:
        raise Refused(Refusal("sitting.closed"))
    presence, _ = Presence.objects.get_or_create(sitting=sitting, posting_id=actor.posting_id, defaults={"came_at": at})
    if presence.left_at:
        presence.left_at = None
        presence.save(update_fields=["left_at"])
    return presence


@transaction.atomic
def leave(*, actor: Actor, sitting_id: UUID, at: datetime) -> None:
    """A member goes; from now on the member is not counted."""
    sitting = of_office(actor=actor, sitting_id=sitting_id)
    Presence.objects.filter(sitting=sitting, posting_id=actor.posting_id).update(left_at=at)


@transaction.atomic
def close_sitting(*, actor: Actor, sitting_id: UUID, at: datetime) -> Sitting:
    """Close the sitting; its list and members stay as they were. While members sit, one of them closes it."""
    _right(actor, "sitting.open")
    sitting = of_office(actor=actor, sitting_id=sitting_id, lock=True)
    if actor.role == "cwc_secretary" and queries.present(sitting, at):
        raise Refused(Refusal("sitting.members_close"))
    if sitting.closed_at is None:
        sitting.closed_at = at
        sitting.save(update_fields=["closed_at"])
    return sitting


@transaction.atomic
def put_on_list(*, actor: Actor, sitting_id: UUID, matter: Matter) -> Hearing:
    """Put a case on the cause list of a sitting."""
    _right(actor, "sitting.open")
    sitting = of_office(actor=actor, sitting_id=sitting_id)
    if sitting.closed_at:
        raise Refused(Refusal("sitting.closed"))
    place = gate.visible(ENGINE, Hearing).filter(sitting=sitting).count() + 1
    hearing, _ = gate.visible(ENGINE, Hearing).get_or_create(matter=matter, sitting=sitting, defaults={"place": place})
    return hearing


def heard(*, sitting: Sitting, matter: Matter, move: Move) -> None:
    """Write on the cause list what came of a case."""
    hearing, _ = gate.visible(ENGINE, Hearing).get_or_create(matter=matter, sitting=sitting)
    hearing.move = move
    hearing.save(update_fields=["move"])
