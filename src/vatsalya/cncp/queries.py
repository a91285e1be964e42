"""Reading a care case."""

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.matters.models import Matter

from .models import CareCase


def missing_checked(*, actor: Actor, matter: Matter) -> bool:
    """True when the Committee looked for this child among the missing."""
    return gate.visible(actor, CareCase).filter(pk=matter.pk, missing_checked_at__isnull=False).exists()
