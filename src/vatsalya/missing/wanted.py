"""What is wanted within 24 hours: the questions of the second sitting, which of them have no answer, by when."""

from datetime import datetime
from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.law.shapes import Field
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.people.models import Photo

SECOND = 2
#: With this answer an officer says that the rest is not known and who was asked.
NOT_KNOWN = "not_known"


def still(matter: Matter, answers: dict[str, Any]) -> list[Field]:
    """The questions of the second sitting without an answer; empty when all is there or not known."""
    if answers.get(NOT_KNOWN):
        return []
    asked = [f for f in law().newest_form("missing").in_sitting(SECOND).fields if f.key != NOT_KNOWN]
    return [field for field in asked if not _answered(matter, field, answers)]


def _answered(matter: Matter, field: Field, answers: dict[str, Any]) -> bool:
    if field.type == "photo":
        return gate.visible(ENGINE, Photo).filter(child_id=matter.child_id).exists()
    return bool(answers.get(field.key))


def progress(answers: dict[str, Any], has_photo: bool) -> dict[int, tuple[int, int]]:
    """How many questions of each sitting have an answer, of how many."""
    counted: dict[int, tuple[int, int]] = {}
    for field in law().newest_form("missing").fields:
        if field.key == NOT_KNOWN:
            continue
        done, asked = counted.get(field.sitting, (0, 0))
        there = has_photo if field.type == "photo" else bool(answers.get(field.key))
        counted[field.sitting] = (done + there, asked + 1)
    return counted


def complete(matter: Matter, answers: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """When nothing is wanted any more, the clock of the 24 hours stops (once)."""
    clock = matter.clock("D-WANTED")
    if clock is not None and clock.stopped_at is None and not still(matter, answers):
        matters.move(matter, "complete_wanted", actor=actor, at=at)
