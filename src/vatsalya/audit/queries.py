"""Reading the audit through its narrow doors: who saw a child, what was refused."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Look:
    """Somebody opened something of a child."""

    at: datetime
    kind: str
    account: int | None
    posting: int | None
    act: str
    table: str
    reason: str


def who_saw(child_id: UUID) -> list[Look]:
    """Everybody who opened this child's file, newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_who_saw(%s)", [child_id])
        return [Look(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Refused:
    """Somebody asked for what was not theirs."""

    at: datetime
    account: int | None
    posting: int | None
    act: str
    table: str
    row_id: str
    reason: str


def refusals(limit: int = 100) -> list[Refused]:
    """The latest refusals."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_refusals(%s)", [limit])
        return [Refused(*row) for row in cursor.fetchall()]


def seen_today(posting_id: int, since: datetime) -> int:
    """How many children's files this posting opened since an instant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_seen_today(%s, %s)", [posting_id, since])
        return cursor.fetchone()[0]
