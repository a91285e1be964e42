"""What the missing side does when a care case moves: search, and tell the family by its own report."""

from typing import Any

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, machine
from vatsalya.cncp.models import CareCase
from vatsalya.lib.clock import ist_date
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Link, Matter, Move
from vatsalya.matters.registry import on
from vatsalya.people import vault

from . import match
from .models import MissingReport


def search_for_found(case: Matter, *, at: Any, found_on: Any) -> None:
    """Search all open missing reports of the country for a child just admitted."""
    with session.engine():
        known = vault.read_for_engine(case.child_id)
    match.run(matter=case, side="found", known=known, event_on=ist_date(found_on), at=at)


def _missing_of(case: Matter) -> Matter | None:
    link = gate.visible(ENGINE, Link).filter(matter=case, kind="same_child").first()
    return gate.visible(ENGINE, Matter).filter(pk=link.other, kind="missing").first() if link else None


def _step(made: Move, name: str, *states: str) -> None:
    with session.engine():
        report = _missing_of(made.matter)
        if report is not None and report.state in states:
            matters.move(report, name, actor=machine("follow"), at=made.at)


@on("missing.trace")
def where_it_was_found(made: Move, **facts: Any) -> None:
    """A match says where the child was found; the figures of R05 need it."""
    with session.engine():
        link = gate.visible(ENGINE, Link).filter(matter=made.matter, kind="same_child").first()
        case = gate.visible(ENGINE, CareCase).filter(pk=link.other).first() if link else None
        if case is not None:
            gate.visible(ENGINE, MissingReport).filter(pk=made.matter_id, found_state=None).update(
                found_state=case.found_state, found_by="home"
            )


@on("cncp.begin_inquiry")
def child_is_before_committee(made: Move, **facts: Any) -> None:
    """The report shows that the child is before the Committee."""
    _step(made, "produce", "TRACED")


@on("cncp.restore")
def child_is_home(made: Move, **facts: Any) -> None:
    """The report shows that the child is home."""
    _step(made, "restore", "TRACED", "PRODUCED_CWC")
