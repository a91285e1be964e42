"""What an office's desk has been told, and how the text messages go."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from .models import Message, Notice

#: Seconds after which a waiting message means that the gateway does not take them.
LONG = 300


def latest(*, numbers: tuple[int, ...], limit: int = 12) -> list[Notice]:
    """The newest lines for an office and a posting."""
    return list(Notice.objects.filter(to_no__in=numbers).order_by("-at")[:limit])


def unseen_count(*, numbers: tuple[int, ...]) -> int:
    """How many lines nobody of the office has seen yet."""
    return Notice.objects.filter(to_no__in=numbers, seen_at=None).count()


def one(*, notice_id: int, numbers: tuple[int, ...]) -> Notice | None:
    """A line that was for one of these numbers."""
    return Notice.objects.filter(pk=notice_id, to_no__in=numbers).first()


def told_of(*, code: str, matter: Any) -> QuerySet[Notice]:
    """The lines of a code about a matter, as a part of another question to the database."""
    return Notice.objects.filter(code=code, matter_id=matter)


def messages(*, at: datetime) -> dict[str, int]:
    """Of the last week: sent, waiting, tried in vain, given up as too old; seconds that the oldest has waited."""
    recent = Message.objects.filter(at__gt=at - timedelta(days=7))
    waits = recent.filter(sent_at=None).exclude(next_try_at=None)
    oldest = waits.order_by("at").values_list("at", flat=True).first()
    return {
        "sent": recent.exclude(sent_at=None).count(),
        "waiting": waits.count(),
        "tried_in_vain": waits.filter(tries__gt=0).count(),
        "given_up": recent.filter(sent_at=None, next_try_at=None).count(),
        "oldest_s": int((at - oldest).total_seconds()) if oldest else 0,
    }
