"""A citizen's report on the page: one form, then the code, then the number; each sending counts once."""

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vatsalya.access.screens import screen
from vatsalya.accounts import address
from vatsalya.accounts.phones import mobile
from vatsalya.citizens import actions, budget, drafts, rules, sound
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.papers import forms, uploads

FORMS = {"missing": "citizen", "sighting": "sighting"}
PLACE = {"missing": "last_seen_place", "sighting": "place"}
#: A connection says the same too often.
REPEATED = "citizen.source_budget"
#: In the reader's session: the token of the report in hand, by its kind.
HELD = "citizen_token"
#: Questions that a second child of the family need not answer again.
AGAIN = ("last_seen_at", "last_seen_place", "last_seen_text", "father", "mother", "home_text", "reporter_name",
         "reporter_relation", "reporter_phone", "reporter_address")  # fmt: skip


def _token(request: Any, what: str) -> uuid.UUID | None:
    """The token of the form, else the one this reader holds."""
    try:
        return uuid.UUID(request.POST.get("token") or request.session.get(HELD, {}).get(what, ""))
    except ValueError:
        return None


def _hold(request: Any, what: str, token: uuid.UUID) -> None:
    request.session[HELD] = request.session.get(HELD, {}) | {what: str(token)}


def _next(request: Any, name: str) -> HttpResponse:
    """Go on; the queue on the telephone asks for the address alone, so that a slow line is used once."""
    if request.headers.get("X-Queue"):
        return JsonResponse({"next": reverse(name)})
    return redirect(name)


def _say(request: Any, no: Refused) -> list[str]:
    return [law().words(r.code, request.LANGUAGE_CODE, **r.facts) for r in no.refusals]


def _form(request: Any, what: str, **more: Any) -> forms.LawForm:
    return forms.build(FORMS[what], lang=request.LANGUAGE_CODE, on=ist_date(request.at), at=request.at, **more)


@screen("PU-02", public=True)
def report(request: Any) -> HttpResponse:
    """Report a missing child: a few questions, the rest if known; the code comes at the end."""
    return _page(request, "missing")


@screen("PU-03", public=True)
def sighting(request: Any) -> HttpResponse:
    """Report a child seen: danger first; no name and no number are needed."""
    return _page(request, "sighting")


def _page(request: Any, what: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, what, _form(request, what, initial=_initial(request, what)), token=uuid.uuid4())
    token = _token(request, what) or uuid.uuid4()
    try:
        _cheap_look(request, what)
    except Refused as no:
        form = _form(request, what, data=request.POST, files=request.FILES)
        return _show(request, what, form, token=token, refusals=_say(request, no), status=429)
    form = _form(request, what, data=request.POST, files=request.FILES)
    if form.adding:
        return _show(request, what, form, token=token)
    return _take(request, what, form, token)


def _cheap_look(request: Any, what: str) -> None:
    """Before anything is decoded: has this connection sent more without a number than people can?"""
    if what == "sighting" and request.POST.get("danger") != "yes" and not request.POST.get("reporter_phone"):
        budget.check_source(budget.source(address.of(request)), at=request.at)


def _take(request: Any, what: str, form: forms.LawForm, token: uuid.UUID) -> HttpResponse:
    draft = drafts.lock(token, what, at=request.at)
    _hold(request, what, token)
    if draft.result:
        return _next(request, f"public:{what}_done")
    (photo, voice), refusals = _files(request)
    status = 422
    valid = form.is_valid()
    drafts.keep(draft, form.answers | _beside(request) if valid else draft.answers, photo=photo, voice=voice)
    if valid and not refusals:
        try:
            with transaction.atomic():
                return _go_on(request, what, draft)
        except Refused as no:
            refusals = _say(request, Refused(*form.at_the_box(no.refusals)))
            status = 429 if REPEATED in no.codes else 422
    more = {"refusals": refusals, "ask_one_child": _asks_one_child(request, what), "kept": draft}
    return _show(request, what, form, token=token, status=status, **more)


def _files(request: Any) -> tuple[list[Any], list[str]]:
    """Photograph and spoken note, and what is wrong with them; what was good stays, whatever else is wrong."""
    found: list[Any] = []
    refusals: list[str] = []
    for take in (_photo, _voice):
        try:
            found.append(take(request))
        except Refused as no:
            found.append(None)
            refusals += _say(request, no)
    return found, refusals


def _asks_one_child(request: Any, what: str) -> bool:
    return what == "missing" and rules.two_children(request.POST.get("name", ""))


def _photo(request: Any) -> Any:
    sent = request.FILES.get("photo")
    if sent is None:
        return None
    if sent.size > uploads.MOST:
        raise Refused(Refusal("photo.too_big"))
    return uploads.clean_photo(sent.read())


def _voice(request: Any) -> Any:
    sent = request.FILES.get("voice")
    if sent is None:
        return None
    if sent.size > sound.MOST:
        raise Refused(Refusal("voice.too_big"))
    return sound.note(sent.read())


def _beside(request: Any) -> dict[str, str]:
    """What stands beside the law's form: the station chosen, the pin of the telephone."""
    station, pin = request.POST.get("station", "")[:12], request.POST.get("pin", "")[:40]
    found = {"station": station} if station.isascii() and station.isdecimal() else {}
    return found | ({"pin": pin} if rules.pin(pin) else {})


def _go_on(request: Any, what: str, draft: drafts.Draft) -> HttpResponse:
    """With a number: the code. Without, or when minutes count: it is sent on at once."""
    answers = draft.answers
    one_child = "one_child" in request.POST
    actions.check(what, answers, at=request.at, one_child=one_child)
    phone = answers.get("reporter_phone", "")
    if phone and not mobile(phone) and not _made_up(phone):
        raise Refused(Refusal("citizen.phone_mobile"))
    if not phone or (what == "sighting" and answers["danger"] == "yes"):
        return _finish(request, what, draft, confirmed=False)
    _send_code(request, draft, phone)
    return _next(request, f"public:{what}_code")


def _made_up(phone: str) -> bool:
    """Numbers of the demonstration begin with zeros, so that no real telephone rings."""
    return settings.DEMO and phone.replace("+91", "").strip().startswith("0000")


def _send_code(request: Any, draft: drafts.Draft, phone: str) -> None:
    where = {"lang": request.LANGUAGE_CODE, "address": address.of(request), "at": request.at}
    actions.send_code(draft, phone=phone, **where)


def _finish(request: Any, what: str, draft: drafts.Draft, *, confirmed: bool) -> HttpResponse:
    receipt = actions.lodge(
        what=what,
        answers=draft.answers,
        confirmed=confirmed,
        lang=request.LANGUAGE_CODE,
        address=address.of(request),
        at=request.at,
        photo=draft.photo,
        voice=draft.voice,
    )
    drafts.done(draft, {"number": receipt.number, "phrase": receipt.phrase, "repeat": receipt.repeat})
    return _next(request, f"public:{what}_done")


@screen("PU-02", public=True)
def report_code(request: Any) -> HttpResponse:
    """The code of the reporter's own telephone; with it the report is sent."""
    return _code(request, "missing")


@screen("PU-03", public=True)
def sighting_code(request: Any) -> HttpResponse:
    """The code of the reporter's own telephone; with it the sighting is sent."""
    return _code(request, "sighting")


def _code(request: Any, what: str) -> HttpResponse:
    token = _token(request, what)
    draft = drafts.lock(token, what, at=request.at) if token and drafts.find(token, what) else None
    if draft is None or not draft.answers:
        return _next(request, f"public:{what}_report")
    if draft.result:
        return _next(request, f"public:{what}_done")
    refusals: list[str] = []
    try:
        if "again" in request.POST:
            _send_code(request, draft, draft.answers["reporter_phone"])
        elif request.method == "POST":
            # Outside the transaction below: a wrong try must count, although nothing else of it stays.
            actions.code_is_right(draft, code=request.POST.get("code", "")[:24], at=request.at)
            with transaction.atomic():
                return _finish(request, what, draft, confirmed=True)
    except Refused as no:
        refusals = _say(request, no)
    end = draft.answers.get("reporter_phone", "")[-2:]
    context = {"what": what, "token": token, "phone_end": end, "refusals": refusals, "step": 2}
    return render(request, "public/report_code.html", context, status=422 if refusals else 200)


@screen("PU-02", public=True)
@require_GET
def report_done(request: Any) -> HttpResponse:
    """The number of the report, and who has it."""
    return _done(request, "missing")


@screen("PU-03", public=True)
@require_GET
def sighting_done(request: Any) -> HttpResponse:
    """The number of the sighting; without a telephone the words that open it, shown once."""
    return _done(request, "sighting")


def _done(request: Any, what: str) -> HttpResponse:
    draft = drafts.find(_token(request, what), what)
    if draft is None or not draft.result:
        return redirect(f"public:{what}_report")
    context = draft.result | {"what": what, "step": 3, "danger": rules.in_danger(what, draft.answers)}
    response = render(request, "public/report_done.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _initial(request: Any, what: str) -> dict[str, Any]:
    """What is known already: a second child of the family, a draft in hand, a place that was chosen."""
    if "again" in request.GET or "draft" in request.GET:
        before = drafts.find(_token(request, what), what)
        if before is not None:
            return {key: v for key, v in before.answers.items() if "draft" in request.GET or key in AGAIN}
    chosen, card = request.GET.get("district", ""), request.GET.get("card", "")[:40]
    known = {PLACE[what]: {"district": chosen}} if chosen.isascii() and chosen.isdecimal() else {}
    return known | ({"card": card} if card else {})


def _show(request: Any, what: str, form: forms.LawForm, *, token: uuid.UUID, status: int = 200, **more: Any) -> Any:
    context = {
        "what": what,
        "form": form,
        "parts": list(form.parts()),
        "token": token,
        "step": 1,
        "stations": _stations(form[PLACE[what]].value(), request.LANGUAGE_CODE),
        "station": request.POST.get("station", ""),
        **more,
    }
    return render(request, f"public/report_{what}.html", context, status=status)


def _stations(district: Any, lang: str) -> list[dict[str, str]]:
    """The stations of the chosen district with their telephones."""
    chosen = str(district or "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 8):
        return []
    found = actions.stations(int(chosen))
    return [{"no": str(o.no), "name": getattr(o, f"name_{lang}"), "phone": o.phone} for o in found]


@screen("PU-06", public=True)
@require_GET
def stations(request: Any) -> HttpResponse:
    """The stations of a district, for the form while it is filled."""
    found = _stations(request.GET.get("district"), request.LANGUAGE_CODE)
    return render(request, "public/report_stations.html", {"stations": found})
