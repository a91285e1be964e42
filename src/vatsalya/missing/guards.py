"""Conditions of a missing report."""

from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.lib.errors import Refusal
from vatsalya.matters import links
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard

from .models import MissingReport, Pair


@guard("missing.confirmed_by_both")
def confirmed_by_both(matter: Matter, *, pair: Pair | None = None, **facts: Any) -> Refusal | None:
    """A match stands only when both sides, two persons, said: the same child."""
    both = pair is not None and pair.missing_says == pair.found_says == "same"
    two = both and pair is not None and pair.missing_by != pair.found_by
    return None if two else Refusal("missing.confirmed_by_both")


@guard("missing.traced_child_known")
def traced_child_known(matter: Matter, **facts: Any) -> Refusal | None:
    """A child counts as traced when a found child is linked or the outcome is written."""
    linked = bool(links.of_kind(matter, "same_child"))
    told = gate.visible(ENGINE, MissingReport).filter(matter=matter).exclude(outcome="").exists()
    return None if linked or told else Refusal("missing.traced_child_known")


@guard("missing.outcome_given")
def outcome_given(matter: Matter, **facts: Any) -> Refusal | None:
    """No report is closed without a coded outcome."""
    told = gate.visible(ENGINE, MissingReport).filter(matter=matter).exclude(outcome="").exists()
    return None if told else Refusal("missing.outcome_given")
