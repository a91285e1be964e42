"""Writing down reads, searches, exports, refusals and sign-ins."""

from uuid import UUID

from django.db import connection, transaction

_RECORD = (
    "SELECT set_config('app.account', %s, true), set_config('app.posting', %s, true), "
    "audit_write(%s, %s, %s, %s, %s, %s, '')"
)


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
    who = [str(account or ""), str(posting or "")]
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [*who, kind, table, row_id, child_id, act, reason])


def record_apart(**event: object) -> None:
    """Write one event in a transaction of its own: for refusals, whose act was rolled back."""
    with transaction.atomic():
        record(**event)  # type: ignore[arg-type]
