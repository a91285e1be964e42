"""Reading care cases."""

from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import Actor

from .models import CareCase


def sheet(*, actor: Actor, matter_id: UUID) -> CareCase:
    """The case's own row: when found, in charge, produced."""
    return gate.visible(actor, CareCase).get(pk=matter_id)
