"""A ban on publication that was set by mistake (PO-08): the station asks, a nodal officer decides."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen
from vatsalya.lib.errors import Refused
from vatsalya.missing import unbarring

from .publication import again


@screen("PO-08", act="card.propose")
@require_POST
def ask(request: Any, bar_id: UUID) -> HttpResponse:
    """The station asks that the ban be lifted."""
    told = {"bar_id": bar_id, "at": request.at, "reason": request.POST.get("reason", "")}
    return _step(request, bar_id, "card.propose", lambda: unbarring.ask(actor=request.actor, **told))


@screen("PO-08", act="card.approve")
@require_POST
def decide(request: Any, bar_id: UUID) -> HttpResponse:
    """A nodal officer lifts the ban or keeps it."""
    told = {"bar_id": bar_id, "at": request.at, "reason": request.POST.get("reason", "")}
    lifts = request.POST.get("lifts") == "yes"
    return _step(request, bar_id, "card.approve", lambda: unbarring.decide(actor=request.actor, lifts=lifts, **told))


def _step(request: Any, bar_id: UUID, right: str, act: Any) -> HttpResponse:
    matter_id = unbarring.report_of(actor=request.actor, bar_id=bar_id, act=right)
    try:
        act()
    except Refused as no:
        return again(request, matter_id, no)
    return redirect("desk:card", matter_id)
