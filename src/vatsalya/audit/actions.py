"""Writing down reads, searches, exports, refusals and sign-ins."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

_RECORD = (
    "SELECT count(audit_write(e.kind, e.tab, e.row, e.child::uuid, e.act, e.why, '', e.account, e.posting)) "
    "FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[]) "
    "AS e(kind, tab, row, child, act, why, account, posting)"
)
Event = tuple[str, str, str, str | None, str, str, int | None, int | None]
_waiting: ContextVar[list[Event] | None] = ContextVar("audit_waiting", default=None)


def record(
    *,
    kind: str,
    account: int | None,
    posting: int | None,
    act: str,
    table: str,
    row_id: str,
    child_id: UUID | None,
    reason: str,
) -> None:
    """Write one event in the current transaction; the database's own clock dates it."""
    event = (kind, table, row_id, str(child_id) if child_id else None, act, reason, account, posting)
    waiting = _waiting.get()
    if waiting is None:
        _write([event])
    else:
        waiting.append(event)


def _write(events: list[Event]) -> None:
    if events:
        with connection.cursor() as cursor:
            cursor.execute(_RECORD, [list(column) for column in zip(*events, strict=True)])


@contextmanager
def together() -> Iterator[None]:
    """Write what is recorded inside in one statement, at the end and in the same transaction.

    A page that shows a list of children writes one event for each of them and one statement in all.
    When the work inside fails, its transaction is rolled back and nothing was seen.
    """
    events: list[Event] = []
    token = _waiting.set(events)
    try:
        yield
    finally:
        _waiting.reset(token)
    _write(events)


def record_apart(
    *,
    kind: str,
    account: int | None,
    posting: int | None,
    act: str,
    table: str,
    row_id: str,
    child_id: UUID | None,
    reason: str,
) -> None:
    """Write one event in a transaction of its own: for refusals, whose act was rolled back."""
    with transaction.atomic():
        _write([(kind, table, row_id, str(child_id) if child_id else None, act, reason, account, posting)])
