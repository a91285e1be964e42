"""The railway desk: children found on trains and at stations, the 24 hours, to whom they were handed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen

from . import found_pages

RAILWAY = found_pages.Desk(railway=True)


@screen("PO-11", act="rail.read")
def rail_list(request: Any) -> HttpResponse:
    """The children found by the railway post: those not yet produced first."""
    return found_pages.all_of(request, RAILWAY)


@screen("PO-03", act="rail.record")
def rail_new(request: Any) -> HttpResponse:
    """A found child, by Form 17; every open missing report of India is searched in the same act."""
    return found_pages.new(request, RAILWAY, brought_by="railway_police", then="describe")


@screen("PO-11", act="rail.read")
def rail_record(request: Any, record_id: UUID) -> HttpResponse:
    """One found child: train, category, handed to whom, the 24 hours, possible matches to ask about."""
    return found_pages.show(request, RAILWAY, record_id, [])


@screen("PO-11", act="rail.record")
def rail_describe(request: Any, record_id: UUID) -> HttpResponse:
    """Station, train, category, to whom and when."""
    return found_pages.describe(request, RAILWAY, record_id)


@screen("PO-11", act="rail.record")
@require_POST
def rail_produce(request: Any, record_id: UUID) -> HttpResponse:
    """The child stands before the Committee."""
    return found_pages.produce(request, RAILWAY, record_id)
