"""What of sign-in goes into the audit trail."""

from datetime import datetime

from vatsalya.audit import actions as audit

from .models import Account


def write(*, act: str, account_id: int | None, at: datetime, by: int | None = None, reason: str = "") -> None:
    """One event about an account: what happened to it, and by whom (by its owner, if nobody else)."""
    audit.record(
        kind="signin",
        account=by or account_id,
        posting=None,
        act=act,
        table=Account._meta.db_table,
        row_id=str(account_id or ""),
        child_id=None,
        reason=reason,
    )
