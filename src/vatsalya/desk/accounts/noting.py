"""What people change in their own sign-in is written down."""

from typing import Any

from vatsalya.accounts import actions


def note(request: Any, what: str) -> None:
    """Write down that this person changed this, now."""
    actions.note_change(account_id=request.user.pk, what=what, at=request.at)
