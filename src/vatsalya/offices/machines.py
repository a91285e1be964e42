"""Posts of machines: a department's system speaks in a named office and role, like any holder of the post.

Such an account has no password and no invitation: nobody can sign in with it.
"""

from datetime import datetime
from typing import Any

from vatsalya.accounts import actions as accounts

from .models import Office, Posting


def post(*, name: str, label: str, office: Office, role: str, by: int | None, at: datetime) -> Posting:
    """Put a system into a post of an office; rights come from there and from nowhere else."""
    account = accounts.for_machine(name=name, label=label, at=at)
    return Posting.objects.create(account=account, office=office, role=role, order_no=name, from_at=at, made_by_id=by)


def relieve(*, posting_id: int, by: int | None, at: datetime) -> Any:
    """End a system's post and its account, this second."""
    posting = Posting.objects.get(pk=posting_id)
    Posting.objects.filter(pk=posting_id, to_at=None).update(to_at=at)
    accounts.end_account(by_account_id=by, account_id=posting.account_id, at=at)
    return posting
