"""Reading calls to 1098."""

from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.people import vault

from .models import Call


def sheet(*, actor: Actor, matter_id: UUID) -> tuple[Call, str]:
    """A call's own row and what was said."""
    call = gate.visible(actor, Call).get(pk=matter_id)
    return call, vault.unlock_for_server(call.told).get("told", "")
