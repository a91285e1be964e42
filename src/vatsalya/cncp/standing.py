"""Which order stands in whose place a new one would come, and whether it is still the one that the page showed."""

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters.models import Matter, Move, Transfer
from vatsalya.papers import actions as papers
from vatsalya.papers import queries
from vatsalya.papers.models import Paper


def replaced_by_next(case: Matter, form: str) -> Paper | None:
    """The order in whose place a new one of this form would stand.

    Form 18: one that a member made alone. Form 45: of the same transfer. Form 44: by which the child has not gone home
    yet.
    """
    if form == "18":
        placed = papers.newest(case, "18")
        return placed if placed and queries.alone(placed) else None
    if form == "45":
        rows = gate.visible(ENGINE, Transfer).filter(matter=case, received_at=None, withdrawn_at=None)
        transfer = rows.first()
        return papers.newest(case, "45", since=transfer.proposed_at) if transfer else None
    home = gate.visible(ENGINE, Move).filter(matter=case, name="restore").order_by("-at", "-pk").first()
    return papers.newest(case, "44", since=home.at if home else None)


def check(stands: Paper | None, opened: str | None) -> None:
    """Nobody replaces an order unseen. `opened`: the serial that the page showed, "" for none; None asks nothing."""
    if opened is not None and opened != (stands.serial if stands else ""):
        raise Refused(Refusal("stale"))
