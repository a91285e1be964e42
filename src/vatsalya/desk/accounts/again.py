"""Proving once more that it is you: before grave acts, and where the sign-in library asks for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from vatsalya.accounts import factors


def ask(request: Any) -> HttpResponse:
    """To the page that asks for a code, and then back to this page (what was sent is not kept)."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': request.path})}")


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For grave acts: the officer proved to be there in the last quarter of an hour."""

    @wraps(view)
    def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not factors.is_fresh(request):
            return ask(request)
        return view(request, *args, **kwargs)

    return asked


def of_library(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the sign-in library, whose exceptions are answers and never reach its own middleware."""

    @wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ImmediateHttpResponse as answer:
            return answer.response
        except ReauthenticationRequired:
            return ask(request)

    return answered
