"""Calls to 1098: write down, find the child it is about, hand over, close."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk import files
from vatsalya.desk.duplicates import Stop
from vatsalya.desk.filling import fill, say
from vatsalya.helpline import actions, queries
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.lib.text import clean
from vatsalya.matters import actions as moves
from vatsalya.matters import queries as matters
from vatsalya.missing import leads
from vatsalya.offices import queries as offices


@screen("HL-02", act="helpline.read")
def call_list(request: Any) -> HttpResponse:
    """Calls of one's own control room or district, newest first."""
    page = Paginator(matters.listed(actor=request.actor, kind="helpline"), 25).get_page(request.GET.get("page"))
    states = law().machine("helpline").states
    rows = [{"matter": m, "child": m.child, "state": states[m.state].label[request.LANGUAGE_CODE]} for m in page]
    may_record = gate.may(request.actor, "helpline.record")
    return render(request, "desk/call_list.html", {"page": page, "rows": rows, "may_record": may_record})


@screen("HL-01", act="helpline.record")
def call_new(request: Any) -> HttpResponse:
    """Write a call down while the caller speaks."""

    stop = Stop(request, "helpline")

    def save(answers: dict[str, Any], photo: Any) -> str:
        matter = actions.record(actor=request.actor, at=request.at, answers=answers)
        stop.remember(matter)
        return reverse("desk:call", args=[matter.pk]) + "?search=1"

    return fill(
        request,
        "helpline",
        title=_("Write down a call"),
        submit=_("Save the call and search"),
        back=reverse("desk:call_list"),
        save=save,
        stop=stop,
    )


@screen("HL-03", act="helpline.read")
def call(request: Any, matter_id: UUID) -> HttpResponse:
    """One call: what was said, which children it may be about (masked), what was done."""
    matter = moves.see(request.actor, matter_id, act="helpline.read")
    return render(request, "desk/call.html", _page(request, matter))


def _page(request: Any, matter: Any) -> dict[str, Any]:
    lang = request.LANGUAGE_CODE
    sheet, told = queries.sheet(actor=request.actor, matter_id=matter.pk)
    may_link = gate.may(request.actor, "helpline.link", matter)
    searched = may_link and "search" in request.GET
    found = actions.candidates(actor=request.actor, matter=matter, at=request.at) if searched else []
    page = files.page(request, matter)
    return page | {
        "hangs_on": next((one["number"] for one in reversed(page["steps"]) if one["number"]), ""),
        "call": sheet,
        "told": told,
        "need": law().codes("helpline_needs")[sheet.need][lang],
        "triage": law().codes("triage")[sheet.triage][lang],
        "caller": law().codes("helpline_callers")[sheet.caller_kind][lang],
        "candidates": [(offices.name(hit.office_no, lang), [r.words(lang) for r in hit.reasons[:4]]) for hit in found],
        "may_link": may_link,
        "asked": [_asked(one, lang) for one in leads.asked(matter)],
        "answers": [(code, told[lang]) for code, told in law().codes("match_answers").items()],
        "searched": searched,
        "linked": matters.links_of(actor=request.actor, matter_id=matter.pk),
        "dispositions": [(c, w[lang]) for c, w in law().codes("dispositions").items()],
        "may_close": moves.may_move(request.actor, matter, "close"),
        **_next(request, matter),
    }


def _next(request: Any, matter: Any) -> dict[str, Any]:
    """The steps that lead on from here, in the machine's words and order; whom to inform stands apart."""
    lang, labels = request.LANGUAGE_CODE, law().machine("helpline").moves
    mine = gate.may(request.actor, "helpline.step", matter)
    open_now = [name for name in labels if mine and moves.may_move(request.actor, matter, name)]
    return {
        "next_steps": [(name, labels[name].label[lang]) for name in open_now if name in actions.STEPS],
        "inform": labels["inform"].label[lang] if "inform" in open_now else "",
        "whom": [(kind, law().codes("office_kinds")[kind][lang]) for kind in actions.WHOM],
    }


def _asked(one: dict[str, Any], lang: str) -> dict[str, Any]:
    """A question of the police about this call, in words."""
    return one | {
        "words": law().codes("match_questions").get(one["code"], {}).get(lang, one["code"]),
        "office": offices.name(one["office_no"], lang),
        "answer_words": law().codes("match_answers").get(one["answer"], {}).get(lang, ""),
    }


@screen("HL-03", act="helpline.link")
@require_POST
def call_tell(request: Any, matter_id: UUID, question_id: UUID) -> HttpResponse:
    """Answer what the police ask about this call."""
    sent = request.POST
    try:
        actions.tell_lead(
            actor=request.actor,
            matter_id=matter_id,
            question_id=question_id,
            code=sent.get("answer", ""),
            note=sent.get("note", ""),
            at=request.at,
        )
    except Refused as no:
        return _again(request, matter_id, say(request, no))
    return redirect("desk:call", matter_id)


@screen("HL-03", act="helpline.link")
@require_POST
def call_link(request: Any, matter_id: UUID) -> HttpResponse:
    """Hang the call on a child by the number that the other office told, or take it off again."""
    try:
        if "off" in request.POST:
            actions.take_off(actor=request.actor, matter_id=matter_id, at=request.at)
            return redirect("desk:call", matter_id)
        actions.hang_on(
            actor=request.actor, matter_id=matter_id, number=request.POST.get("number", "")[:60], at=request.at,
            sure="sure" in request.POST,
        )  # fmt: skip
    except Refused as no:
        request.ask_sure = any(one.code == "helpline.other_name" for one in no.refusals)
        return _again(request, matter_id, say(request, no))
    return redirect("desk:call", matter_id)


def _again(request: Any, matter_id: UUID, refusals: list[str]) -> HttpResponse:
    matter = moves.see(request.actor, matter_id, act="helpline.read")
    typed = {"ask_sure": getattr(request, "ask_sure", False), "number": request.POST.get("number", "")[:60]}
    return render(request, "desk/call.html", _page(request, matter) | typed | {"refusals": refusals}, status=422)


@screen("HL-03", act="helpline.link")
@require_POST
def call_close(request: Any, matter_id: UUID) -> HttpResponse:
    """End a case with its coded disposition."""
    code = request.POST.get("disposition", "")
    known = code if code in law().codes("dispositions") else ""
    try:
        actions.close(actor=request.actor, matter_id=matter_id, disposition=known, at=request.at)
    except Refused as no:
        return _again(request, matter_id, say(request, no))
    return redirect("desk:call", matter_id)


@screen("HL-03", act="helpline.step")
@require_POST
def call_step(request: Any, matter_id: UUID, step: str) -> HttpResponse:
    """Take the case one step further, with a word on it if there is one."""
    sent = {"note": clean(request.POST.get("note", ""))[:300], "at": request.at}
    ids = {"actor": request.actor, "matter_id": matter_id}
    try:
        if step == "inform":
            actions.inform(whom=request.POST.get("whom", ""), **sent, **ids)
        elif step in actions.STEPS:
            actions.step(name=step, **sent, **ids)
        else:
            raise Http404
    except Refused as no:
        return _again(request, matter_id, say(request, no))
    messages.success(request, _("Written down: %(step)s.") % {"step": _label(request, step)})
    return redirect("desk:call", matter_id)


def _label(request: Any, step: str) -> str:
    return law().machine("helpline").moves[step].label[request.LANGUAGE_CODE]
