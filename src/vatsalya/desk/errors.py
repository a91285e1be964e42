"""Pages for what went wrong: in the reader's language, saying what to do next."""

import errno
import sys
from collections.abc import Iterator
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

RETRY_SECONDS = "30"
#: How PostgreSQL says that it has no room left (SQLSTATE 53100), and how the system says it.
DISK_FULL, NO_ROOM = "53100", (errno.ENOSPC, errno.EDQUOT)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """There is no such page, or it is not yours: the same answer."""
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The request itself was refused."""
    return render(request, "403.html", {"why": ""}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours broke, the records are out of reach or the disk is full; nothing was half-written.

    Needs no database, no session and no language of the reader: any of them may be what broke.
    """
    page, status = reason(sys.exc_info()[1])
    response = render(None, page, status=status)
    response["Cache-Control"] = "no-store"
    if status != 500:
        response["Retry-After"] = RETRY_SECONDS
    return response


def reason(error: BaseException | None) -> tuple[str, int]:
    """Which page tells of this error, with its status."""
    chain = list(causes(error))
    if any(getattr(one, "sqlstate", None) == DISK_FULL or getattr(one, "errno", None) in NO_ROOM for one in chain):
        return "507.html", 507
    if any(isinstance(one, OperationalError | InterfaceError) for one in chain):
        return "503.html", 503
    return "500.html", 500


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what lies behind it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; go back, what you typed is in the draft."""
    return render(request, "csrf.html", status=403)
