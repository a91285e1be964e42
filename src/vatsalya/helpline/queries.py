"""Reading calls to 1098."""

from uuid import UUID

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.matters import queries as matters
from vatsalya.matters.models import Matter
from vatsalya.people import vault

from .models import Call


def sheet(*, actor: Actor, matter_id: UUID) -> tuple[Call, str]:
    """A call's own row and what was said."""
    call = gate.visible(actor, Call).get(pk=matter_id)
    return call, vault.unlock_for_server(call.told).get("told", "")


def hung_on(*, actor: Actor, matter_id: UUID) -> list[tuple[str, int]]:
    """The calls that hang on a file of the actor's: number and office to ask. What was said, and by whom, stays."""
    mine = matters.links_of(actor=actor, matter_id=matter_id)
    calls = [link.other for link in mine if link.kind.partition(".")[0] == "same_child_call"]
    with session.engine():  # the calls are not this officer's: only number and office leave this function
        rows = gate.visible(ENGINE, Matter).filter(pk__in=calls, kind="helpline").order_by("-opened_at")
        return list(rows.values_list("number", "office__no")) if calls else []
