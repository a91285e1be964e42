"""What the exchange says to the outside when a report moves: an event without a name, in the same transaction."""

from typing import Any

from vatsalya.jobs import queue
from vatsalya.matters.registry import on
from vatsalya.missing import publish

from . import cards, outbox
from .cctns import client

#: Named move of the register -> the event that receivers know.
EVENTS = {
    "missing.register": "report.registered",
    "missing.confirm_match": "match.confirmed",
    "missing.unconfirm_match": "match.taken_back",
    "missing.trace": "child.traced",
    "missing.restore": "child.home",
    "missing.close": "report.closed",
    "missing.reopen": "report.reopened",
    "missing.withdraw_card": "card.withdrawn",
}


def _tell(kind: str) -> Any:
    def follower(made: Any, **facts: Any) -> None:
        matter = made.matter
        outbox.emit(kind, subject=matter.pk, number=matter.number, unit_no=matter.unit_no, at=made.at)

    follower.__name__ = f"tell_{kind.replace('.', '_')}"
    return follower


#: The exchange shows nobody but those whom publication shows.
cards.come_from(publish.live)

for move, event in EVENTS.items():
    on(move)(_tell(event))


@on("cncp.report")
def tell_child_found(made: Any, **facts: Any) -> None:
    """A railway post has a found child: those are told whose agreement covers the post, not the Committee."""
    if made.role == "rail_officer":
        post = made.posting.office.no
        outbox.emit("child.found", subject=made.matter_id, number=made.matter.number, unit_no=post, at=made.at)


@on("missing.link_fir")
def tell_cctns(made: Any, **facts: Any) -> None:
    """The police system learns under which number the child is looked for; later, never in the officer's way."""
    if client.is_there():
        queue.defer("cctns.link", matter_id=str(made.matter_id))
