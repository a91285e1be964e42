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
from vatsalya.accounts import address, otp
from vatsalya.citizens import ending
from vatsalya.citizens import home as homes
from vatsalya.citizens import track as citizens
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.lib.ids import number_in
from vatsalya.lib.text import clean
from vatsalya.missing import track
from vatsalya.notices.channels import sms
from vatsalya.papers import queries as papers

#: In the reader's session: the challenge that was sent, and the report that was opened, with its end.
ASKED, OPENED = "track_asked", "track_opened"
OPEN_SECONDS = 30 * 60


@screen("PU-05", public=True)
def ask(request: Any) -> HttpResponse:
    """Number first, then the code from the text message."""
    number = request.POST.get("number", request.GET.get("number", "")).strip()[:60]
    words = _words(request)
    context: dict[str, Any] = {"number": number, "sent": False, "by_words": bool(words) or "phrase" in request.POST}
    if request.method != "POST" or not number:
        return render(request, "public/track.html", context)
    try:
        if words or "phrase" in request.POST:
            return _open_by_phrase(request, number, words)
        if "code" in request.POST:
            return _open(request)
        otp.count_asked(number=number_in(number) or number, at=request.at)
        asked = {"number": number, "address": address.of(request), "at": request.at}
        challenge = citizens.ask(**asked) or track.ask(**asked)
        request.session[ASKED] = str(challenge)
        return render(request, "public/track.html", context | {"sent": True})
    except Refused as no:
        refusals = [law().words(code, request.LANGUAGE_CODE) for code in no.codes]
        sent = no.codes[0] == "otp.wrong" or context["by_words"]
        return render(request, "public/track.html", context | {"sent": sent, "refusals": refusals}, status=422)


def _words(request: Any) -> str:
    """The words that an anonymous reporter wrote down, in whichever box they were typed: a code has no letters."""
    code = str(request.POST.get("code", ""))
    return str(request.POST.get("phrase") or (code if any(c.isalpha() for c in code) else ""))[:40]


def _open(request: Any) -> HttpResponse:
    challenge = request.session.get(ASKED) or "00000000-0000-0000-0000-000000000000"
    found = track.answer(challenge=UUID(challenge), code=request.POST.get("code", "")[:24], at=request.at)
    request.session.pop(ASKED, None)
    return _show_opened(request, found)


def _open_by_phrase(request: Any, number: str, phrase: str) -> HttpResponse:
    """A report without a telephone opens with the words that were shown once."""
    found = citizens.by_phrase(number=number, phrase=phrase, address=address.of(request), at=request.at)
    return _show_opened(request, found)


def _show_opened(request: Any, found: str) -> HttpResponse:
    request.session[OPENED] = [found, request.at.timestamp() + OPEN_SECONDS]
    return redirect("public:track_show")


def _opened(request: Any) -> str | None:
    """What this reader has opened, while it is open."""
    held = request.session.get(OPENED)
    return held[0] if held and held[1] >= request.at.timestamp() else None


@screen("PU-05", public=True)
def show(request: Any) -> HttpResponse:
    """What has happened, in plain words."""
    opened = _opened(request)
    found = _read(opened, request.LANGUAGE_CODE) if opened else None
    if found is None:
        return redirect("public:track")
    response = render(request, "public/track_show.html", found | {"as_of": request.at, "leave_url": "/track/leave/"})
    response["Cache-Control"] = "private, no-store"
    return response


def _read(opened: str, lang: str) -> dict[str, Any] | None:
    """A citizen's report, or a report that a station registered; of the latter the home part is added here."""
    if opened.startswith(citizens.MINE):
        return citizens.read(opened=opened, lang=lang)
    found = track.read(matter_id=opened, lang=lang)
    return found and found | homes.may_say(opened)


@screen("PU-05", public=True)
@require_POST
def home(request: Any) -> HttpResponse:
    """My child is home: one tap; the police confirm."""
    opened = _opened(request)
    if opened:
        homes.say(matter_id=opened.removeprefix(citizens.MINE), at=request.at)
    return redirect("public:track_show")


@screen("PU-05", public=True)
@require_POST
def still_missing(request: Any) -> HttpResponse:
    """My child is still missing: the report is before station and nodal officer again."""
    opened = _opened(request)
    if opened and opened.startswith(citizens.MINE):
        ending.object_(matter_id=opened.removeprefix(citizens.MINE), at=request.at)
    return redirect("public:track_show")


@screen("PU-05", public=True)
@require_POST
def leave(request: Any) -> HttpResponse:
    """Close the report on this telephone."""
    request.session.pop(OPENED, None)
    return redirect("public:home")


@screen("PU-10", public=True)
def verify(request: Any, serial: str) -> HttpResponse:
    """Is this paper genuine, and does it still hold? Says form, day and digest; nothing of what stands in it."""
    with session.engine():
        paper = papers.by_serial(clean(serial).upper()[:28])
        ended = papers.ended(paper) if paper else {}
    lang = request.LANGUAGE_CODE
    alone = law().words("paper.alone", lang) if paper and papers.alone(paper) else ""
    title = law().newest_form(paper.form).title[lang] if paper else ""
    context = {"serial": serial, "paper": paper, "title": title, "alone": alone, **ended}
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
