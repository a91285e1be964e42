"""Reading a care case."""

from datetime import date, datetime, timedelta

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.matters.models import Matter
from vatsalya.places import queries as places

from .models import CareCase

#: The kind of placement (Form 18) while the inquiry goes on.
INTERIM = "interim"


def missing_checked(*, actor: Actor, matter: Matter) -> bool:
    """True when the Committee looked for this child among the missing."""
    return gate.visible(actor, CareCase).filter(pk=matter.pk, missing_checked_at__isnull=False).exists()


def placement_kinds(matter: Matter, *, alone: bool = False) -> tuple[str, ...]:
    """The kinds of placement that may be ordered now: before a final order, and by one member, only for the inquiry."""
    decided = not alone and gate.visible(ENGINE, CareCase).filter(pk=matter.pk, final_order_at__isnull=False).exists()
    return tuple(law().codes("placement_kinds")) if decided else (INTERIM,)


def last_day_alone(matter: Matter, at: datetime) -> date:
    """Until when one member alone may place a child at most (s.28(3))."""
    state, day = places.district(matter.district_code).state.abbr, ist_date(at)
    return day + timedelta(days=int(law().option(state, "placement.alone_days", day)))
