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
#: With these two an officer says of each question that nobody knows, and who was asked.
UNKNOWN, NOT_KNOWN = "unknown", "not_known"
#: Who was asked is a sentence, not a dash.
FEWEST_WORDS = 3


def still(matter: Matter, answers: dict[str, Any]) -> list[Field]:
    """What is still open; empty when each question has an answer or is ticked as known to nobody who was asked."""
    return still_open(answers, has_photo=gate.visible(ENGINE, Photo).filter(child_id=matter.child_id).exists())


def still_open(answers: dict[str, Any], *, has_photo: bool) -> list[Field]:
    """The same, when it is known whether there is a photograph."""
    fields = law().newest_form("missing").in_sitting(SECOND).fields
    ticked = set(answers.get(UNKNOWN) or [])
    empty = [f for f in fields if f.key not in (UNKNOWN, NOT_KNOWN) and not _answered(f, answers, has_photo)]
    found = [field for field in empty if field.key not in ticked]
    asked = len(str(answers.get(NOT_KNOWN) or "").split()) >= FEWEST_WORDS
    if asked or all(field.key not in ticked for field in empty):
        return found
    return [*found, *(field for field in fields if field.key == NOT_KNOWN)]


def _answered(field: Field, answers: dict[str, Any], has_photo: bool) -> bool:
    return has_photo if field.type == "photo" else bool(answers.get(field.key))


def progress(answers: dict[str, Any], has_photo: bool) -> dict[int, tuple[int, int]]:
    """How many questions of each sitting have an answer, of how many."""
    counted: dict[int, tuple[int, int]] = {}
    for field in law().newest_form("missing").fields:
        if field.key in (UNKNOWN, NOT_KNOWN):
            continue
        done, asked = counted.get(field.sitting, (0, 0))
        counted[field.sitting] = (done + _answered(field, answers, has_photo), asked + 1)
    return counted


def complete(matter: Matter, answers: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """When nothing is wanted any more, the clock of the 24 hours stops (once)."""
    clock = matter.clock("D-WANTED")
    if clock is not None and clock.stopped_at is None and not still(matter, answers):
        matters.move(matter, "complete_wanted", actor=actor, at=at)
