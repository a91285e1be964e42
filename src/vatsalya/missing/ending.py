"""The end of a report: one officer asks with a coded outcome, another answers; a death needs a right and a document."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matching import actions as engine
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.people import vault
from vatsalya.people.models import Vault

from . import diary
from .models import Ending, MissingReport, Pair

#: Which step an outcome leads to; every other outcome closes.
STEPS = {
    "not_missing": "not_missing",
    "duplicate": "mark_duplicate",
    "false_report": "mark_false",
    "dead": "record_death",
}
#: Outcomes after which nobody was found.
NOBODY_FOUND = ("not_missing", "duplicate", "false_report")
FEWEST_WORDS = 3


def step_of(outcome: str, state: str) -> str:
    """The step to which an outcome leads from a state: after a recorded death the report is closed."""
    return "close" if outcome == "dead" and state == "FOUND_DEAD" else STEPS.get(outcome, "close")


def right_for(outcome: str, state: str) -> str:
    """The act that asking for and answering an outcome needs."""
    return "missing.record_death" if step_of(outcome, state) == "record_death" else "missing.end"


def possible(matter: Matter, actor: Actor) -> list[str]:
    """The outcomes that this officer may ask for at this step."""
    moves = law().machine("missing").moves
    return [
        code
        for code in law().codes("outcomes")
        if matter.state in moves[step_of(code, matter.state)].from_
        and _fits(code, matter.state)
        and gate.may(actor, right_for(code, matter.state), matter)
    ]


#: States from which nothing ends yet, with words of their own for what comes first.
WORDED = ("MATCH_SUGGESTED", "MATCH_CONFIRMED", "TRACED", "RECOVERED", "WITH_AHTU", "TRACED_UNCONFIRMED")


def first(state: str) -> str:
    """The code of the words that say what must be done before a report in this state can end."""
    return f"ending.first.{state.lower()}" if state in WORDED else "ending.first"


def _fits(outcome: str, state: str) -> bool:
    """A recorded death ends as a death; only who was still missing at eighteen is traced after eighteen."""
    if state == "FOUND_DEAD":
        return outcome == "dead"
    return (outcome == "traced_adult") <= (state == "TURNED_18")


def waiting(matter: Matter) -> Ending | None:
    """The end that was asked for and has no answer yet."""
    return gate.visible(ENGINE, Ending).filter(matter=matter, agreed=None).first()


@transaction.atomic
def ask(*, actor: Actor, matter_id: UUID, at: datetime, outcome: str, reason: str, document: Any = None) -> Ending:
    """Ask for the end of a report with a coded outcome; a second officer answers."""
    matter = matters.see(actor, matter_id, act="missing.read", lock=True)
    if not gate.may(actor, right_for(outcome, matter.state), matter):
        if right_for(outcome, matter.state) == "missing.record_death" and gate.may(actor, "missing.end", matter):
            raise Refused(Refusal("missing.death_right"))
        raise Forbidden("gate.not_allowed", right_for(outcome, matter.state), "matters_matter", matter.pk)
    _check(matter, outcome, reason, document)
    kept = diary.keep(matter, document, kind="death", actor=actor, at=at) if document is not None else None
    ending = Ending.objects.create(
        matter=matter,
        outcome=outcome,
        reason=_sealed(matter, reason),
        document=kept or _earlier_document(matter, outcome),
        asked_by=actor.account_id,
        asked_at=at,
    )
    diary.line(matter, "end", reason, actor=actor, at=at)
    matters.move(matter, "propose_end", actor=actor, at=at, record={"outcome": outcome})
    return ending


@transaction.atomic
def tell_of_death(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """A station cannot record a death; it tells those who do, and the file keeps that it told them."""
    matter = matters.see(actor, matter_id, act="missing.end", lock=True)
    matters.move(matter, "tell_of_death", actor=actor, at=at)


def _check(matter: Matter, outcome: str, reason: str, document: Any) -> None:
    refusals = []
    if waiting(matter):
        refusals.append(Refusal("missing.end_asked"))
    if outcome not in law().codes("outcomes"):
        refusals.append(Refusal("missing.outcome_given"))
    elif not _allowed(matter, outcome):
        refusals.append(Refusal("missing.end_not_yet"))
    if len(reason.split()) < FEWEST_WORDS:
        refusals.append(Refusal("missing.reason_given"))
    if outcome == "dead" and document is None and _earlier_document(matter, outcome) is None:
        refusals.append(Refusal("missing.death_documented"))
    if refusals:
        raise Refused(*refusals)


def _allowed(matter: Matter, outcome: str) -> bool:
    if outcome == "false_report" and not gate.visible(ENGINE, MissingReport).filter(pk=matter.pk, channel="citizen"):
        return False
    step = law().machine("missing").moves[step_of(outcome, matter.state)]
    return matter.state in step.from_ and _fits(outcome, matter.state)


def _earlier_document(matter: Matter, outcome: str) -> Any:
    """A recorded death is closed with the document with which it was recorded."""
    if outcome != "dead" or matter.state != "FOUND_DEAD":
        return None
    earlier = gate.visible(ENGINE, Ending).filter(matter=matter, outcome="dead", agreed=True)
    found = earlier.select_related("document").order_by("-answered_at").first()
    return found.document if found else None


def _sealed(matter: Matter, reason: str) -> bytes:
    kept = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    return vault.lock(kept.child_id, bytes(kept.key or b""), {"reason": reason})


def reason_of(ending: Ending, matter: Matter) -> str:
    """Why the end was asked for (police read it; the caller passed the gate)."""
    kept = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    return str(vault.unlock(kept.child_id, kept.key, ending.reason).get("reason", ""))


@transaction.atomic
def answer(*, actor: Actor, matter_id: UUID, at: datetime, agrees: bool) -> Ending:
    """The second officer agrees, and the report ends; or refuses, and it goes on."""
    matter = matters.see(actor, matter_id, act="missing.read", lock=True)
    ending = waiting(matter)
    if ending is None:
        raise Refused(Refusal("missing.end_not_asked"))
    gate.require(actor, right_for(ending.outcome, matter.state), matter)
    if actor.account_id in (None, ending.asked_by):
        raise Refused(Refusal("missing.ending_by_another"))
    ending.agreed, ending.answered_by, ending.answered_at = agrees, actor.account_id, at
    ending.save(update_fields=["agreed", "answered_by", "answered_at"])
    if agrees:
        _end(matter, ending, actor=actor, at=at)
    else:
        matters.move(matter, "refuse_end", actor=actor, at=at, ending=ending)
    return ending


def _end(matter: Matter, ending: Ending, *, actor: Actor, at: datetime) -> None:
    report = gate.visible(ENGINE, MissingReport).filter(pk=matter.pk)
    report.update(outcome=ending.outcome)
    if ending.outcome not in NOBODY_FOUND:
        report.filter(traced_at=None).update(traced_at=at)
    step = step_of(ending.outcome, matter.state)
    matters.move(matter, step, actor=actor, at=at, ending=ending, record={"outcome": ending.outcome})
    stop_searching(matter)


def stop_searching(matter: Matter) -> None:
    """No longer offered as a possible match: taken out of the search, open pairs put away."""
    engine.withdraw(matter.pk)
    gate.visible(ENGINE, Pair).filter(missing=matter, verdict="possible").update(verdict="elsewhere")
