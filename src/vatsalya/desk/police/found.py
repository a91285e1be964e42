"""A station's or juvenile unit's found children: Form 17, the 24 hours, to whom they were handed (PO-03)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen

from . import found_pages

STATION = found_pages.Desk(railway=False)


@screen("PO-03", act="found.read")
def found_list(request: Any) -> HttpResponse:
    """The children found by the station or the juvenile unit: those not yet produced first."""
    return found_pages.all_of(request, STATION)


@screen("PO-03", act="found.record")
def found_new(request: Any) -> HttpResponse:
    """A found child, by Form 17; every open missing report of India is searched in the same act."""
    brought_by = "sjpu" if request.actor.role == "sjpu_officer" else "police"
    return found_pages.new(request, STATION, brought_by=brought_by, then="one")


@screen("PO-03", act="found.read")
def found(request: Any, record_id: UUID) -> HttpResponse:
    """One found child: handed to whom, the 24 hours, possible matches to ask about."""
    return found_pages.show(request, STATION, record_id, [])


@screen("PO-03", act="found.record")
def found_describe(request: Any, record_id: UUID) -> HttpResponse:
    """To whom and when."""
    return found_pages.describe(request, STATION, record_id)


@screen("PO-03", act="found.record")
@require_POST
def found_produce(request: Any, record_id: UUID) -> HttpResponse:
    """The child stands before the Committee."""
    return found_pages.produce(request, STATION, record_id)
