"""Sittings of a Committee or Board: open, attend, cause list, close."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.ccl import queries as board
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as moves
from vatsalya.matters import queries as matters
from vatsalya.sittings import actions, queries

#: States in which a case is to be heard.
TO_HEAR = (
    "PRODUCED",
    "INTERIM_SINGLE",
    "UNDER_INQUIRY",
    "SIR_FILED",
    "HEARD",
    "FINAL_ORDER",
    "TRANSFER_PROPOSED",
    "TRANSFER_AGREED",
    "IN_TRANSIT",
    "RECEIVED",
)


@dataclass(frozen=True)
class Bench:
    """Who sits: the cases it hears, where one opens, the section of its quorum."""

    kind: str
    to_hear: tuple[str, ...]
    opens: str
    read: str
    section: str


COMMITTEE = Bench("cncp", TO_HEAR, "desk:case", "cncp.read", "28")
BOARD = Bench("ccl", board.TO_HEAR, "desk:board", "ccl.read", "7")


def bench(request: Any) -> Bench:
    """The Committee, or the Board where a member of a Board asks."""
    return BOARD if request.posting.office.kind == queries.BOARD else COMMITTEE


@screen("CW-01", act="sitting.read")
def sitting_list(request: Any) -> HttpResponse:
    """The Committee's sittings; a new one is opened here."""
    refusals: list[str] = []
    if request.method == "POST":
        try:
            opened = actions.open_sitting(actor=request.actor, at=request.at)
            return redirect("desk:sitting", opened.pk)
        except Refused as no:
            refusals = say(request, no)
    running = queries.running(request.actor.office_no, request.at)
    recent = queries.recent(request.actor.office_no)
    shown = {"running": running, "recent": recent, "refusals": refusals, "board": bench(request) is BOARD}
    return render(request, "desk/sittings.html", shown)


@screen("CW-01", act="sitting.read")
def sitting(request: Any, sitting_id: UUID) -> HttpResponse:
    """One sitting: who is present, what is on the list, what waits to be heard."""
    return render(request, "desk/sitting.html", _page(request, sitting_id))


def _page(request: Any, sitting_id: UUID) -> dict[str, Any]:
    found = actions.of_office(actor=request.actor, sitting_id=sitting_id)
    its = bench(request)
    lang, states = request.LANGUAGE_CODE, law().machine(its.kind).states
    heard = queries.cause_list(actor=request.actor, sitting=found)
    listed = {h.matter_id for h in heard}
    waiting = matters.listed(actor=request.actor, kind=its.kind).filter(state__in=its.to_hear, closed_at=None)
    then = found.closed_at or request.at
    present, needed = queries.present(found, then), queries.needed(found, then)
    return {
        "sitting": found,
        "opens": its.opens,
        "section": its.section,
        "present": present,
        "needed": needed,
        "short": found.closed_at is None and len(present) < needed,
        "no_longer": queries.no_longer(found, then),
        "members": [(p, law().roles[p.posting.role].label[lang]) for p in present],
        "here": any(p.posting_id == request.actor.posting_id for p in present),
        "may_attend": gate.may(request.actor, "sitting.attend"),
        "may_close": gate.may(request.actor, "sitting.attend") or not present,
        "heard": [(h, states[h.matter.state].label[lang]) for h in heard],
        "waiting": [(m, states[m.state].label[lang]) for m in waiting[:25] if m.pk not in listed],
    }


@screen("CW-01", act="sitting.read")
@require_POST
def step(request: Any, sitting_id: UUID, step: str) -> HttpResponse:
    """Attend, leave, put a case on the list, close."""
    ids = {"actor": request.actor, "sitting_id": sitting_id}
    try:
        if step == "attend":
            actions.attend(at=request.at, **ids)
        elif step == "leave":
            actions.leave(at=request.at, **ids)
        elif step == "close":
            actions.close_sitting(at=request.at, **ids)
        elif step == "list":
            matter = moves.see(request.actor, UUID(request.POST.get("matter", "")), act=bench(request).read)
            actions.put_on_list(matter=matter, **ids)
        else:
            raise Http404
    except Refused as no:
        return render(
            request, "desk/sitting.html", _page(request, sitting_id) | {"refusals": say(request, no)}, status=422
        )
    except ValueError:
        raise Http404 from None
    return redirect("desk:sitting", sitting_id)
