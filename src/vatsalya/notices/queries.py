"""What an office's desk has been told."""

from .models import Notice


def latest(*, numbers: tuple[int, ...], limit: int = 12) -> list[Notice]:
    """The newest lines for an office and a posting."""
    return list(Notice.objects.filter(to_no__in=numbers).order_by("-at")[:limit])


def unseen_count(*, numbers: tuple[int, ...]) -> int:
    """How many lines nobody of the office has seen yet."""
    return Notice.objects.filter(to_no__in=numbers, seen_at=None).count()


def one(*, notice_id: int, numbers: tuple[int, ...]) -> Notice | None:
    """A line that was for one of these numbers."""
    return Notice.objects.filter(pk=notice_id, to_no__in=numbers).first()
