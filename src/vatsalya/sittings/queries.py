"""Who is present, what is on the list."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date

from . import rules
from .models import Hearing, Presence, Sitting

BOARD = "jjb"


def _here(at: datetime, way: str = "") -> Q:
    """Present and still a member: came, has not left, and the posting is in force at this second."""
    came = Q(**{f"{way}came_at__lte": at, f"{way}left_at": None})
    holds = Q(**{f"{way}posting__from_at__lte": at, f"{way}posting__account__is_active": True})
    goes_on = Q(**{f"{way}posting__to_at": None}) | Q(**{f"{way}posting__to_at__gt": at})
    return came & holds & goes_on


def running(office_no: int, at: datetime) -> Sitting | None:
    """The open sitting of a Committee or Board, if it is in session, with the number of `members` present now."""
    here = Count("presences", filter=_here(at, "presences__"))
    rows = Sitting.objects.filter(office__no=office_no, closed_at=None).annotate(members=here)
    return rows.select_related("office__district__state").first()


def needed(sitting: Sitting, at: datetime) -> int:
    """How many must be present: in a Committee three for an order (s.28(5)), in a Board two at its end (s.7(4))."""
    state = sitting.office.district.state.abbr if sitting.office.district else None
    if sitting.office.kind == BOARD:
        return int(law().option(state, "sitting.board_quorum", ist_date(at)))
    return int(law().option(state, "sitting.quorum", ist_date(at), rules.FINAL_QUORUM))


def present(sitting: Sitting, at: datetime) -> list[Presence]:
    """Members present at this instant, in the order in which they came."""
    rows = Presence.objects.filter(_here(at), sitting=sitting)
    return list(rows.select_related("posting__account").order_by("came_at"))


def no_longer(sitting: Sitting, at: datetime) -> list[Presence]:
    """Who said to be present and is no member any more: nobody counts them."""
    rows = Presence.objects.filter(sitting=sitting, left_at=None).exclude(pk__in=[p.pk for p in present(sitting, at)])
    return list(rows.select_related("posting__account").order_by("came_at"))


def names(sitting: Sitting, at: datetime) -> tuple[dict[str, Any], ...]:
    """The members who sat, as an order must show them."""
    return tuple(
        {"posting": p.posting_id, "name": p.posting.account.full_name, "role": p.posting.role}
        for p in present(sitting, at)
    )


def cause_list(*, actor: Actor, sitting: Sitting) -> list[Hearing]:
    """The cases of a sitting, in order."""
    rows = gate.visible(actor, Hearing).filter(sitting=sitting)
    return list(rows.select_related("matter__child", "move").order_by("place", "pk"))


def recent(office_no: int, limit: int = 10) -> list[Sitting]:
    """The latest sittings of a Committee or Board."""
    return list(Sitting.objects.filter(office__no=office_no).order_by("-opened_at")[:limit])
