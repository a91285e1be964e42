"""Links to pictures that work for minutes and for one browser only; and the mark by which it is known."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vatsalya.law.load import law

COOKIE, COOKIE_AGE = "look", 3600
_MARK = re.compile(r"[A-Za-z0-9_-]{22}")


def sid_of(request: HttpRequest) -> str:
    """The browser's mark: random, for an hour, tied to nobody."""
    held = request.COOKIES.get(COOKIE, "")
    return held if _MARK.fullmatch(held) else secrets.token_urlsafe(16)


def keep(request: HttpRequest, response: HttpResponse, sid: str) -> HttpResponse:
    """Set the mark, and keep the answer out of every cache and search engine."""
    response.set_cookie(COOKIE, sid, max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=request.is_secure())
    return unlisted(response)


def unlisted(response: HttpResponse) -> HttpResponse:
    """Not kept, not indexed, not translated by others."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet, noimageindex"
    return response


def _sign(public_id: UUID, ends: int, sid: str) -> str:
    told = b"|".join((public_id.bytes, str(ends).encode(), sid.encode()))
    key = hmac.new(settings.SECRET_KEY.encode(), b"card picture", hashlib.sha256).digest()
    return hmac.new(key, told, hashlib.sha256).hexdigest()[:32]


def signed(public_id: UUID, sid: str, at: datetime) -> str:
    """What stands behind the question mark of a picture's address."""
    ends = int((at + timedelta(minutes=law().publication.brake["picture_minutes"])).timestamp())
    return f"{ends}.{_sign(public_id, ends, sid)}"


def holds(public_id: UUID, key: str, sid: str, at: datetime) -> bool:
    """True for a key of this picture and browser that has not run out."""
    ends, _, seal = key.partition(".")
    if not (ends.isascii() and ends.isdigit() and len(ends) < 12):
        return False
    return int(ends) >= at.timestamp() and hmac.compare_digest(seal.encode(), _sign(public_id, int(ends), sid).encode())
