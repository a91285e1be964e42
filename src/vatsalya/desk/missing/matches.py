"""Possible matches: one question, both sides, what speaks for it and what against, and the way back."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.missing import match as pairs
from vatsalya.missing import pair_view as view
from vatsalya.missing import queries
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices

from . import match_words as words

SHOWS = ("mine", "theirs", "decided")


@screen("PO-04", act="match.read")
def match_list(request: Any) -> HttpResponse:
    """Possible matches for one's own office to answer, the longest waiting first."""
    show = request.GET.get("show") if request.GET.get("show") in SHOWS else "mine"
    page = Paginator(view.listed(actor=request.actor, show=str(show)), 25).get_page(request.GET.get("page"))
    more = view.siblings(list(page), actor=request.actor)
    queries.told_apart(list(page), actor=request.actor)
    lang, no = request.LANGUAGE_CODE, request.actor.office_no
    rows = [
        {
            "pair": pair,
            "ask": offices.name(pair.found_no if no == pair.missing_no else pair.missing_no, lang),
            "stands": words.stands(pair, no),
            "late": view.late(pair, request.at),
            "more": more[pair.pk],
            "hundred": queries.hundred(pair),
        }
        for pair in page
    ]
    tabs = words.tabs(view.counts(actor=request.actor), str(show))
    return render(request, "desk/match_list.html", {"page": page, "rows": rows, "tabs": tabs, "show": show})


@screen("PO-04", act="match.read")
def match(request: Any, pair_id: UUID) -> HttpResponse:
    """Is this the same child? Shows the compared fields of both sides and nothing else."""
    shown, posting = _page(request, pair_id), request.actor.posting_id or 0
    numbers = (request.actor.office_no, -posting)
    notices.opened(matter_id=pair_id, code="match.", numbers=numbers, by_posting=posting, at=request.at)
    return render(request, "desk/match.html", shown)


def _page(request: Any, pair_id: UUID) -> dict[str, Any]:
    actor, lang = request.actor, request.LANGUAGE_CODE
    pair, shown = pairs.read(actor=actor, pair_id=pair_id)
    reasons: list[dict[str, Any]] = [
        {"words": r.words(lang), "bits": r.bits, "part": r.part} for r in pairs.reasons(shown)
    ]
    side = words.side(pair, actor.office_no)
    facts = view.facts(shown)
    return {
        "pair": pair,
        "side": side,
        "missing": words.head(shown["missing"], lang),
        "found": words.head(shown["found"], lang),
        "facts": [words.fact(one, lang) for one in facts if one.verdict != "unknown"],
        "unknown": [words.label(one.key) for one in facts if one.verdict == "unknown"],
        "reasons": [r for r in reasons if r["bits"] > 0],
        "against": [r for r in reasons if r["bits"] <= 0],
        "near": [(one, offices.name(no, lang)) for one, no in view.near(pair, actor=actor)],
        "pictures": view.pictures(pair, actor=actor),
        "questions": [words.question(one, side, lang) for one in view.questions(pair, actor=actor)],
        "history": [words.step(one, lang, pair.kind) for one in view.history(pair, actor=actor)],
    } | _acts(request, pair, side)  # fmt: skip


def _acts(request: Any, pair: Any, side: str) -> dict[str, Any]:
    """What this reader may do now, and what happens next."""
    actor, lang = request.actor, request.LANGUAGE_CODE
    judges = side == "missing" or (side == "found" and pair.kind == "both")
    may = judges and gate.may(actor, "match.decide", pair)
    said = getattr(pair, f"{side}_says", "")
    return {
        "may_decide": may and pair.verdict == "possible",
        "may_undo": may and words.may_undo(pair, side, actor.account_id),
        "may_unconfirm": pair.verdict in ("confirmed", "rejected") and gate.may(actor, "match.unconfirm", pair),
        "may_tell": bool(side) and gate.may(actor, "match.decide", pair),
        "answered": said,
        "next": words.what_next(pair, side, lang),
        "codes": {name: _choices(f"match_{name}", lang) for name in ("questions", "answers", "undo")},
    }


def _choices(name: str, lang: str) -> list[tuple[str, str]]:
    return [(code, told[lang]) for code, told in law().codes(name).items()]


def _done(request: Any, pair_id: UUID, act: Any) -> HttpResponse:
    """Do one act and show the page again; a refusal shows why, with nothing changed."""
    try:
        act()
    except Refused as no:
        return render(request, "desk/match.html", _page(request, pair_id) | {"refusals": say(request, no)}, status=422)
    return redirect("desk:match", pair_id)


@screen("PO-04", act="match.decide")
@require_POST
def decide(request: Any, pair_id: UUID) -> HttpResponse:
    """Same, different, or more is needed; a second person on the other side answers too."""
    sent = request.POST
    return _done(
        request,
        pair_id,
        lambda: pairs.decide(
            actor=request.actor,
            pair_id=pair_id,
            says=sent.get("says", ""),
            question=sent.get("question", ""),
            note=sent.get("note", ""),
            at=request.at,
        ),
    )


@screen("PO-04", act="match.decide")
@require_POST
def tell(request: Any, pair_id: UUID, question_id: UUID) -> HttpResponse:
    """Answer what the other side asked."""
    sent = request.POST
    return _done(
        request,
        pair_id,
        lambda: pairs.answer(
            actor=request.actor,
            question_id=question_id,
            code=sent.get("answer", ""),
            note=sent.get("note", ""),
            at=request.at,
        ),
    )


@screen("PO-04", act="match.decide")
@require_POST
def undo(request: Any, pair_id: UUID) -> HttpResponse:
    """Take one's own answer back, as long as the other side has not answered."""
    return _done(request, pair_id, lambda: pairs.undo(actor=request.actor, pair_id=pair_id, at=request.at))


@screen("PO-04", act="match.unconfirm")
@require_POST
def unconfirm(request: Any, pair_id: UUID) -> HttpResponse:
    """A senior takes a decided match back, with the reason."""
    sent = request.POST
    return _done(
        request,
        pair_id,
        lambda: pairs.unconfirm(
            actor=request.actor,
            pair_id=pair_id,
            reason=sent.get("reason", ""),
            note=sent.get("note", ""),
            at=request.at,
        ),
    )


@screen("PO-04", act="match.decide")
def photo(request: Any, pair_id: UUID, side: str) -> HttpResponse:
    """A photograph of one side, for those who decide; each look is in that child's audit."""
    response = HttpResponse(view.picture(actor=request.actor, pair_id=pair_id, side=side), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response
