"""The Board's inquiry and its orders: the steps that need reasons, another court's order, or a form of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as with_changes
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import session
from vatsalya.access.actor import Actor
from vatsalya.law.count import due
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import clocks
from vatsalya.matters.models import Matter, Move
from vatsalya.places import queries as places

from . import queries, steps

Facts = Callable[[Actor, datetime], dict[str, Any]]


@dataclass(frozen=True)
class Way:
    """How a step is asked for: reasons, another court's order, and which facts of the case it changes."""

    reason: bool = False
    court: bool = False
    changes: Facts = lambda actor, at: {}
    #: The stay that was ordered ends with it.
    leaves: bool = False


def _decided(actor: Actor, at: datetime) -> dict[str, Any]:
    return {"decided_at": at, "next_on": None}


#: Steps of the Board that need nothing but what stands here.
WAYS: dict[str, Way] = {
    "dispose_at_once": Way(reason=True, changes=_decided),
    "refer_cwc": Way(reason=True, changes=_decided),
    "ratify": Way(changes=lambda actor, at: {"alone_at": None}),
    "give_legal_aid": Way(reason=True, changes=lambda actor, at: {"legal_aid": True}),
    "receive_police_papers": Way(),
    "plan_ready": Way(changes=lambda actor, at: {"plan_given": True}),
    "bail_not_met": Way(reason=True),
    "change_bail": Way(reason=True),
    "order_age": Way(reason=True),
    "begin_inquiry": Way(),
    "extend": Way(reason=True),
    "further_time": Way(reason=True, court=True),
    "begin_assessment": Way(),
    "not_found": Way(reason=True, changes=_decided, leaves=True),
    "sign_end": Way(changes=lambda actor, at: {"end_signed_by_id": actor.posting_id}),
    "terminate": Way(changes=_decided, leaves=True),
    "refer_after": Way(reason=True),
    "cc_try_adult": Way(court=True, changes=lambda actor, at: {"tried_as_adult": True}),
    "cc_as_child": Way(court=True),
    "cc_not_found": Way(court=True, changes=lambda actor, at: _decided(actor, at) | {"tried_as_adult": False}),
    "cc_find": Way(court=True),
    "complete": Way(reason=True, changes=lambda actor, at: {"next_on": None}, leaves=True),
    "breach": Way(reason=True),
    "evaluate": Way(court=True),
    "release_conditions": Way(court=True, leaves=True),
    "finish_term": Way(court=True, leaves=True),
    "conditions_over": Way(court=True),
    "appeal": Way(reason=True, changes=lambda actor, at: {"appeal_pending": True}),
    "appeal_decided": Way(court=True, changes=lambda actor, at: {"appeal_pending": False}),
    "hold_record": Way(changes=lambda actor, at: {"held_at": at}),
}


@transaction.atomic
def step(
    *,
    actor: Actor,
    matter_id: UUID,
    at: datetime,
    name: str,
    words: str = "",
    order_no: str = "",
    order_on: date | None = None,
) -> Move:
    """One step of the Board's case; what another court ordered is kept with its number and day, sealed."""
    way = WAYS[name]
    if name == "extend":
        _six_months(matters.see(actor, matter_id, act="ccl.order"), at)
    matter, made = steps.take(
        actor=actor, matter_id=matter_id, at=at, name=name, words=words, order_no=order_no, order_on=order_on
    )
    if way.court and order_on:
        steps.note(matter, made, f"{order_no} · {order_on:%d-%m-%Y}")
    if changes := way.changes(actor, at):
        steps.change(matter, **changes)
    if way.leaves:
        steps.leave(matter, at=at)
    return made


def _six_months(matter: Matter, at: datetime) -> None:
    """Four months and two more are six from the first production, whenever the Board extends (s.14(2))."""
    first = matter.clock("T31")
    if first is None or matter.state not in law().machine("ccl").moves["extend"].from_:
        return
    state = places.district(matter.district_code).state.abbr
    whole, more = (law().clock(code, state=state, on=ist_date(first.started_at)) for code in ("T31", "T31B"))
    ends = due(with_changes(whole, length=whole.length + more.length), first.started_at)
    if ends <= at:
        raise Refused(Refusal("ccl.six_months_over", day=f"{ends:%d-%m-%Y}"))
    with session.engine():
        clocks.start(matter, "T31B", at=at, due_at=ends)


@transaction.atomic
def assess(*, actor: Actor, matter_id: UUID, at: datetime, keep: bool, assessed: dict[str, str], words: str) -> Move:
    """The four questions of s.15(1), then: the Board keeps the case, or transfers it to the Children's Court."""
    labels = law().codes("assessed")
    told = "\n".join(f"{labels[code]['en']}: {assessed.get(code, '')}" for code in labels)
    name = "retain" if keep else "transfer_cc"
    matter, made = steps.take(actor=actor, matter_id=matter_id, at=at, name=name, words=words, assessed=assessed)
    steps.note(matter, made, told)
    steps.change(matter, assessed_at=at)
    return made


@transaction.atomic
def find(*, actor: Actor, matter_id: UUID, at: datetime, plan: str, words: str) -> Move:
    """The child is found to be in conflict with law, after report and plan were considered."""
    matter, made = steps.take(actor=actor, matter_id=matter_id, at=at, name="find", words=words, plan=plan)
    steps.note(matter, made, plan)
    steps.change(matter, plan_given=True)
    return made


#: Order of s.18(1) -> the step that carries it out, and the home that it needs.
THEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "a": ("to_counselling", ()),
    "b": ("to_counselling", ()),
    "c": ("to_service", ()),
    "d": ("to_fine", ()),
    "e": ("to_probation", ()),
    "f": ("to_probation", ()),
    "g": ("to_special_home", ("special_home",)),
    "g_safety": ("to_place_of_safety", ("place_of_safety",)),
}


@transaction.atomic
def dispose(
    *,
    actor: Actor,
    matter_id: UUID,
    at: datetime,
    code: str,
    words: str,
    more: tuple[str, ...] = (),
    until_on: date | None = None,
    home_id: int | None = None,
    plan: str = "",
) -> Move:
    """The dispositional order (s.18): one of (a) to (g), what is added, and its first step in the same act."""
    seen = matters.see(actor, matter_id, act="ccl.order")
    _name, categories = THEN.get(code, ("", ()))
    home = steps.home_of(seen, home_id or 0, categories) if categories else None
    matter, made = steps.take(
        actor=actor, matter_id=matter_id, at=at, name="dispose", words=words, code=code, until_on=until_on, plan=plan
    )
    steps.note(matter, made, plan)
    steps.leave(matter, at=at)
    steps.take(actor=actor, matter_id=matter_id, at=at, name=THEN[code][0], home=home)
    if home is not None and until_on is not None:
        steps.stay(matter, home=home, kind="order", at=at, until_on=until_on)
    steps.change(matter, codes=[code, *more], order_until=until_on, **_decided(actor, at))
    return made


def propose_ends(*, actor: Actor, at: datetime, matters_due: list[Matter]) -> int:
    """Petty proceedings whose time is over: the end is proposed to the Board, which signs twice (s.14(4))."""
    done = 0
    for matter in matters_due:
        if queries.facts_of(matter).end_proposed_at is None:
            matters.move(matter, "propose_end", actor=actor, at=at)
            steps.change(matter, end_proposed_at=at)
            done += 1
    return done
