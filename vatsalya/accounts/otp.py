"""One-time codes for citizens: six digits, ten minutes, five tries; nothing in clear is kept."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.ids import new_id

from .digests import keyed
from .models import Challenge

VALID, TRIES = timedelta(minutes=10), 5
WINDOW, PER_PHONE, PER_ADDRESS = timedelta(minutes=15), 5, 20


def issue(*, purpose: str, about: str, phone: str, address: str | None, at: datetime) -> tuple[UUID, str]:
    """A challenge and its code. The caller sends the code, or drops it when the number is not known."""
    digest = keyed("phone", phone)
    recent = Challenge.objects.filter(made_at__gt=at - WINDOW)
    if recent.filter(phone_digest=digest).count() >= PER_PHONE or (
        recent.filter(address=address).count() >= PER_ADDRESS
    ):
        raise Refused(Refusal("otp.too_many"))
    code, challenge_id = f"{secrets.randbelow(1_000_000):06d}", new_id()
    Challenge.objects.create(
        id=challenge_id, purpose=purpose, about=about, phone_digest=digest,
        code_digest=keyed(f"otp:{challenge_id}", code), address=address, made_at=at, valid_until=at + VALID,
    )
    return challenge_id, code


def check(*, challenge_id: UUID, purpose: str, code: str, at: datetime) -> str:
    """What the challenge was about, when the code is right; used once. Raises Refused otherwise."""
    found = Challenge.objects.filter(pk=challenge_id, purpose=purpose, used_at=None)
    found.update(tries=F("tries") + 1)
    challenge = found.first()
    if challenge is None or challenge.valid_until <= at:
        raise Refused(Refusal("otp.expired"))
    if challenge.tries > TRIES:
        raise Refused(Refusal("otp.too_many"))
    if not secrets.compare_digest(bytes(challenge.code_digest), keyed(f"otp:{challenge_id}", code.strip())):
        raise Refused(Refusal("otp.wrong"))
    found.update(used_at=at)
    return challenge.about
