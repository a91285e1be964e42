"""Nightly duty of the matching engine."""

from datetime import datetime

from vatsalya.jobs.queue import every

from . import actions


@every("10 2 * * * 0", "matching.recount")
def recount(*, at: datetime) -> None:
    """Count how common each key is, so that a rare name weighs more than a common one."""
    actions.recount()
