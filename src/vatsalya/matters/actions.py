"""Opening a matter and moving it: the only code that changes a state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import Actor
from vatsalya.law.load import law
from vatsalya.law.shapes import Machine
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.lib.ids import readable
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office
from vatsalya.people.models import Child
from vatsalya.places import queries as places

from . import clocks, shares
from .models import Matter, Move
from .registry import guard, on


def next_number(*, district_code: int, at: datetime) -> str:
    """The next readable number of a district and year: BR-GAYA-26-00417-2."""
    district = places.district(district_code)
    year = ist_date(at).year
    parts = (district.state.abbr, district.short)
    return readable(*parts, year=year, serial=offices.next_serial(f"{parts[0]}-{parts[1]}-{year}"))


@dataclass(frozen=True)
class Opening:
    """How a proceeding begins where it is not the usual way: state, name of the first move, clocks, parent."""

    name: str = "open"
    state: str | None = None
    starts: tuple[str, ...] = ()
    clock_from: datetime | None = None
    journey_minutes: int = 0
    leads_child: bool = True
    parent: Matter | None = None
    sealed: bool = False


@transaction.atomic
def open_matter(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    office: Office,
    district_code: int,
    child: Child | None,
    share_with: tuple[tuple[int, str], ...] = (),
    opening: Opening = Opening(),
) -> Matter:
    """Open a proceeding in its first state and start its clocks; the opening is its first move."""
    machine = law().machine(kind)
    with session.engine():
        matter = _create(machine, opening, office, district_code, child, [no for no, _ in share_with], at)
        made = _write(matter, opening.name, "", matter.state, actor=actor, at=at, reason="", facts={})
        for number, ground in share_with:
            shares.note(matter, number=number, ground=ground, at=at)
        for code in (*machine.opening_starts, *opening.starts):
            clocks.start(matter, code, at=opening.clock_from or at, journey_minutes=opening.journey_minutes)
    _follow(f"{kind}.{opening.name}", made, {})
    return matter


def _create(
    machine: Machine,
    opening: Opening,
    office: Office,
    district_code: int,
    child: Child | None,
    shared: list[int],
    at: datetime,
) -> Matter:
    return Matter.unscoped.create(
        number=next_number(district_code=district_code, at=at),
        kind=machine.kind,
        state=opening.state or machine.initial,
        office=office,
        unit_no=office.no,
        shared_with=shared,
        realm=machine.realm,
        sealed=opening.sealed,
        state_code=places.state_of(district_code),
        district_code=district_code,
        child=child,
        leads_child=opening.leads_child,
        parent=opening.parent,
        law_date=ist_date(at),
        opened_at=at,
        changed_at=at,
    )


@transaction.atomic
def move(
    matter: Matter,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    record: dict[str, Any] | None = None,
    clock_from: datetime | None = None,
    journey_minutes: int = 0,
    **facts: Any,
) -> Move:
    """Make one move of a matter; raises Refused with every reason at once.

    `record` is kept with the move (no identity in it); `facts` are for the guards and followers.
    """
    matter = Matter.unscoped.select_for_update().get(pk=matter.pk)
    rule = law().machine(matter.kind).moves[name]
    _right(actor, rule.roles, f"{matter.kind}.{name}", matter)
    _check(matter, rule, actor=actor, at=at, facts=facts)
    target = _target(matter, rule)
    machine = law().machine(matter.kind)
    with session.engine():
        made = _write(matter, name, matter.state, target, actor=actor, at=at, reason=reason, facts=record or {})
        Matter.unscoped.filter(pk=matter.pk).update(
            state=target,
            changed_at=at,
            version=matter.version + 1,
            closed_at=(matter.closed_at or at) if machine.states[target].final else None,
        )
        for code in rule.stops:
            clocks.stop(matter, code, move=made)
        for code in rule.lapses:
            clocks.stop(matter, code, move=made, lapsed=True)
        for code in rule.starts:
            clocks.start(matter, code, at=clock_from or at, journey_minutes=journey_minutes)
        matter.refresh_from_db()
        _tell(matter, rule.notices, at=at, move=made)
    _follow(f"{matter.kind}.{name}", made, facts)
    return made


def _target(matter: Matter, rule: Any) -> str:
    """Where a move leads: a state, the same ("="), or where it stood before it came to one of `from` ("<")."""
    if rule.to != "<":
        return str(matter.state if rule.to == "=" else rule.to)
    with session.engine():
        rows = Move.unscoped.filter(matter=matter, to_state__in=rule.from_).exclude(from_state__in=rule.from_)
        return rows.order_by("at", "pk").values_list("from_state", flat=True).last() or str(matter.state)


def may_move(actor: Actor, matter: Matter, name: str) -> bool:
    """True when this role may make the move from the state that the matter is in (guards not asked)."""
    rule = law().machine(matter.kind).moves[name]
    return actor.role in rule.roles and (matter.state in rule.from_ or "*" in rule.from_)


def _right(actor: Actor, roles: tuple[str, ...], act: str, matter: Matter) -> None:
    if actor.role not in roles and not actor.role.startswith("machine:"):
        raise Forbidden("gate.not_allowed", act, "matters_matter", matter.pk)


def _check(matter: Matter, rule: Any, *, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    refusals = []
    if matter.state not in rule.from_ and "*" not in rule.from_:
        refusals.append(wrong_state(matter))
    else:
        for named in rule.guards:
            refusal = guard[named](matter, actor=actor, at=at, **facts)
            if refusal is not None:
                refusals.append(refusal)
    if refusals:
        raise Refused(*refusals)


def wrong_state(matter: Matter) -> Refusal:
    """Why a step is not possible: it does not lead on from where the matter stands."""
    label = law().machine(matter.kind).states[matter.state].label
    return Refusal("state.wrong", state=label, state_en=label["en"], state_hi=label["hi"])


def _write(
    matter: Matter, name: str, before: str, after: str, *, actor: Actor, at: datetime, reason: str, facts: dict
) -> Move:
    return Move.unscoped.create(
        matter=matter,
        name=name,
        from_state=before,
        to_state=after,
        at=at,
        posting_id=actor.posting_id,
        role=actor.role,
        reason=reason,
        facts=facts,
    )


def _follow(name: str, made: Move, facts: dict[str, Any]) -> None:
    for follower in on.of(name):
        follower(made, **facts)


def _tell(matter: Matter, audiences: tuple[str, ...], *, at: datetime, move: Move) -> None:
    for audience in audiences:
        for number in shares.audience(matter, audience):
            notices.tell(
                to_no=number,
                code=f"{matter.kind}.{move.name}",
                matter_id=matter.pk,
                number=matter.number,
                at=at,
            )


@transaction.atomic
def transfer_to(matter: Matter, *, office: Office, district_code: int, at: datetime) -> None:
    """Give a matter a new owner; everything owned by it follows by trigger. Exactly one owner, always."""
    with session.engine():
        Matter.unscoped.filter(pk=matter.pk).update(
            office=office,
            unit_no=office.no,
            district_code=district_code,
            state_code=places.state_of(district_code),
            changed_at=at,
        )
        matter.refresh_from_db()


def see(
    actor: Actor,
    matter_id: Any,
    *,
    act: str,
    lock: bool = False,
    related: tuple[str, ...] = (),
    beside: Mapping[str, QuerySet[Any]] | None = None,
) -> Matter:
    """A matter for one act, through the gate; `related` names rows of its own to bring along."""
    return gate.get(actor, act, Matter, matter_id, lock=lock, related=("office", "child", *related), beside=beside)
