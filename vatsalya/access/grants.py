"""Which break-glass grants a posting holds at this instant."""

from datetime import datetime

from .actor import GRANT_BASE
from .models import Grant


def number(grant_id: int) -> int:
    """The number under which a grant stands among a matter's shares."""
    return GRANT_BASE - grant_id


def in_force(posting_id: int, at: datetime) -> tuple[tuple[int, ...], str]:
    """Numbers of the grants in force, and their reasons (for the audit)."""
    found = Grant.objects.filter(posting_id=posting_id, from_at__lte=at, until_at__gt=at)
    rows = list(found.values_list("pk", "reason"))
    return tuple(number(pk) for pk, _ in rows), "; ".join(reason for _, reason in rows)
