"""One-time codes for citizens: six digits, ten minutes, five tries; nothing in clear is kept."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.ids import new_id

from .digests import keyed, of_phone
from .models import Challenge

VALID, TRIES = timedelta(minutes=10), 5
#: (time, most codes for one number asked from one address, for one number, from one address) in that time.
#: A stranger who asks for a mother's code again and again must not use up her own tries.
BUDGETS = ((timedelta(minutes=15), 5, 15, 20), (timedelta(days=1), 15, 45, 200))


def issue(*, purpose: str, about: str, phone: str, address: str | None, at: datetime) -> tuple[UUID, str]:
    """A challenge and its code; the same whether the number is known or not.

    The caller sends the code, or drops it when the number is not the one on record: the
    citizen sees one answer in both cases.
    """
    digest = of_phone(phone)
    _within_budget(digest, address, at)
    code, challenge_id = f"{secrets.randbelow(1_000_000):06d}", new_id()
    Challenge.objects.create(
        id=challenge_id,
        purpose=purpose,
        about=about,
        phone_digest=digest,
        code_digest=keyed(f"otp:{challenge_id}", code),
        address=address,
        made_at=at,
        valid_until=at + VALID,
    )
    return challenge_id, code


#: So many codes a day are sent for one report; the family's telephone is no toy of strangers.
OF_REPORT = 5
_ASKED = "report"


def count_asked(*, number: str, at: datetime) -> None:
    """Count that a code was asked for a report's number, known or not; Refused past the day's five."""
    digest = keyed(_ASKED, number)
    rows = Challenge.objects.filter(purpose=_ASKED, phone_digest=digest, made_at__gt=at - timedelta(days=1))
    if rows.count() >= OF_REPORT:
        raise Refused(Refusal("otp.too_many_today"))
    facts = {"purpose": _ASKED, "about": "", "phone_digest": digest, "code_digest": b"", "valid_until": at}
    Challenge.objects.create(id=new_id(), address=None, made_at=at, **facts)


def _within_budget(digest: bytes, address: str | None, at: datetime) -> None:
    for time, for_both, for_number, for_address in BUDGETS:
        recent = Challenge.objects.filter(made_at__gt=at - time)
        mine, here = recent.filter(phone_digest=digest), recent.filter(address=address)
        asked = [(mine.filter(address=address), for_both), (mine, for_number)]
        asked += [(here, for_address)] if address else []
        if any(rows.count() >= most for rows, most in asked):
            raise Refused(Refusal("otp.too_many"))


def western(code: str) -> str:
    """A code as typed, in the digits 0-9: people type १२३ too, and spaces in between."""
    return "".join(str(int(c)) for c in code if c.isdecimal())


def check(*, challenge_id: UUID, purpose: str, code: str, at: datetime) -> str:
    """What the challenge was about, when the code is right; used once. Raises Refused otherwise."""
    found = Challenge.objects.filter(pk=challenge_id, purpose=purpose, used_at=None)
    found.update(tries=F("tries") + 1)
    challenge = found.first()
    if challenge is None or challenge.valid_until <= at:
        raise Refused(Refusal("otp.expired"))
    if challenge.tries > TRIES:
        raise Refused(Refusal("otp.too_many"))
    if not secrets.compare_digest(bytes(challenge.code_digest), keyed(f"otp:{challenge_id}", western(code))):
        raise Refused(Refusal("otp.wrong"))
    if not found.update(used_at=at):
        raise Refused(Refusal("otp.expired"))
    return challenge.about
