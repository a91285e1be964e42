"""Answers for what cannot be shown: not found, not allowed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vatsalya.law.load import law


def not_found(request: HttpRequest) -> HttpResponse:
    """What is not yours is not there."""
    if getattr(request, "door", None):
        return request.door.refuse(request, 404, "gate.not_found")  # type: ignore[attr-defined, no-any-return]
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, code: str) -> HttpResponse:
    """You may see it, but this act is not yours; says why."""
    if getattr(request, "door", None):
        return request.door.refuse(request, 403, code)  # type: ignore[attr-defined, no-any-return]
    words = law().words(code, request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    return render(request, "403.html", {"why": words}, status=403)
