"""The general door for papers of a proceeding: what a post may file there now, filing it, replacing it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.law.shapes import Form
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard
from vatsalya.notices import actions as notices
from vatsalya.places import queries as places
from vatsalya.sittings import queries as sittings

from . import queries
from .actions import sign
from .models import Paper

#: What every order is asked before it is signed, besides the guards that its form names.
OF_ORDERS = ("sitting.open", "sitting.three_members")


@dataclass(frozen=True)
class Offer:
    """A form that a post may file here now; `standing` is the paper that a new one could only replace."""

    form: Form
    standing: Paper | None = None

    @property
    def in_sitting(self) -> bool:
        """True when it is signed in a sitting of the Committee only."""
        return self.form.order or "sitting.open" in self.form.guards


def rule(no: str, matter: Matter, at: datetime) -> Form:
    """The form as it is in force for this proceeding."""
    state = places.district(matter.district_code).state.abbr
    return law().form(no, on=ist_date(at), state=state)


def is_of(form: Form, actor: Actor, matter: Matter) -> bool:
    """True for a form that this post files on this kind of proceeding, whatever its state."""
    return matter.kind in form.on and actor.role in form.by


def in_time(form: Form, matter: Matter) -> bool:
    """True when the form is filed in the state that the proceeding is in; without states named, until it ends."""
    if form.at_states:
        return matter.state in form.at_states
    return not law().machine(matter.kind).states[matter.state].final


def any_on(kind: str) -> bool:
    """True when some form is filed at this door on a kind of proceeding."""
    return any(kind in form.on for versions in law().form_versions.values() for form in versions)


def offered(*, actor: Actor, matter: Matter, at: datetime) -> list[Offer]:
    """What this post may file on a proceeding now, in the order of the forms' numbers."""
    if not gate.may(actor, "paper.file", matter):
        return []
    fit = [form for form in law().forms(ist_date(at)) if is_of(form, actor, matter) and in_time(form, matter)]
    stand = {paper.form: paper for paper in _standing(matter)} if fit else {}
    made = [Offer(rule(one.no, matter, at), stand.get(one.no) if one.once else None) for one in fit]
    return sorted(made, key=lambda one: (len(one.form.no), one.form.no))


def replaceable(*, actor: Actor, matter: Matter, at: datetime) -> frozenset[UUID]:
    """The papers of a proceeding in whose place this post may put a new one of the same form."""
    if matter.closed_at or not gate.may(actor, "paper.file", matter):
        return frozenset()
    rows = gate.visible(actor, Paper).filter(matter=matter, office__no=actor.office_no, superseded_by__isnull=True)
    return frozenset(one.pk for one in rows if _may_replace(one, actor, matter, at))


def _may_replace(paper: Paper, actor: Actor, matter: Matter, at: datetime) -> bool:
    """Whoever does not see every answer would lose some of them."""
    form = rule(paper.form, matter, at)
    sees = {one.vis for one in form.fields} <= queries.classes(actor, paper)
    return sees and is_of(form, actor, matter)


@transaction.atomic
def file(*, actor: Actor, matter_id: UUID, form: str, at: datetime, answers: dict[str, Any]) -> Paper:
    """Sign a form on a proceeding: by whom, in which state, with which members the law says."""
    matter = matters.see(actor, matter_id, act="paper.file", lock=True)
    asked = rule(form, matter, at)
    _may(asked, actor, matter)
    if not in_time(asked, matter):
        raise Refused(Refusal("state.wrong", state=law().machine(matter.kind).states[matter.state].label))
    standing = next((one for one in _standing(matter) if one.form == form), None) if asked.once else None
    if standing:
        raise Refused(Refusal("paper.once", serial=standing.serial))
    return _sign(asked, matter, actor=actor, at=at, answers=answers)


@transaction.atomic
def replace(*, actor: Actor, paper_id: UUID, at: datetime, answers: dict[str, Any], opened: str | None = None) -> Paper:
    """Put a new paper in place of a signed one, by the office that signed it; an order only in a sitting (s.104).

    `opened`: the serial of the paper that the page showed as standing; nobody replaces another one unseen.
    """
    matters.see(actor, gate.get(actor, "paper.file", Paper, paper_id).matter_id, act="paper.file", lock=True)
    if opened is not None and standing(actor=actor, paper_id=paper_id).serial != opened:
        raise Refused(Refusal("stale"))
    old = to_replace(actor=actor, paper_id=paper_id, at=at, lock=True)
    return _sign(rule(old.form, old.matter, at), old.matter, actor=actor, at=at, answers=answers, supersedes=old)


def to_replace(*, actor: Actor, paper_id: UUID, at: datetime, lock: bool = False) -> Paper:
    """A signed paper that this post may replace now: by the office that signed it, while the proceeding is open."""
    old = gate.get(actor, "paper.file", Paper, paper_id, lock=lock, related=("matter", "office"))
    if queries.replaced_by(old):
        raise Refused(Refusal("paper.superseded", serial=old.serial))
    if old.matter.closed_at:
        raise Refused(Refusal("state.wrong", state=law().machine(old.matter.kind).states[old.matter.state].label))
    if old.office.no != actor.office_no or not _may_replace(old, actor, old.matter, at):
        raise Forbidden("gate.not_allowed", "paper.file", "papers_paper", old.pk)
    return old


def standing(*, actor: Actor, paper_id: UUID) -> Paper:
    """The paper that stands now in place of this one, or it itself."""
    found = gate.get(actor, "paper.file", Paper, paper_id)
    while newer := queries.replaced_by(found):
        found = newer
    return found


def _standing(matter: Matter) -> list[Paper]:
    """The papers of a proceeding that no other has replaced, oldest first."""
    rows = gate.visible(ENGINE, Paper).filter(matter=matter, superseded_by__isnull=True)
    return list(rows.order_by("signed_at"))


def _may(form: Form, actor: Actor, matter: Matter) -> None:
    if not is_of(form, actor, matter):
        raise Forbidden("gate.not_allowed", "paper.file", "matters_matter", matter.pk)


def _sign(
    form: Form,
    matter: Matter,
    *,
    actor: Actor,
    at: datetime,
    answers: dict[str, Any],
    supersedes: Paper | None = None,
) -> Paper:
    """Ask what the law asks, sign with the members who sit, and tell those whom it concerns."""
    sitting = sittings.running(actor.office_no, at) if form.order or form.guards else None
    facts = {"sitting": sitting, "answers": answers}
    named = (*(OF_ORDERS if form.order else ()), *form.guards)
    if refusals := [no for one in named if (no := guard[one](matter, actor=actor, at=at, **facts))]:
        raise Refused(*refusals)
    members = sittings.names(sitting, at) if sitting else ()
    made = sign(form.no, matter=matter, actor=actor, at=at, answers=answers, members=members, supersedes=supersedes)
    _tell(matter, actor, at=at)
    return made


def _tell(matter: Matter, actor: Actor, *, at: datetime) -> None:
    """The office that owns the proceeding learns of a paper that another office filed."""
    if matter.unit_no != actor.office_no:
        notices.tell(to_no=matter.unit_no, code="paper.filed", matter_id=matter.pk, number=matter.number, at=at)
