"""A brake on guessing that does not lock the owner out.

Failures count per name *and* address, and per address; a device that once signed in with
the name has a budget of its own, so a stranger's guessing elsewhere costs its owner nothing.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.ids import new_id

from .digests import keyed
from .models import Attempt

WINDOW = timedelta(minutes=15)
PER_NAME, PER_ADDRESS, PER_DEVICE = 5, 40, 10
COOKIE, COOKIE_AGE = "device", 180 * 86400


def _name(username: str) -> bytes:
    return keyed("sign-in", username.strip().lower())


def device_of(request: HttpRequest, username: str) -> str:
    """The mark of a device on which this name signed in before; empty for a stranger's."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt="device")
    except signing.BadSignature:
        return ""
    return known["id"] if _name(username).hex() in known["names"] else ""


def check(request: HttpRequest, username: str, at: datetime) -> None:
    """Raise Refused when this address (or this known device) guessed too often."""
    failed = Attempt.objects.filter(ok=False, at__gt=at - WINDOW)
    device, address = device_of(request, username), request.META.get("REMOTE_ADDR")
    if device:
        too_many = failed.filter(device=device).count() >= PER_DEVICE
    else:
        named = failed.filter(address=address, name_digest=_name(username)).count()
        too_many = named >= PER_NAME or failed.filter(address=address, device="").count() >= PER_ADDRESS
    if too_many:
        raise Refused(Refusal("account.too_fast", minutes=15))


def note(request: HttpRequest, username: str, *, ok: bool, at: datetime) -> None:
    """Write a try down."""
    Attempt.objects.create(
        name_digest=_name(username),
        address=request.META.get("REMOTE_ADDR"),
        device=device_of(request, username),
        ok=ok,
        at=at,
    )


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Mark this device as one on which the name has signed in."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt="device")
    except signing.BadSignature:
        known = {"id": new_id().hex, "names": []}
    name = _name(username).hex()
    if name not in known["names"]:
        known["names"] = [*known["names"][-9:], name]
        response.set_cookie(
            COOKIE, signing.dumps(known, salt="device"), max_age=COOKIE_AGE,
            httponly=True, samesite="Lax", secure=request.is_secure(),
        )
