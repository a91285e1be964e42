"""Possible matches: one question, both sides, what speaks for it and what against."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk import files
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.missing import match as pairs
from vatsalya.missing import queries
from vatsalya.missing.sheet import as_instant
from vatsalya.offices import queries as offices
from vatsalya.places import queries as places


@screen("PO-04", act="match.read")
def match_list(request: Any) -> HttpResponse:
    """Possible matches for one's own office to answer."""
    page = Paginator(queries.waiting(actor=request.actor), 25).get_page(request.GET.get("page"))
    lang = request.LANGUAGE_CODE
    rows = [
        {
            "pair": p,
            "ask": offices.name(p.found_no if request.actor.office_no == p.missing_no else p.missing_no, lang),
            "answered": p.missing_says if request.actor.office_no == p.missing_no else p.found_says,
        }
        for p in page
    ]
    return render(request, "desk/match_list.html", {"page": page, "rows": rows})


@screen("PO-04", act="match.read")
def match(request: Any, pair_id: UUID) -> HttpResponse:
    """Is this the same child? Shows the compared fields of both sides and nothing else."""
    return render(request, "desk/match.html", _page(request, pair_id))


def _page(request: Any, pair_id: UUID) -> dict[str, Any]:
    pair, shown = pairs.read(actor=request.actor, pair_id=pair_id)
    lang = request.LANGUAGE_CODE
    reasons: list[dict[str, Any]] = [
        {"words": r.words(lang), "bits": r.bits, "part": r.part} for r in pairs.reasons(shown)
    ]
    side = "missing" if request.actor.office_no == pair.missing_no else "found"
    return {
        "pair": pair,
        "missing": _side(shown["missing"], lang),
        "found": _side(shown["found"], lang),
        "reasons": [r for r in reasons if r["bits"] > 0],
        "against": [r for r in reasons if r["bits"] <= 0],
        "answered": pair.missing_says if side == "missing" else pair.found_says,
        "other": offices.name(pair.found_no if side == "missing" else pair.missing_no, lang),
        "other_says": pair.found_says if side == "missing" else pair.missing_says,
        "may_decide": pair.verdict == "possible" and gate.may(request.actor, "match.decide", pair),
    }


def _side(shown: dict[str, Any], lang: str) -> dict[str, Any]:
    languages = law().codes("languages")
    return {
        "names": [name["text"] for name in shown.get("names", [])],
        "father": shown.get("father"),
        "mother": shown.get("mother"),
        "age": shown["age"]["value"],
        "sex": shown["sex"],
        "basis": law().codes("age_basis").get(shown["age"]["basis"], {}).get(lang, ""),
        "marks": files.marks_words(shown.get("marks"), lang),
        "height": shown.get("height_cm"),
        "languages": ", ".join(languages.get(c, {}).get(lang, c) for c in shown["languages"]),
        "place": places.full_name(int(shown["district"]), lang),
        "text": shown.get("last_seen_text") or shown.get("home_says"),
        "clothes": shown.get("clothes"),
        "since": as_instant(shown["since"]),
        "number": shown["number"],
        "office": offices.name(shown["office"], lang),
    }


@screen("PO-04", act="match.decide")
@require_POST
def decide(request: Any, pair_id: UUID) -> HttpResponse:
    """Same, different, or more is needed; a second person on the other side answers too."""
    try:
        pairs.decide(actor=request.actor, pair_id=pair_id, says=request.POST.get("says", ""), at=request.at)
    except Refused as no:
        return render(request, "desk/match.html", _page(request, pair_id) | {"refusals": say(request, no)}, status=422)
    return redirect("desk:match", pair_id)
