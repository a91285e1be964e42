"""Sending what waits in the outbox."""

from datetime import datetime

from vatsalya.jobs.queue import every

from .channels import sms


@every("* * * * * */10", "messages.send")
def send(*, at: datetime) -> None:
    """Send text messages that wait, oldest first."""
    sms.send_due(at=at)
