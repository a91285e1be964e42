"""The exchange's duties of the worker."""

from datetime import datetime

from vatsalya.jobs.queue import duty, every

from . import calls, keys, outbox
from .cap import alerts
from .cctns import write
from .pfif import review


@every("* * * * * */2", "exchange.deliver")
def deliver(*, at: datetime) -> None:
    """Send events that wait for receivers."""
    outbox.deliver_due(at=at)


@every("* * * * * */15", "alerts.follow_cards")
def follow_cards(*, at: datetime) -> None:
    """Recall alerts whose child is published no longer."""
    alerts.follow_cards(at=at)


@every("*/10 * * * * 20", "exchange.sweep")
def sweep(*, at: datetime) -> None:
    """Forget spent nonces, old answers and events; wipe imported persons whose time is over."""
    keys.sweep(at=at)
    calls.sweep(at=at)
    outbox.sweep(at=at)
    review.expire(at=at)


@duty("cctns.link")
def link(*, at: datetime, matter_id: str) -> None:
    """Tell the police system the number under which a child of an FIR is looked for."""
    write.link(matter_id=matter_id, at=at)
