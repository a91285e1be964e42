"""The approved weights of this installation: asked for at each search, read again only when they changed."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from .weights import BadWeights, Weights, standard

_LIST = (
    "SELECT version, base, learned::text, report::text, proposed_by, proposed_at, approved_by, approved_at "
    "FROM match_weights_list(%s::int)"
)
_ROW = ("version", "base", "learned", "report", "proposed_by", "proposed_at", "approved_by", "approved_at")


def released() -> Weights:
    """The weights of the release, before anything was learned."""
    return standard()


def in_force(approval: str) -> Weights:
    """The weights of an approval ("version@instant"); shifts of another release's weights are not applied."""
    return _read(approval)


@lru_cache(maxsize=8)
def _read(approval: str) -> Weights:
    version = int(approval.partition("@")[0])
    if not version:
        return standard()
    row = next(iter(versions(version)), None)
    if row is None or row["base"] != standard().valid_from:
        return standard()
    approved: datetime = row["approved_at"] or row["proposed_at"]
    try:
        return standard().with_learned(
            row["learned"],
            version=version,
            valid_from=approved.date(),
            basis=f"learned, approved by {row['approved_by']}",
        )
    except BadWeights:  # the table was written past the command; the release's weights are safe
        return standard()


def versions(version: int | None = None) -> list[dict[str, Any]]:
    """Every proposal with its report and who approved it."""
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [version])
        rows = [dict(zip(_ROW, row, strict=True)) for row in cursor.fetchall()]
    return [row | {key: json.loads(row[key]) for key in ("learned", "report")} for row in rows]


def now() -> Weights:
    """The weights in force at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT match_weights_version()")
        return in_force(cursor.fetchone()[0])


def base() -> date:
    """The day of the released weights that shifts belong to."""
    return standard().valid_from
