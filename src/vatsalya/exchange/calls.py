"""The same call twice is one act: idempotency keys, kept with the answer in the act's own transaction."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from vatsalya.lib.errors import Refusal, Refused

from .models import ApiKey, Call

KEEP = timedelta(days=7)
TOKEN = re.compile(r"[A-Za-z0-9_.:-]{8,80}")
Answer = tuple[int, dict[str, Any]]


def digest(method: str, target: str, body: bytes) -> str:
    """What makes two calls the same: method, address and body."""
    return hashlib.sha256(b"\n".join([method.encode(), target.encode(), body])).hexdigest()


def given(*, key: ApiKey, token: str, digest: str) -> Answer | None:
    """What this very call was answered before, if it was."""
    if not TOKEN.fullmatch(token):
        raise Refused(Refusal("call.token"))
    row = Call.objects.filter(key=key, token=token).exclude(status=0).first()
    if row is not None and row.digest != digest:
        raise Refused(Refusal("call.other_body"))
    return (row.status, row.answer or {}) if row else None


@transaction.atomic
def once(*, key: ApiKey, token: str, digest: str, at: datetime, work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Do the work, or give the answer that it got before; (answer, whether it was given before).

    Two at the same time: the second waits at the unique rule until the first is written, and then reads its
    answer. A refusal rolls the token back with the work, so that a corrected call may use it again.
    """
    if not TOKEN.fullmatch(token):
        raise Refused(Refusal("call.token"))
    row, fresh = Call.objects.get_or_create(key=key, token=token, defaults={"digest": digest, "at": at})
    if not fresh:
        if row.digest != digest:
            raise Refused(Refusal("call.other_body"))
        return (row.status, row.answer or {}), True
    row.status, row.answer = work()
    row.save(update_fields=["status", "answer"])
    return (row.status, row.answer or {}), False


def sweep(*, at: datetime) -> int:
    """Forget answers that nobody asks for again."""
    return Call.objects.filter(at__lt=at - KEEP).delete()[0]
