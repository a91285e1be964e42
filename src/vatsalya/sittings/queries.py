"""Who is present, what is on the list."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from vatsalya.access import gate
from vatsalya.access.actor import Actor

from .models import Hearing, Presence, Sitting


def running(office_no: int) -> Sitting | None:
    """The Committee's open sitting, if it is in session, with the number of `members` present now."""
    here = Count("presences", filter=Q(presences__left_at=None))
    rows = Sitting.objects.filter(office__no=office_no, closed_at=None).annotate(members=here)
    return rows.select_related("office").first()


def present(sitting: Sitting, at: datetime) -> list[Presence]:
    """Members present at this instant, in the order in which they came."""
    rows = Presence.objects.filter(sitting=sitting, came_at__lte=at, left_at=None)
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
    """The Committee's latest sittings."""
    return list(Sitting.objects.filter(office__no=office_no).order_by("-opened_at")[:limit])
