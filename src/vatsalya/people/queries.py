"""Reading a child's sheet through the gate."""

from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import Actor

from .models import Child


def child(*, actor: Actor, child_id: UUID, act: str) -> Child:
    """One child's sheet for one act; logged."""
    return gate.get(actor, act, Child, child_id)
