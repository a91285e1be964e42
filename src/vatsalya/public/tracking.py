"""Follow my report (PU-05), check a paper, is the portal alive, the demo's telephone."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vatsalya.access import session
from vatsalya.access.screens import screen
from vatsalya.accounts import address
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.missing import track
from vatsalya.notices.channels import sms
from vatsalya.papers import queries as papers

#: In the reader's session: the challenge that was sent, and the report that was opened, with its end.
ASKED, OPENED = "track_asked", "track_opened"
OPEN_SECONDS = 30 * 60


@screen("PU-05", public=True)
def ask(request: Any) -> HttpResponse:
    """Number first, then the code from the text message."""
    number = request.POST.get("number", request.GET.get("number", "")).strip()[:40]
    context: dict[str, Any] = {"number": number, "sent": False}
    if request.method != "POST" or not number:
        return render(request, "public/track.html", context)
    try:
        if "code" in request.POST:
            return _open(request)
        challenge = track.ask(number=number, address=address.of(request), at=request.at)
        request.session[ASKED] = str(challenge)
        return render(request, "public/track.html", context | {"sent": True})
    except Refused as no:
        words = [law().words(code, request.LANGUAGE_CODE) for code in no.codes]
        sent = "code" in request.POST and no.codes[0] == "otp.wrong"
        return render(request, "public/track.html", context | {"sent": sent, "refusals": words}, status=422)


def _open(request: Any) -> HttpResponse:
    challenge = request.session.get(ASKED) or "00000000-0000-0000-0000-000000000000"
    found = track.answer(challenge=UUID(challenge), code=request.POST.get("code", "")[:6], at=request.at)
    request.session.pop(ASKED, None)
    request.session[OPENED] = [found, request.at.timestamp() + OPEN_SECONDS]
    return redirect("public:track_show")


@screen("PU-05", public=True)
def show(request: Any) -> HttpResponse:
    """What has happened, in plain words."""
    opened = request.session.get(OPENED)
    if not opened or opened[1] < request.at.timestamp():
        return redirect("public:track")
    found = track.read(matter_id=opened[0], lang=request.LANGUAGE_CODE)
    if found is None:
        return redirect("public:track")
    response = render(request, "public/track_show.html", found | {"as_of": request.at, "leave_url": "/track/leave/"})
    response["Cache-Control"] = "private, no-store"
    return response


@screen("PU-05", public=True)
@require_POST
def leave(request: Any) -> HttpResponse:
    """Close the report on this telephone."""
    request.session.pop(OPENED, None)
    return redirect("public:home")


@screen("PU-10", public=True)
def verify(request: Any, serial: str) -> HttpResponse:
    """Is this paper genuine? Says form, day and digest; nothing of what stands in it."""
    with session.engine():
        paper = papers.by_serial(serial.upper()[:28])
    title = law().newest_form(paper.form).title[request.LANGUAGE_CODE] if paper else ""
    context = {"serial": serial, "paper": paper, "title": title}
    return render(request, "public/verify.html", context, status=200 if paper else 404)


@screen("PU-11", public=True)
def health(request: Any) -> HttpResponse:
    """Alive, with its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@screen("PU-12", public=True)
def phone(request: Any) -> HttpResponse:
    """The demo's telephone: the text messages that a real gateway would send. Not there in production."""
    if not settings.DEMO:
        raise Http404
    number = request.GET.get("number", "")[:24]
    messages = sms.for_phone(number) if number else []
    return render(request, "public/phone.html", {"number": number, "inbox": messages})
