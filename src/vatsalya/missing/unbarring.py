"""A bar on publication that was set by mistake: the station asks with a reason, a nodal officer decides.

Never one person alone, and only when the answer or the section that set it was corrected first (s.23 POCSO Act).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.text import clean
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter

from . import barring, kin
from .card_models import PublicationBar


def _held(actor: Actor, bar_id: UUID, act: str) -> tuple[PublicationBar, Matter]:
    """A bar that stands and its report, the report locked."""
    found = gate.get(actor, act, PublicationBar, bar_id)
    matter = matters.see(actor, found.matter_id, act=act, lock=True)
    bar = gate.get(actor, act, PublicationBar, bar_id)
    if bar.lifted_at is not None:
        raise Refused(Refusal("bar.lifted"))
    return bar, matter


def corrected(matter: Matter, bar: PublicationBar) -> list[Refusal]:
    """What must be corrected before this bar can be lifted."""
    if bar.carried_from:
        return _elsewhere(matter, bar)
    with session.engine():
        says = barring.says(matter) if bar.ground == barring.GROUND else []
    return [Refusal(f"bar.{name}_still_say") for name in says]


def _elsewhere(matter: Matter, bar: PublicationBar) -> list[Refusal]:
    """A carried bar stands as long as the file stands under it from which it came, and is of this child."""
    with session.engine():
        rows = gate.visible(ENGINE, PublicationBar).filter(matter=bar.carried_from, ground=bar.ground, lifted_at=None)
        one_child = bar.carried_from in {one.pk for one in kin.reports(matter)}
        source = rows.select_related("matter").first()
    return [Refusal("bar.other_file", office=source.matter.unit_no)] if source and one_child else []


@transaction.atomic
def ask(*, actor: Actor, bar_id: UUID, at: datetime, reason: str) -> None:
    """The station asks that a bar be lifted, and says why it was a mistake."""
    bar, matter = _held(actor, bar_id, "card.propose")
    refusals = corrected(matter, bar)
    if bar.asked_at is not None:
        refusals.append(Refusal("bar.asked_already"))
    if refusals:
        raise Refused(*refusals)
    bar.asked_at, bar.asked_by, bar.asked_why = at, actor.account_id, clean(reason)[:500]
    _step(matter, bar, "ask_unbar", reason, actor=actor, at=at)


@transaction.atomic
def decide(*, actor: Actor, bar_id: UUID, at: datetime, lifts: bool, reason: str) -> None:
    """A nodal officer lifts the bar or keeps it; neither who asked nor who set it decides."""
    bar, matter = _held(actor, bar_id, "card.approve")
    if bar.asked_at is None:
        raise Refused(Refusal("bar.not_asked"))
    if lifts and not may_decide(bar, actor):
        raise Refused(Refusal("bar.two_persons"))
    if lifts and (refusals := corrected(matter, bar)):
        raise Refused(*refusals)
    if lifts:
        bar.lifted_at, bar.lifted_by = at, actor.account_id
    else:
        bar.asked_at, bar.asked_by, bar.asked_why = None, None, ""
    _step(matter, bar, "unbar" if lifts else "keep_bar", reason, actor=actor, at=at)


def report_of(*, actor: Actor, bar_id: UUID, act: str) -> UUID:
    """The report of a bar, for somebody who may do this act on it."""
    return gate.get(actor, act, PublicationBar, bar_id).matter_id


def may_decide(bar: PublicationBar, actor: Actor) -> bool:
    """Two persons: who set the bar or asked does not lift it."""
    return actor.account_id not in (None, bar.asked_by, bar.by)


def _step(matter: Matter, bar: PublicationBar, name: str, reason: str, *, actor: Actor, at: datetime) -> None:
    """The file's step with its reason, and the bar as it stands now."""
    said = clean(reason)[:500]
    matters.move(matter, name, actor=actor, at=at, reason=said, why=said, record={"ground": bar.ground})
    with session.engine():
        bar.save(update_fields=["asked_at", "asked_by", "asked_why", "lifted_at", "lifted_by"])
