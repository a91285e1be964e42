"""Two files of one child: ask, compare, pick field by field, agree, take back. Nothing merges by itself."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matters import queries as matters
from vatsalya.missing import merged, merging
from vatsalya.offices import queries as offices

from . import merge_words as words

#: Where a file of a kind opens.
_OPENS = {"missing": "desk:missing", "cncp": "desk:case"}


@screen("CH-02", act="child.merge")
@require_POST
def ask(request: Any, matter_id: UUID) -> HttpResponse:
    """Ask whether another file, known by its number, is about the same child."""
    number = request.POST.get("number", "")[:60]
    try:
        made = merging.ask(actor=request.actor, matter_id=matter_id, number=number, at=request.at)
    except Refused as no:
        return render(request, "desk/merge_refused.html", _back(request, matter_id) | {"refusals": say(request, no)},
                      status=422)  # fmt: skip
    return redirect("desk:merge", made.pk)


def _back(request: Any, matter_id: UUID) -> dict[str, Any]:
    found = matters.where(actor=request.actor, matter_id=matter_id)
    return {"back": _OPENS.get(found[0]) if found else None, "matter_id": matter_id}


@screen("CH-02", act="child.merge")
def merge(request: Any, merge_id: UUID) -> HttpResponse:
    """Both sheets side by side: which value stays where they differ."""
    return render(request, "desk/merge.html", _page(request, merge_id))


def _page(request: Any, merge_id: UUID) -> dict[str, Any]:
    actor, lang = request.actor, request.LANGUAGE_CODE
    made, sides = merging.look(actor=actor, merge_id=merge_id)
    until = merging.undo_until(made)
    one_office = made.keep_no == made.other_no
    picked = merged.picks(made) if sides else {}
    owner = actor.office_no in (made.keep_no, made.other_no) and gate.may(actor, "child.merge", made)
    return {
        "merge": made,
        "rows": [row | {"picked": picked.get(row["key"], "")} for row in words.rows(sides, lang)] if sides else [],
        "happened": words.happened(sides, made.realm, lang) if sides else None,
        "state": words.state(made.stage),
        "keep": offices.name(made.keep_no, lang),
        "other": offices.name(made.other_no, lang),
        "numbers": merged.numbers(made),
        "one_office": one_office,
        "may_open": made.stage == "asked" and actor.office_no != made.asked_no,
        "may_pick": owner and made.stage in ("open", "picked"),
        "may_agree": merging.may_agree(made, actor),
        "steps": "desk:merge_step" if owner else "desk:merge_second_step",
        "may_refuse": made.stage in ("asked", "open", "picked"),
        "may_undo": owner and made.stage == "merged" and until is not None and request.at <= until,
        "until": until,
        "reasons": [(code, told[lang]) for code, told in law().codes("merge_reasons").items()],
    }


@screen("CH-02", act="child.merge")
@require_POST
def step(request: Any, merge_id: UUID, step: str) -> HttpResponse:
    """Take one step: open to compare, pick, agree, refuse, take back."""
    ids: dict[str, Any] = {"actor": request.actor, "merge_id": merge_id, "at": request.at}
    sent = request.POST
    picks = {key.removeprefix("pick-"): sent[key] for key in sent if key.startswith("pick-")}
    acts = {
        "open": lambda: merging.open_up(**ids),
        "pick": lambda: merging.pick(picks=picks, **ids),
        "agree": lambda: merging.agree(**ids),
        "refuse": lambda: merging.refuse(reason=sent.get("reason", ""), **ids),
        "undo": lambda: merging.undo(reason=sent.get("reason", ""), **ids),
    }
    return _take(request, merge_id, acts.get(step), "desk:merge")


def _take(request: Any, merge_id: UUID, act: Any, back: str) -> HttpResponse:
    if act is None:
        raise Http404
    try:
        act()
    except Refused as no:
        return render(request, "desk/merge.html", _page(request, merge_id) | {"refusals": say(request, no)}, status=422)
    return redirect(back, merge_id)


@screen("CH-02", act="child.merge_second")
def second(request: Any, merge_id: UUID) -> HttpResponse:
    """Both sheets and what was picked, for the second officer of a merge within one office."""
    return render(request, "desk/merge.html", _page(request, merge_id))


@screen("CH-02", act="child.merge_second")
@require_POST
def second_step(request: Any, merge_id: UUID, step: str) -> HttpResponse:
    """The second officer agrees or refuses."""
    ids: dict[str, Any] = {"actor": request.actor, "merge_id": merge_id, "at": request.at}
    acts = {
        "agree": lambda: merging.agree(**ids),
        "refuse": lambda: merging.refuse(reason=request.POST.get("reason", ""), **ids),
    }
    return _take(request, merge_id, acts.get(step), "desk:merge_second")
