"""Conditions of a citizen's report."""

from datetime import datetime
from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard

from .models import CitizenReport, HomeSaid

#: Outcomes that fit only one of the two kinds; the others fit both.
ONLY = {"accepted": "missing", "came_home": "missing", "linked": "sighting", "child_not_found": "sighting"}
#: Outcomes that name another report.
NUMBERED = ("duplicate", "linked")
#: Outcomes by which a report of a missing child ends without a search: one officer asks, another confirms.
BY_TWO = frozenset({"not_missing", "false", "child_produced", "came_home"})
#: Outcomes that say "there was nothing in it": never without words that say why.
REASONED = frozenset({"not_missing", "false"})
FEWEST_WORDS = 3


def needs_two(what: str, outcome: str) -> bool:
    """True when this outcome of this kind of report is asked for by one officer and confirmed by another."""
    return what == "missing" and outcome in BY_TWO


def needs_reason(what: str, outcome: str) -> bool:
    """True when an outcome is never given without a reason in words."""
    return outcome in REASONED or needs_two(what, outcome)


@guard("citizen.outcome_given")
def outcome_given(matter: Matter, *, outcome: str = "", **facts: Any) -> Refusal | None:
    """A report ends with a coded outcome, never without."""
    return None if outcome in law().codes("citizen_outcomes") else Refusal("citizen.outcome_given")


@guard("citizen.outcome_fits")
def outcome_fits(matter: Matter, *, outcome: str = "", other: Matter | None = None, **facts: Any) -> Refusal | None:
    """The outcome fits what was reported, and names the other report where there is one."""
    what = gate.visible(ENGINE, CitizenReport).get(pk=matter.pk).what
    if ONLY.get(outcome, what) != what:
        return Refusal("citizen.outcome_fits")
    if outcome in NUMBERED and other is None:
        return Refusal("citizen.no_such_number")
    return None


def _family_said_home(matter: Matter, *, outcome: str, at: datetime) -> bool:
    """True when the family itself said that the child is home and an officer confirms it now: these are two."""
    said = gate.visible(ENGINE, HomeSaid).filter(matter=matter, answer="confirmed", answered_at=at)
    return outcome == "came_home" and said.exists()


@guard("citizen.reason_given")
def reason_given(
    matter: Matter, *, at: datetime, outcome: str = "", reason_words: str = "", **facts: Any
) -> Refusal | None:
    """An end that says "there was nothing in it" has a reason in words."""
    what = gate.visible(ENGINE, CitizenReport).get(pk=matter.pk).what
    if not needs_reason(what, outcome) or _family_said_home(matter, outcome=outcome, at=at):
        return None
    return None if len(reason_words.split()) >= FEWEST_WORDS else Refusal("citizen.reason_given")


@guard("citizen.ended_by_two")
def ended_by_two(matter: Matter, *, actor: Actor, at: datetime, outcome: str = "", **facts: Any) -> Refusal | None:
    """The report of a missing child ends without a search only when two officers say so."""
    report = gate.visible(ENGINE, CitizenReport).get(pk=matter.pk)
    if not needs_two(report.what, outcome) or _family_said_home(matter, outcome=outcome, at=at):
        return None
    asked = matter.state == "END_ASKED" and report.end_outcome == outcome
    by_another = actor.account_id not in (None, report.end_asked_by)
    return None if asked and by_another else Refusal("citizen.ended_by_two")
