"""Break-glass: one file, on need, with a reason, for at most three hours, told to the authority at once."""

from datetime import datetime, timedelta

from django.db import transaction

from vatsalya.access import gate, grants, session
from vatsalya.access.actor import Actor
from vatsalya.access.models import Grant
from vatsalya.audit import actions as audit
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.cascade import area

from . import numbers, shares
from .models import Matter

LEAST_WORDS, MOST_MINUTES = 10, 180


@transaction.atomic
def open_glass(*, actor: Actor, number: str, reason: str, minutes: int, at: datetime) -> Matter:
    """Open one file of one's own area to oneself; its owner and the District Magistrate are told at once."""
    if not gate.may(actor, "breakglass.ask"):
        raise Forbidden("gate.not_allowed", "breakglass.ask")
    _check(reason, minutes)
    told = numbers.asked(number)
    low, high = area(actor)
    with session.engine():
        matter = Matter.unscoped.filter(number=told, unit_no__gte=low, unit_no__lte=high).first()
    if matter is None:
        raise Refused(Refusal("breakglass.no_such_number"))
    grant = Grant.objects.create(
        posting_id=actor.posting_id,
        matter_id=matter.pk,
        reason=reason.strip(),
        from_at=at,
        until_at=at + timedelta(minutes=minutes),
    )
    shares.share(matter, number=grants.number(grant.pk), ground="breakglass", at=at)
    audit.record(
        kind="breakglass",
        account=actor.account_id,
        posting=actor.posting_id,
        act="breakglass.ask",
        table="matters_matter",
        row_id=str(matter.pk),
        child_id=matter.child_id,
        reason=reason.strip(),
    )
    _tell(matter, at)
    return matter


def _check(reason: str, minutes: int) -> None:
    refusals = []
    if len(reason.split()) < LEAST_WORDS:
        refusals.append(Refusal("breakglass.no_reason"))
    if not 1 <= minutes <= MOST_MINUTES:
        refusals.append(Refusal("breakglass.too_long"))
    if refusals:
        raise Refused(*refusals)


def _tell(matter: Matter, at: datetime) -> None:
    """The Chair (or Principal Magistrate) through the owning office, and the District Magistrate."""
    magistrate = offices.in_district("dm", matter.district_code)
    for number in {matter.unit_no, *([magistrate.no] if magistrate else [])}:
        notices.tell(to_no=number, code="breakglass.opened", matter_id=matter.pk, number=matter.number, at=at)


def in_force(*, actor: Actor, at: datetime) -> list[tuple[Grant, Matter]]:
    """The files that are open to this posting now, and until when."""
    held = Grant.objects.filter(posting_id=actor.posting_id, from_at__lte=at, until_at__gt=at).order_by("until_at")
    rows = {m.pk: m for m in gate.visible(actor, Matter).filter(pk__in=[g.matter_id for g in held])}
    return [(grant, rows[grant.matter_id]) for grant in held if grant.matter_id in rows]
