"""What a care case does when the child's stay in a home moves."""

from typing import Any

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, machine
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter, Move
from vatsalya.matters.registry import on


def _case_of(made: Move) -> Matter | None:
    """The open care case to which a stay belongs; another realm's proceeding follows in its own package."""
    rows = gate.visible(ENGINE, Matter).filter(pk=made.matter.parent_id, kind="cncp", closed_at=None)
    return rows.first()


@on("placement.escape")
def case_is_missing(made: Move, **facts: Any) -> None:
    """A child who left the home is missing, and so stands the case."""
    with session.engine():
        case = _case_of(made)
        if case is not None and case.state != "MISSING":
            matters.move(case, "escape", actor=machine("follow"), at=made.at)


@on("placement.come_back")
def case_goes_on(made: Move, **facts: Any) -> None:
    """The child is back in the home: the case goes on where it stood."""
    with session.engine():
        case = _case_of(made)
        if case is not None and case.state == "MISSING":
            matters.move(case, "come_back", actor=machine("follow"), at=made.at)
