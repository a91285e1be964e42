"""Which break-glass grants a posting holds at this instant."""

from datetime import datetime

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import JSONField, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from vatsalya.offices.models import Posting

from .actor import GRANT_BASE


def number(grant_id: int) -> int:
    """The number under which a grant stands among a matter's shares."""
    return GRANT_BASE - grant_id


def in_force(posting: Posting) -> tuple[tuple[int, ...], str]:
    """Numbers of the grants in force, and their reasons (for the audit); loaded with the posting."""
    held = getattr(posting, "grants_held", None) or []
    return tuple(number(grant["id"]) for grant in held), "; ".join(grant["reason"] for grant in held)


def with_grants(rows: QuerySet[Posting], at: datetime) -> QuerySet[Posting]:
    """Postings with the break-glass grants they hold at this instant, in the same query."""
    valid = Q(grants__from_at__lte=at, grants__until_at__gt=at)
    made = JSONObject(id="grants__pk", reason="grants__reason")
    return rows.annotate(grants_held=JSONBAgg(made, filter=valid, default=Value([], JSONField())))
