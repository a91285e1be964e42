"""Have I seen this child? (PU-04): a search without a gallery; what a poster's code opens; counters (PU-07)."""

import csv
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vatsalya.access.screens import screen
from vatsalya.accounts import address
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.mis import engine, small
from vatsalya.missing import brake, posters, publish
from vatsalya.places import queries as places
from vatsalya.public.views import _chosen

from . import links

#: After these refusals the waiting ticket is unused and goes on waiting.
KEEPS_TICKET = frozenset({"brake.wait", "brake.all_three", "brake.place_or_age"})
#: What the counters show, in this order.
COUNTED = ("missing_opening", "missing_reported", "missing_traced", "missing_open")


@screen("PU-04", public=True)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: Any) -> HttpResponse:
    """Place or age first, then at most twenty cards; there is no list of all children."""
    asked, sid = _asked(request), links.sid_of(request)
    context: dict[str, Any] = asked | {"refusals": [], "cards": None}
    status, kept = 200, frozenset[str]()
    if request.method == "POST" and "look" in request.POST:
        try:
            context |= _found(request, asked, sid)
        except Refused as no:
            context["refusals"] = [law().words(r.code, request.LANGUAGE_CODE, **r.facts) for r in no.refusals]
            status, kept = 422, KEEPS_TICKET & set(no.codes)
    else:
        kept = KEEPS_TICKET
    context["ticket"] = _ticket(request, sid, keep=bool(kept))
    context["puzzle"] = brake.puzzle(sid=sid, address=address.of(request), at=request.at)
    return links.keep(request, render(request, "public/search.html", context, status=status), sid)


def _asked(request: Any) -> dict[str, Any]:
    """The choices made so far: State and its districts, age, boy or girl."""
    lang, given = request.LANGUAGE_CODE, request.POST
    states = places.states(lang)
    state = _chosen(given.get("state"), states)
    districts = places.districts(state, lang, ist_date(request.at)) if state else []
    age = given.get("age", "")
    sexes = [(code, words[lang]) for code, words in law().codes("sex").items() if code != "unknown"]
    return {
        "states": states,
        "state": state,
        "districts": districts,
        "district": _chosen(given.get("district"), districts),
        "ages": range(18),
        "age": int(age) if age in map(str, range(18)) else None,
        "sexes": sexes,
        "sex": given.get("sex") if given.get("sex") in dict(sexes) else "",
    }


def _ticket(request: Any, sid: str, *, keep: bool) -> str:
    """The waiting ticket for a browser that solves no puzzles: the one that waits already, or a new one.

    Every page carries one, so that the time in which a person fills the form counts as waiting.
    """
    held = request.POST.get("ticket", "")[:120] if keep else ""
    return held or brake.ticket(sid=sid, address=address.of(request), at=request.at).token


def _found(request: Any, asked: dict[str, Any], sid: str) -> dict[str, Any]:
    """Look once: the brake first, then the cards."""
    at, where, given = request.at, address.of(request), request.POST
    if asked["district"] is None and asked["age"] is None:
        raise Refused(Refusal("brake.place_or_age"))
    all_three = asked["district"] is not None and asked["age"] is not None and bool(asked["sex"])
    answer, ticket = given.get("answer", "")[:20], given.get("ticket", "")[:120]
    if not answer and not ticket:
        raise Refused(Refusal("brake.wait", seconds=brake.use_of(where, at).seconds))
    token = given.get("puzzle", "")[:120] if answer else ticket
    if not all_three and brake.use_of(where, at).guarded:  # before the ticket is used: who waited need not wait again
        raise Refused(Refusal("brake.all_three"))
    use = brake.enter(token=token, answer=answer, sid=sid, address=where, at=at)
    if use.guarded and not all_three:
        raise Refused(Refusal("brake.all_three"))
    rules = law().publication.brake
    most = rules["guarded_page"] if use.guarded else rules["page"]
    cards, more = publish.search(
        at=at, limit=most, district=asked["district"], age=asked["age"], sex=asked["sex"] or ""
    )
    brake.charge(address=where, at=at, cards=len(cards))
    return {"cards": [_shown(request, card, sid) for card in cards], "more": more}


def _shown(request: Any, card: publish.Card, sid: str) -> dict[str, Any]:
    """A card in the reader's language, with a link to its picture that soon runs out."""
    key = links.signed(card.public_id, sid, request.at) if card.has_photo else ""
    return posters.words(card, request.LANGUAGE_CODE) | {"id": card.public_id, "key": key}


@screen("PU-04", public=True)
@require_GET
def picture(request: Any, public_id: UUID) -> HttpResponse:
    """A card's small picture, for the browser that was shown the card, for minutes."""
    key = request.GET.get("k", "")[:60]
    if not links.holds(public_id, key, request.COOKIES.get(links.COOKIE, ""), request.at):
        raise Http404
    made = publish.picture(public_id=public_id, at=request.at)
    if made is None:
        raise Http404
    return links.unlisted(HttpResponse(made, content_type="image/jpeg"))


@screen("PU-04", public=True)
@require_GET
def poster(request: Any, public_id: UUID) -> HttpResponse:
    """What the code on a poster opens: the live card, "found, thank you" or "ended"."""
    state, sid = publish.state_of(public_id=public_id, at=request.at), links.sid_of(request)
    if state is None:
        raise Http404
    card = publish.by_public_id(public_id=public_id, at=request.at)
    context = {"state": state, "one": _shown(request, card, sid) if card else None}
    return links.keep(request, render(request, "public/poster.html", context), sid)


@screen("PU-09", public=True)
@require_GET
def robots(request: Any) -> HttpResponse:
    """Search engines keep away from children's cards."""
    lines = ["User-agent: *", "Disallow: /search/", "Disallow: /poster/", "Disallow: /track/", "Disallow: /desk/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@screen("PU-07", public=True)
@require_GET
def figures(request: Any) -> HttpResponse:
    """How many children are missing and found, by State; small counts are hidden, and nothing names a child."""
    return render(request, "public/figures.html", _counted(request))


@screen("PU-07", public=True)
@require_GET
def figures_csv(request: Any) -> HttpResponse:
    """The same figures as open data; what is hidden on the page is empty here too."""
    told = _counted(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="missing-children.csv"'
    answer.write("\ufeff")
    rows = csv.writer(answer)
    rows.writerow([_("State or Union territory"), *told["heads"]])
    for name, values in [(_("India"), told["total"]), *told["lines"]]:
        rows.writerow([name, *("" if value is None else value for _head, value in values)])
    return answer


def _counted(request: Any) -> dict[str, Any]:
    lang, board, known = request.LANGUAGE_CODE, engine.board(level="nation"), engine.indicators()
    names = dict(places.states(lang))
    counts = [[line.values.get(code, 0) for code in COUNTED] for line in board.lines]
    rows = small.table(counts, balance=[at for at, code in enumerate(COUNTED) if code in engine.BALANCE])
    heads = [known[code].title[lang] for code in COUNTED]
    lines = [
        (names.get(line.code, ""), list(zip(heads, row, strict=True)))
        for line, row in zip(board.lines, rows, strict=True)
    ]
    total = [small.hide(board.total.get(code, 0)) for code in COUNTED]
    return {
        "heads": heads,
        "total": list(zip(heads, total, strict=True)),
        "lines": sorted(lines, key=lambda line: line[0]),
        "freshness": board.freshness,
        "small": small.SMALL,
    }
