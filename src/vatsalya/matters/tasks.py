"""Duties of the machine about clocks."""

from datetime import datetime

from vatsalya.jobs.queue import every

from . import clocks


@every("* * * * * */20", "clocks.sweep")
def sweep(*, at: datetime) -> None:
    """Warn the owners of clocks that reached 50, 80 or 100 per cent."""
    clocks.sweep(at=at)
