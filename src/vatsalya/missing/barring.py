"""What a report itself says against publication: a sexual offence suspected or in the FIR, the family's no."""

import re
from datetime import datetime
from typing import Any

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.papers import actions as papers

from . import publish
from .card_models import PublicationBar

#: The ground that a suspected sexual offence is (s.23 POCSO Act).
GROUND = "pocso"
_NUMBER = re.compile(r"\s*(\d+)\D")


def by_answers(matter: Matter, answers: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """The report was written or changed: what it says now bars a card, or takes it down."""
    if set(answers.get("risks") or []) & set(law().publication.bar_risks):
        _bar(matter, actor=actor, at=at)
    if said_no(answers):
        publish.come_down(matter, "consent", at=at)


def by_sections(matter: Matter, sections: str, *, actor: Actor, at: datetime) -> None:
    """The FIR names an offence whose victim must not be named (s.23 POCSO Act; s.72 BNS)."""
    if forbids(sections):
        _bar(matter, actor=actor, at=at)


def forbids(sections: str) -> bool:
    """True when one of an FIR's sections forbids that the child is named; "64 BNS" asks for number and law."""
    parts = [f"{part.upper()} " for part in re.split(r"[,;/+]| and ", sections)]
    return any(_is(part, rule.upper()) for part in parts for rule in law().publication.bar_sections)


def _is(part: str, rule: str) -> bool:
    number, _space, named = rule.partition(" ")
    if not named:
        return rule in part
    found = _NUMBER.match(part)
    return bool(found and found[1] == number and re.search(rf"\b{named}\b", part))


def _bar(matter: Matter, *, actor: Actor, at: datetime) -> None:
    forbid(matter, GROUND, by=actor, mover=machine("publication"), at=at)


def forbid(matter: Matter, ground: str, *, by: Actor, mover: Actor, at: datetime) -> None:
    """From now on nothing of this child is published; a standing card comes down. The file says when and why."""
    with session.engine():
        _bar, new = gate.visible(ENGINE, PublicationBar).get_or_create(
            matter=matter, ground=ground, lifted_at=None, defaults={"since": at, "by": by.account_id or 0}
        )
    if new:
        matters.move(matter, "bar_card", actor=mover, at=at, record={"ground": ground})
    publish.come_down(matter, "barred", at=at)


def said_no(answers: dict[str, Any]) -> bool:
    """True when the family answered that the child may not be shown to the public."""
    return answers.get("may_publish") in ("no", False)


def family(matter: Matter, *, actor: Actor) -> list[Refusal]:
    """The family's no stands in the report as it is signed now."""
    stands = papers.newest(matter, "missing")
    answers = papers.read(actor=actor, paper_id=stands.pk)[1] if stands else {}
    return [Refusal("card.family_said_no")] if said_no(answers) else []
