"""Single steps of a missing report: begin to look, a lead, news of the child, a citizen's report, opening again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter, Move
from vatsalya.people import vault
from vatsalya.people.models import Vault

from . import diary, match
from .ending import stop_searching
from .guards import deciding, must_be_produced
from .models import MissingReport, Pair
from .pair_states import CONFIRMED

#: Steps that need no form, in the order in which they are offered; those in REASONED need a reason.
PLAIN = (
    "submit",
    "verify",
    "accept",
    "begin_tracing",
    "note_lead",
    "drop_lead",
    "drop_match",
    "hear_of_child",
    "not_found_after_all",
    "restore",
    "place",
)
REASONED = ("end_otherwise", "reopen")
#: Steps after which the child counts as traced.
FOUND = ("restore", "place", "end_otherwise")


def open_to(actor: Actor, matter: Matter, *, committee: int | None = None) -> list[str]:
    """The single steps that this officer may take now; `committee` is the one that decides instead, if any."""
    return [
        name
        for name in (*PLAIN, *REASONED)
        if matters.may_move(actor, matter, name) and gate.may(actor, act_of(name), matter)
        if _fits(name, matter, committee)
    ]


def act_of(name: str) -> str:
    """The act that a step needs."""
    return "missing.reopen" if name == "reopen" else "missing.step"


def _fits(name: str, matter: Matter, committee: int | None) -> bool:
    """What citizens send is verified and accepted; a child with the police is produced first, a Committee decides."""
    if name == "end_otherwise":
        return not must_be_produced(matter)
    if name == "restore":
        return committee is None
    if name not in ("verify", "accept"):
        return True
    return gate.visible(ENGINE, MissingReport).filter(pk=matter.pk, channel="citizen").exists()


def committee_of(actor: Actor, matter: Matter, pairs: Iterable[Pair]) -> int | None:
    """Who decides instead of this officer whether the child goes home: the Committee before which the child stands."""
    if not matters.may_move(actor, matter, "restore"):
        return None
    # a confirmed match names the Committee that has the child now; only without one the files are asked
    return next((one.found_no for one in pairs if one.verdict == CONFIRMED), None) or deciding(matter)


@transaction.atomic
def take(*, actor: Actor, matter_id: UUID, at: datetime, name: str, reason: str = "") -> Move:
    """Take a single step of a missing report."""
    if name not in (*PLAIN, *REASONED):
        raise Refused(Refusal("state.wrong"))
    matter = matters.see(actor, matter_id, act=act_of(name), lock=True)
    if name in FOUND and must_be_produced(matter):
        raise Refused(Refusal("missing.produced_first"))
    before = matter.state
    made = matters.move(matter, name, actor=actor, at=at, why=reason)
    if name in REASONED:
        diary.line(matter, "reopened" if name == "reopen" else "end", reason, actor=actor, at=at)
    if name in FOUND:
        gate.visible(ENGINE, MissingReport).filter(pk=matter.pk, traced_at=None).update(traced_at=at)
        stop_searching(matter)
    if name == "reopen":
        look_again(matter, before, at=at)
    return made


def look_again(matter: Matter, before: str, *, at: datetime) -> None:
    """The child counts as missing again, and the country is searched again."""
    report = gate.visible(ENGINE, MissingReport).get(pk=matter.pk)
    report.traced_at, report.turned_18_at, report.outcome = None, None, ""
    report.save(update_fields=["traced_at", "turned_18_at", "outcome"])
    kept = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    known = vault.unlock(kept.child_id, kept.key, kept.identity)
    match.run(matter=matter, side="missing", known=known, event_on=ist_date(report.last_seen_at), at=at)
