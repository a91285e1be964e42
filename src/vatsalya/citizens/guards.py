"""Conditions of a citizen's report."""

from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard

from .models import CitizenReport

#: Outcomes that fit only one of the two kinds; the others fit both.
ONLY = {"accepted": "missing", "came_home": "missing", "linked": "sighting", "child_not_found": "sighting"}
#: Outcomes that name another report.
NUMBERED = ("duplicate", "linked")


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
