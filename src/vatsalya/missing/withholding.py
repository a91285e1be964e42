"""The Committee keeps a child out of the comparison, with its reason, and lets it in again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matching import actions as engine
from vatsalya.matters import actions as matters

from . import match
from . import pair_states as states
from .models import Pair, Withheld


@transaction.atomic
def withhold(*, actor: Actor, matter_id: UUID, reason: str, at: datetime) -> Withheld:
    """From now on no search shows this child and no office is told; open pairs are put aside."""
    case = matters.see(actor, matter_id, act="match.withhold", lock=True)
    if reason not in law().codes("withhold_reasons"):
        raise Refused(Refusal("withhold.reason_needed"))
    with session.engine():
        if gate.visible(ENGINE, Withheld).filter(matter=case, to_at=None).exists():
            raise Refused(Refusal("withhold.already"))
        made = Withheld.objects.create(matter=case, reason=reason, from_at=at, from_by_id=actor.posting_id)
        engine.withhold(case.pk)
        rows = gate.visible(ENGINE, Pair).filter(found=case.pk, verdict=states.OPEN)
        states.all_go(rows, "withheld", states.DROPPED, at=at)
    return made


@transaction.atomic
def allow(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """The child takes part in the comparison again and is searched at once."""
    case = matters.see(actor, matter_id, act="match.withhold", lock=True)
    with session.engine():
        rows = gate.visible(ENGINE, Withheld).filter(matter=case, to_at=None)
        if not rows.update(to_at=at, to_by_id=actor.posting_id):
            raise Refused(Refusal("withhold.not_now"))
        engine.allow(case.pk)
    match.again(case, at=at)


def standing(*, actor: Actor, matter_id: UUID) -> Withheld | None:
    """The order that keeps this child out of the comparison now, if there is one."""
    return gate.visible(actor, Withheld).filter(matter_id=matter_id, to_at=None).first()
