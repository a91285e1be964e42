"""Telling offices (on their desks) and families (by text message), in the act's own transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from vatsalya.accounts.phones import dialled

from . import gateway
from .models import Message, Notice
from .sealing import seal


def tell(
    *, to_no: int, code: str, matter_id: UUID | None, number: str, at: datetime, facts: dict[str, Any] | None = None
) -> Notice:
    """Put a line on an office's (or posting's) desk."""
    return Notice.objects.create(to_no=to_no, code=code, matter_id=matter_id, number=number, at=at, facts=facts or {})


def seen(*, notice_id: int, numbers: tuple[int, ...], by_posting: int, at: datetime) -> int:
    """Mark a line as seen by one of those it was for; the first to see it stands."""
    mine = Notice.objects.filter(pk=notice_id, to_no__in=numbers, seen_at=None)
    return mine.update(seen_at=at, seen_by=by_posting)


def opened(*, matter_id: UUID, code: str, numbers: tuple[int, ...], by_posting: int, at: datetime) -> int:
    """Mark the lines about a page as seen: whoever opened it, from whichever list, needs no telling any more."""
    told = Notice.objects.filter(to_no__in=numbers, matter_id=matter_id, code__startswith=code, seen_at=None)
    return told.update(seen_at=at, seen_by=by_posting)


def text(*, phone: str, template: str, body: str, at: datetime) -> Message:
    """Hand a text message to the outbox; it is sent after commit, again and again until it goes.

    However the number was typed, the gateway gets its ten digits.
    """
    assert template in gateway.TEMPLATES, template
    return Message.objects.create(
        template=template, to_sealed=seal(dialled(phone)), body_sealed=seal(body), at=at, next_try_at=at
    )
