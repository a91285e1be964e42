"""Housekeeping of packages that stand below the queue: old tries, codes, invitations and sessions."""

from datetime import datetime

from django.core.management import call_command

from vatsalya.accounts import actions as accounts

from .queue import every


@every("30 3 * * * 0", "accounts.sweep")
def sweep(*, at: datetime) -> None:
    """Throw away what the brake and the one-time codes no longer need, and sessions that ended."""
    accounts.sweep(at=at)
    call_command("clearsessions")
