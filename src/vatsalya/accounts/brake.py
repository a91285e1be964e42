"""A brake on guessing that does not lock the owner out.

Failed tries count per name *and* address, and per address; each further one must wait twice as
long. A device that once signed in with the name has a budget of its own, so a stranger's guessing
elsewhere costs its owner nothing. Codes of the second factor count per name from all strange
devices together: who comes so far holds the password already.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.ids import new_id

from . import address, digests, trail
from .models import Account, Attempt

PASSWORD, CODE = "password", "code"
WINDOW, LONGEST, FIRST = timedelta(days=1), timedelta(minutes=15), timedelta(seconds=15)
#: Hundreds of officers may share an office's address: its own count is a short one.
ADDRESS_WINDOW = timedelta(hours=1)
COOKIE, COOKIE_AGE, NAMES_KEPT = "device", 180 * 86400, 10


@dataclass(frozen=True)
class Budget:
    """Some failed tries are free; from then on the wait doubles with every `step` more."""

    free: int
    step: int = 1

    def wait(self, failed: int) -> timedelta:
        """How long to wait after so many failures."""
        if failed < self.free:
            return timedelta()
        return min(FIRST * 2 ** min((failed - self.free) // self.step, 10), LONGEST)


NAMED, KNOWN_DEVICE, ADDRESS = Budget(5), Budget(10), Budget(50, step=5)


def device_of(request: HttpRequest, username: str) -> str:
    """The mark of a device on which this name signed in before; empty for a stranger's."""
    known = _cookie(request)
    return known["id"] if digests.of_name(username).hex() in known["names"] else ""


def check(request: HttpRequest, username: str, at: datetime, kind: str = PASSWORD) -> None:
    """Raise Refused when this name from here, this address or this known device must wait."""
    device, where = device_of(request, username), address.of(request)
    name = digests.of_name(username)
    if not _alone(kind, device or where or "", name):
        raise Refused(Refusal("account.too_fast", minutes=1))
    tries = Attempt.objects.filter(at__gt=at - WINDOW, kind=kind)
    own = tries.filter(name_digest=name, device=device)
    if device:
        left = [_left(own, KNOWN_DEVICE, at)]
    elif kind == CODE:
        left = [_left(own, NAMED, at)]
    else:
        strangers = tries.filter(address=where, device="", ok=False, at__gt=at - ADDRESS_WINDOW)
        left = [_left(own.filter(address=where), NAMED, at), _left(strangers, ADDRESS, at)]
    if max(left) > timedelta():
        raise Refused(Refusal("account.too_fast", minutes=-(-max(left) // timedelta(minutes=1))))


def _left(tries: QuerySet[Attempt], budget: Budget, at: datetime) -> timedelta:
    """What is left of the wait after the failures since the last success."""
    most = budget.free + 10 * budget.step
    failed: list[datetime] = []
    for when, ok in tries.order_by("-at", "-pk").values_list("at", "ok")[:most]:
        if ok:
            break
        failed.append(when)
    return failed[0] + budget.wait(len(failed)) - at if failed else timedelta()


def _alone(*parts: object) -> bool:
    """One try at a time: many at once would all count the same failures."""
    key = int.from_bytes(digests.keyed("brake", repr(parts))[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
        return bool(cursor.fetchone()[0])


def note(request: HttpRequest, username: str, *, ok: bool, at: datetime, kind: str = PASSWORD) -> None:
    """Write a try down, for the brake, for auditors and in the trail; a name nobody has only as a digest."""
    account = Account.objects.filter(username=username.strip().lower()).only("pk").first()
    Attempt.objects.create(
        account=account,
        kind=kind,
        name_digest=digests.of_name(username),
        address=address.of(request),
        device=device_of(request, username),
        ok=ok,
        at=at,
    )
    if not ok:
        trail.write(act=f"signin.wrong_{kind}", account_id=account.pk if account else None, at=at)


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Mark this device as one on which the name has signed in, second factor included."""
    known, name = _cookie(request), digests.of_name(username).hex()
    known["names"] = [*(n for n in known["names"] if n != name), name][-NAMES_KEPT:]
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt="device"),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _cookie(request: HttpRequest) -> dict:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt="device", max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {"id": new_id().hex, "names": []}
