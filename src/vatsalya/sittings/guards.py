"""Conditions on a sitting that the law sets."""

from datetime import datetime
from typing import Any

from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard
from vatsalya.places import queries as places

from . import queries, rules
from .models import Sitting


def _members(sitting: Sitting | None, at: datetime) -> list:
    return queries.present(sitting, at) if sitting else []


@guard("sitting.open")
def sitting_open(matter: Matter, *, at: datetime, sitting: Sitting | None = None, **facts: Any) -> Refusal | None:
    """The order is made in a sitting of the Committee or Board that owns the case."""
    if sitting is None or sitting.closed_at or sitting.office_id != matter.office_id:
        return Refusal("sitting.open")
    return None


@guard("sitting.not_in_session")
def not_in_session(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """One member alone acts only while the Committee is not in session (s.28(3))."""
    return Refusal("sitting.not_in_session") if queries.running(matter.unit_no, at) else None


@guard("sitting.three_members")
def three_members(matter: Matter, *, at: datetime, sitting: Sitting | None = None, **facts: Any) -> Refusal | None:
    """At least three members are present; a State may ask that the Chair be one (s.28(5))."""
    members = _members(sitting, at)
    state = places.district(matter.district_code).state.abbr
    needed = law().option(state, "sitting.quorum", ist_date(at), rules.FINAL_QUORUM)
    if not rules.quorum_met(len(members), needed):
        return Refusal("sitting.three_members", present=len(members), needed=needed)
    if law().option(state, "sitting.chair_in_quorum", ist_date(at), False) and not any(
        member.posting.role == "cwc_chair" for member in members
    ):
        return Refusal("sitting.chair_missing")
    return None


@guard("sitting.board_quorum")
def board_quorum(matter: Matter, *, at: datetime, sitting: Sitting | None = None, **facts: Any) -> Refusal | None:
    """At final disposal and transfer: two members, the Principal Magistrate among them (s.7(4) proviso)."""
    roles = [member.posting.role for member in _members(sitting, at)]
    state = places.district(matter.district_code).state.abbr
    needed = law().option(state, "sitting.board_quorum", ist_date(at))
    if not rules.quorum_met(len(roles), needed):
        return Refusal("sitting.board_quorum", present=len(roles), needed=needed)
    if law().option(state, "sitting.board_magistrate", ist_date(at)) and "jjb_pm" not in roles:
        return Refusal("sitting.board_magistrate")
    return None
