"""A session ends after half an hour without a click, and after ten hours in any case."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from vatsalya.lib.clock import now

BEGAN, LAST = "began_at", "last_at"
#: The last click is written at most this often (seconds): a page is not a write.
STEP = 60


def limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: end sessions that are too old or were left alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.warning(request, _("You were signed out because the time was over. Sign in again."))
        return get_response(request)

    return middleware


def _is_over(request: HttpRequest) -> bool:
    """True when the session was left alone or is too old; otherwise note the click."""
    at = now()
    instant = at.timestamp()
    began = request.session.setdefault(BEGAN, instant)
    last = request.session.get(LAST)
    if last is not None and (instant - last > settings.IDLE_LIMIT or instant - began > settings.ABSOLUTE_LIMIT):
        return True
    if last is None or instant - last >= STEP:
        request.session[LAST] = instant
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)
    return False
