"""Reports from citizens: the inbox of a place, one report, and the station's answer."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.citizens import answering, ending, guards, home, queries, rules
from vatsalya.desk import files
from vatsalya.desk.duplicates import Stop
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as moves
from vatsalya.matters import queries as matters
from vatsalya.offices import queries as offices
from vatsalya.papers import forms

FORMS = {"missing": "citizen", "sighting": "sighting"}
#: The outcome that registers the child as missing.
ACCEPTED = "accepted"
STEPS = {"see": answering.see, "team": answering.send_team}
#: What may be seen of the children's files on this page comes from the forms; the frame of a file stays.
FRAME = ("matter", "state", "office_words", "district", "steps", "times", "photos")


@screen("PO-01", act="citizen.read")
def inbox(request: Any) -> HttpResponse:
    """Reports that wait, danger first and then the oldest; each line stands for all that say the same."""
    answered = "answered" in request.GET
    page = Paginator(queries.inbox(actor=request.actor, answered=answered), 25).get_page(request.GET.get("page"))
    counts = queries.counts(actor=request.actor, ids=[m.pk for m in page])
    due = {c.matter_id: c for c in _running(request, page)}
    states, lang = law().machine("citizen").states, request.LANGUAGE_CODE
    rows = [
        {
            "matter": m,
            "report": m.citizen_report,
            "child": m.child,
            "state": states[m.state].label[lang],
            "count": 1 + counts.get(m.pk, 0),
            "band": _band(m, lang),
            "due": due.get(m.pk),
            "outcome": law().codes("citizen_outcomes").get(m.citizen_report.outcome, {}).get(lang, ""),
        }
        for m in page
    ]
    homes = [] if answered else queries.homes(actor=request.actor)
    context = {"page": page, "rows": rows, "homes": _homes(request, homes), "answered": answered}
    return render(request, "desk/citizen_list.html", context)


def _band(matter: Any, lang: str) -> str:
    """How old a child looked who was seen, as the citizen said it."""
    seen = matter.citizen_report.what == "sighting" and matter.child
    band = rules.band_of(matter.child.age_value, matter.child.age_basis) if seen else ""
    return law().codes("age_bands")[band][lang] if band else ""


def _running(request: Any, page: Any) -> list[Any]:
    ids = [m.pk for m in page]
    return list(matters.running_clocks(request.actor).filter(matter_id__in=ids, code__in=answering.CLOCKS))


def _homes(request: Any, homes: list[Any]) -> list[dict[str, Any]]:
    """What families say, with whether this post may answer."""
    return [{"said": one, "may": gate.may(request.actor, "citizen.answer", one)} for one in homes]


@screen("PO-01", act="citizen.read")
def report(request: Any, matter_id: UUID) -> HttpResponse:
    """One citizen's report: what was told, what came in again, what the station did."""
    return render(request, "desk/citizen.html", _page(request, matter_id))


def _page(request: Any, matter_id: UUID) -> dict[str, Any]:
    lang, said = request.LANGUAGE_CODE, request.GET.get("page", "")
    number = int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 5 else 1
    opened = queries.read(actor=request.actor, matter_id=matter_id, page=max(1, number))
    matter, may = opened.matter, gate.fields(request.actor, opened.report)
    form = law().newest_form(FORMS[opened.report.what])
    answers = gate.may(request.actor, "citizen.answer", matter)
    # When the search that ran as a family's report came in found somebody, its lines stand on the page.
    searched = answers and ("search" in request.GET or bool(getattr(opened.report, "found_like", False)))
    found = answering.likely(actor=request.actor, matter=matter, at=request.at) if searched else []
    file = files.page(request, matter)
    return {key: file[key] for key in FRAME} | {
        "report": opened.report,
        "sections": forms.shown(form, opened.answers, lang, may),
        "confirmed": bool(opened.report.phone_hmac),
        "pin": rules.pin(opened.answers.get("pin", "")),
        "again": [_one_more(form, row, more, lang, may) for row, more in opened.again],
        "count": 1 + opened.total,
        "pages": Paginator(range(opened.total), queries.SHOWN).get_page(number),
        "voices": opened.voices,
        "outcome": law().codes("citizen_outcomes").get(opened.report.outcome, {}).get(lang, ""),
        "may_see": answers and moves.may_move(request.actor, matter, "see"),
        "may_send": answers and moves.may_move(request.actor, matter, "send_team"),
        "may_close": answers and moves.may_move(request.actor, matter, "close"),
        "outcomes": _outcomes(opened.report.what, lang),
        "candidates": [(offices.name(hit.office_no, lang), [r.words(lang) for r in hit.reasons[:4]]) for hit in found],
        "searched": searched,
        "links": matters.linked(actor=request.actor, matter_id=matter.pk),
        "homes": _said_of(request, opened.report),
        "end": _end_asked(request, matter, opened.report),
    }


def _end_asked(request: Any, matter: Any, report: Any) -> dict[str, Any] | None:
    """The end that an officer asked for (or gave), with its reason, for those who may confirm such an end."""
    if not report.end_reason or not gate.may(request.actor, "citizen.end", matter):
        return None
    outcome = law().codes("citizen_outcomes").get(report.end_outcome, {}).get(request.LANGUAGE_CODE, "")
    waits = matter.state == ending.ASKED
    may = waits and request.actor.account_id not in (None, report.end_asked_by)
    return {"outcome": outcome, "reason": ending.reason_of(report), "waits": waits, "may": may}


def _said_of(request: Any, report: Any) -> list[dict[str, Any]]:
    """What the family of this report says, if it says that the child is home."""
    there = getattr(report, "has_home", False)
    return _homes(request, queries.homes(actor=request.actor, matter_id=report.pk) if there else [])


def _one_more(form: Any, row: Any, answers: dict[str, Any], lang: str, may: frozenset[str]) -> dict[str, Any]:
    """One that said the same: its number, its time, its own words."""
    sections = forms.shown(form, answers, lang, may)
    return {"row": row, "lines": [line for section in sections for line in section["rows"]]}


def _outcomes(what: str, lang: str) -> list[tuple[str, str]]:
    codes = law().codes("citizen_outcomes").items()
    return [(code, words[lang]) for code, words in codes if guards.ONLY.get(code, what) == what]


def _again(request: Any, matter_id: UUID, no: Refused) -> HttpResponse:
    context = _page(request, matter_id) | {"refusals": say(request, no)}
    return render(request, "desk/citizen.html", context, status=422)


@screen("PO-01", act="citizen.answer")
@require_POST
def step(request: Any, matter_id: UUID, step: str) -> HttpResponse:
    """Read, or a team sent; the answer's clock stops with the first of both."""
    act = STEPS.get(step)
    try:
        if act is not None:
            act(actor=request.actor, matter_id=matter_id, at=request.at)
    except Refused as no:
        return _again(request, matter_id, no)
    return redirect("desk:citizen", matter_id)


@screen("PO-01", act="citizen.answer")
@require_POST
def close(request: Any, matter_id: UUID) -> HttpResponse:
    """Answer with a coded outcome; an accepted report opens as the missing report that it became.

    Accepting registers a child: a child like this in the register stops it first, as at every other door.
    """
    outcome, number = request.POST.get("outcome", "")[:24], request.POST.get("number", "")[:60]
    reason = request.POST.get("reason", "")[:500]
    stop = Stop(request, "missing")
    if outcome == ACCEPTED and _stands(request, matter_id, stop):
        return render(request, "desk/citizen.html", _page(request, matter_id) | {"stop": stop.shown()}, status=422)
    act: dict[str, Any] = {"actor": request.actor, "matter_id": matter_id, "outcome": outcome, "at": request.at}
    try:
        if _by_two(request, matter_id, outcome):
            ending.ask(**act, reason=reason)
            return redirect("desk:citizen", matter_id)
        made = answering.close(**act, number=number, reason=reason)
    except Refused as no:
        return _again(request, matter_id, no)
    if made is None:
        return redirect("desk:citizen", matter_id)
    stop.remember(made)
    return redirect("desk:missing", made.pk)


def _by_two(request: Any, matter_id: UUID, outcome: str) -> bool:
    """True when this outcome is asked for, and not yet given, by the officer who chose it."""
    matter = moves.see(request.actor, matter_id, act="citizen.answer")
    return guards.needs_two(queries.kind_of(actor=request.actor, matter=matter), outcome)


@screen("PO-01", act="citizen.end")
@require_POST
def end(request: Any, matter_id: UUID) -> HttpResponse:
    """The second officer's answer: the report ends, or the station goes on looking."""
    agrees = request.POST.get("answer") == "agree"
    try:
        ending.answer(actor=request.actor, matter_id=matter_id, agrees=agrees, at=request.at)
    except Refused as no:
        return _again(request, matter_id, no)
    return redirect("desk:citizen", matter_id)


def _stands(request: Any, matter_id: UUID, stop: Stop) -> bool:
    """True when the child may be in the register already; only for the station that may answer, while it may."""
    matter = moves.see(request.actor, matter_id, act="citizen.answer")
    if not moves.may_move(request.actor, matter, "close"):
        return False
    opened = queries.read(actor=request.actor, matter_id=matter_id)
    return opened.report.what == "missing" and stop.stands(opened.answers)


@screen("PO-01", act="citizen.answer")
@require_POST
def link(request: Any, matter_id: UUID) -> HttpResponse:
    """Hang a sighting on a missing report; its station reads it from now on."""
    try:
        answering.link(
            actor=request.actor, matter_id=matter_id, number=request.POST.get("number", "")[:60], at=request.at
        )
    except Refused as no:
        return _again(request, matter_id, no)
    return redirect("desk:citizen", matter_id)


@screen("PO-01", act="citizen.answer")
@require_POST
def home_answer(request: Any, said_id: UUID) -> HttpResponse:
    """The station went and looked: the child is home, or it is not; answered on the list or on the report's page."""
    try:
        said = home.answer(
            actor=request.actor,
            said_id=said_id,
            confirmed=request.POST.get("answer") == home.CONFIRMED,
            reason=request.POST.get("reason", "")[:500],
            at=request.at,
        )
    except Refused as no:
        page = Paginator(queries.inbox(actor=request.actor), 25).get_page(1)
        context = {"page": page, "rows": [], "homes": _homes(request, queries.homes(actor=request.actor))}
        return render(request, "desk/citizen_list.html", context | {"refusals": say(request, no)}, status=422)
    if "here" not in request.POST:
        return redirect("desk:citizen_list")
    return redirect("desk:citizen" if said.matter.kind == "citizen" else "desk:missing", said.matter_id)


@screen("PO-01", act="citizen.read")
@require_GET
def voice(request: Any, voice_id: UUID) -> HttpResponse:
    """A spoken note, played by the browser alone; each listening is in the audit."""
    kind, sound = queries.sound(actor=request.actor, voice_id=voice_id)
    response = HttpResponse(sound, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    return response
