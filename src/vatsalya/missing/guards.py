"""Conditions of a missing report."""

from datetime import datetime
from typing import Any

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.clock import IST
from vatsalya.lib.errors import Refusal
from vatsalya.matters import links
from vatsalya.matters.models import Clock, Matter
from vatsalya.matters.registry import guard

from .models import Ending, MissingReport, Pair, Recovery, ZeroFir

#: A reason is a sentence, not a dash.
FEWEST_WORDS = 3
#: States of a care case in which the child is with the family by order.
AT_HOME = ("RESTORED", "FOLLOW_UP")


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


@guard("missing.from_citizen")
def from_citizen(matter: Matter, **facts: Any) -> Refusal | None:
    """Only what a citizen sent is verified and accepted; what police wrote stands."""
    sent = gate.visible(ENGINE, MissingReport).filter(matter=matter, channel="citizen").exists()
    return None if sent else Refusal("missing.from_citizen")


@guard("missing.reason_given")
def reason_given(matter: Matter, *, why: str = "", **facts: Any) -> Refusal | None:
    """An officer decides, and says why."""
    return None if len(why.split()) >= FEWEST_WORDS else Refusal("missing.reason_given")


@guard("missing.is_zero_fir")
def is_zero_fir(matter: Matter, **facts: Any) -> Refusal | None:
    """Only a zero FIR goes to the station of the place."""
    zero = gate.visible(ENGINE, MissingReport).filter(matter=matter, zero_fir=True).exclude(fir_no="").exists()
    return None if zero else Refusal("missing.is_zero_fir")


@guard("missing.transfer_free")
def transfer_free(matter: Matter, **facts: Any) -> Refusal | None:
    """One station is asked at a time."""
    waits = gate.visible(ENGINE, ZeroFir).filter(matter=matter, taken=None).exists()
    return Refusal("missing.transfer_free") if waits else None


@guard("missing.transfer_asked")
def transfer_asked(
    matter: Matter, *, actor: Actor | None = None, zero: ZeroFir | None = None, **facts: Any
) -> Refusal | None:
    """Only the station that was asked answers, once."""
    asked = zero is not None and zero.matter_id == matter.pk and zero.taken is None
    mine = asked and zero is not None and actor is not None and actor.office_no == zero.to_no
    return None if mine else Refusal("missing.transfer_asked")


@guard("missing.ahtu_due")
def ahtu_due(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """At once when an officer decided that trafficking is suspected; else when the months are over."""
    return hand_over_not_due(list(gate.visible(ENGINE, Clock).filter(matter=matter, code__in=("T68", "T69"))), at=at)


def hand_over_not_due(clocks: list[Clock], *, at: datetime) -> Refusal | None:
    """Why a report is not handed to the anti trafficking unit yet, from its clocks in hand."""
    running = {clock.code: clock for clock in clocks if clock.stopped_at is None}
    months = running.get("T69")
    if "T68" in running or (months is not None and months.due_at <= at):
        return None
    return Refusal("missing.ahtu_due", due=f"{months.due_at.astimezone(IST):%d-%m-%Y}" if months else "–")


@guard("missing.recovery_written")
def recovery_written(matter: Matter, *, recovery: Recovery | None = None, **facts: Any) -> Refusal | None:
    """The child is written as recovered by the production report and not otherwise."""
    return None if recovery is not None and recovery.matter_id == matter.pk else Refusal("missing.recovery_written")


@guard("missing.committee_decided")
def committee_decided(matter: Matter, *, actor: Actor, **facts: Any) -> Refusal | None:
    """A child before a Committee goes home by its order (s.40) and not by the word of the police alone."""
    if actor.account_id is None:  # the report follows the Committee's own step
        return None
    return Refusal("missing.committee_decided") if deciding(matter) else None


def deciding(matter: Matter) -> int | None:
    """The office number of the Committee before which the child of a report stands."""
    with session.engine():
        cases = [link.other for link in links.of_kind(matter, "same_child")]
        rows = gate.visible(ENGINE, Matter).filter(pk__in=cases, kind="cncp", closed_at=None)
        return rows.exclude(state__in=AT_HOME).values_list("office__no", flat=True).first()


@guard("missing.produced_first")
def produced_first(matter: Matter, **facts: Any) -> Refusal | None:
    """A child in the hands of the police goes before the Committee or Board first; a grown person need not."""
    return Refusal("missing.produced_first") if must_be_produced(matter) else None


def must_be_produced(matter: Matter) -> bool:
    """True for a child whom the police have and who was not produced yet (s.31 to 33)."""
    if matter.state != "RECOVERED":
        return False
    grown = gate.visible(ENGINE, MissingReport).filter(matter=matter).exclude(turned_18_at=None)
    return not grown.exists()


@guard("missing.ending_by_another")
def ending_by_another(
    matter: Matter, *, actor: Actor | None = None, ending: Ending | None = None, **facts: Any
) -> Refusal | None:
    """Who asked does not answer."""
    other = ending is not None and actor is not None and actor.account_id not in (None, ending.asked_by)
    return None if other else Refusal("missing.ending_by_another")


@guard("missing.closed_by_two")
def closed_by_two(matter: Matter, *, ending: Ending | None = None, **facts: Any) -> Refusal | None:
    """Two accounts agreed to this end of this report."""
    if ending is None or ending.matter_id != matter.pk or ending.agreed is not True:
        return Refusal("missing.closed_by_two")
    two = ending.answered_by is not None and ending.answered_by != ending.asked_by
    return None if two else Refusal("missing.closed_by_two")


@guard("missing.death_documented")
def death_documented(matter: Matter, *, ending: Ending | None = None, **facts: Any) -> Refusal | None:
    """A death is recorded with its document only."""
    shown = ending is not None and ending.outcome == "dead" and ending.document_id is not None
    return None if shown else Refusal("missing.death_documented")
