"""Pages for what went wrong: in the reader's language, saying what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """There is no such page, or it is not yours: the same answer."""
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The request itself was refused."""
    return render(request, "403.html", {"why": ""}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours broke; nothing was half-written."""
    return render(None, "500.html", status=500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; go back, what you typed is in the draft."""
    return render(request, "csrf.html", status=403)
