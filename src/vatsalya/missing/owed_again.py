"""A child is looked for again: what nobody owed any longer once the child was found is owed once more."""

from typing import Any

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.matters import clocks
from vatsalya.matters.models import Clock, Matter, Move
from vatsalya.papers import actions as papers
from vatsalya.people import vault
from vatsalya.people.models import Photo, Vault

from . import wanted

#: What lapses when a child is found and was then not done. The hand-over's months start by the step itself.
LAPSED = ("T68", "D-PHOTO", "D-WANTED", "D-CIRCULATE")


def owed_again(made: Move, **facts: Any) -> None:
    """Each such duty has its whole time again, unless it was done meanwhile."""
    with session.engine():
        for code in LAPSED:
            rows = gate.visible(ENGINE, Clock).filter(matter_id=made.matter_id, code=code)
            last = rows.order_by("-started_at", "-pk").first()
            if last is not None and last.lapsed and not _done(made.matter, code, last):
                clocks.start(made.matter, code, at=made.at)


def _done(matter: Matter, code: str, last: Clock) -> bool:
    """True when it was done although nobody owed it."""
    if code == "D-PHOTO":
        return gate.visible(ENGINE, Photo).filter(child_id=matter.child_id).exists()
    if code == "D-WANTED":
        return not wanted.still(matter, _answers(matter))
    step = {"D-CIRCULATE": "circulate_photo", "T68": "transfer_ahtu"}[code]
    return gate.visible(ENGINE, Move).filter(matter=matter, name=step, at__gte=last.stopped_at).exists()


def _answers(matter: Matter) -> dict[str, Any]:
    """The answers that stand now, for the engine's own use."""
    paper = papers.newest(matter, "missing")
    if paper is None:
        return {}
    kept = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    return vault.unlock(kept.child_id, kept.key, paper.answers)
