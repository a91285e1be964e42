"""The machine counts the country."""

from datetime import datetime

from vatsalya.jobs.queue import every

from . import engine


@every("* * * * * */20", "figures.refresh")
def refresh(*, at: datetime) -> None:
    """Count every population by district."""
    engine.refresh(at=at)
