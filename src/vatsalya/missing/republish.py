"""The register of likeness written anew, file by file: needed when the rules of spelling or keys have changed."""

from datetime import datetime
from uuid import UUID

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.matters.models import Matter

from . import proposals

#: A citizen's sighting lives for days and keeps the form in which it came.
KINDS = ("missing", "cncp", "helpline")
PART = 200


def part(*, after: UUID | None, at: datetime) -> tuple[UUID | None, int]:
    """Write the next open files; the id of the last one (None when there are no more) and how many they were."""
    with session.engine():
        rows = gate.visible(ENGINE, Matter).filter(kind__in=KINDS, closed_at=None, child__isnull=False)
        rows = rows.filter(pk__gt=after) if after else rows
        files = list(rows.order_by("pk")[:PART])
        proposals.publish_again(*files, at=at)
    return (files[-1].pk, len(files)) if files else (None, 0)
