"""Found children of a railway post: written down by Form 17, searched for in the same second, produced in 24 hours."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from vatsalya.access.screens import screen
from vatsalya.exchange import calls
from vatsalya.lib.ids import number_in
from vatsalya.missing import queries, rail

from .acting import NO, Entry, office, once
from .door import signed
from .shapes import AskedOut, LikelyOut, Line
from .shapes_found import FoundIn, FoundList, FoundOut, RailwayIn

router = Router(tags=["found"])
PAGE = 25


class Asked(Schema):
    """Which of the own records are looked for."""

    number: Line = Field("", max_length=60)
    page: int = Field(1, ge=1, le=10_000)


def _line(record: Any) -> dict[str, Any]:
    return {
        "id": str(record.pk),
        "file": str(record.case),
        "number": record.number,
        "category": record.category,
        "station": record.station,
        "platform": record.platform,
        "train_no": record.train_no,
        "coach": record.coach,
        "found_at": record.found_at,
        "produce_by": record.due_at,
        "produced_at": record.produced_at,
        "handed_to": record.handed_kind,
        "handed_at": record.handed_at,
        "written_at": record.written_at,
        "link": f"{settings.BASE_URL}/desk/railway/{record.pk}/",
    }


def _whole(record: Any) -> dict[str, Any]:
    """With the possible matches as others see them: how many, and whom to ask."""
    asked = dict.fromkeys(hit["office_no"] for hit in queries.masked_hits(record.case))
    return _line(record) | {"possible": queries.masked_count(record.case), "ask": [office(no) for no in asked]}


def _done(request: Any, record_id: UUID, status: int) -> calls.Answer:
    """What stands in the register after the act, written out as it will be kept for the same call made again."""
    said = _whole(rail.read(actor=request.actor, record_id=record_id))
    return status, json.loads(json.dumps(said, cls=DjangoJSONEncoder))


@router.post(
    "", response={201: FoundOut, 200: AskedOut, **NO, 409: LikelyOut}, summary="Write down a found child"
)  # fmt: skip
@screen("API-18", act="rail.record", door=signed)
def write_down(request: Any, data: FoundIn) -> HttpResponse:
    """The Committee has the case at once, the 24 hours run, all open missing reports of India are searched.

    The answer says how many possible matches there are and whom to ask, never who. When a found child like this
    stands in the register: 409 `duplicate.likely`, nothing saved; see there for the two ways on.
    """
    entry = Entry.of(request, "17", data)

    def work() -> calls.Answer:
        if asked := entry.ask():
            return asked
        record = rail.found(
            actor=request.actor, at=request.at, answers=entry.answers, photo=entry.photo,
            warnings=entry.warnings, reason=entry.reason,
        )  # fmt: skip
        where = rail.Where(**data.railway.where())
        rail.describe(actor=request.actor, record_id=record.pk, at=request.at, where=where)
        return _done(request, record.pk, 201)

    return once(request, work, first=entry.look)


@router.get("", response={200: FoundList, **NO}, summary="The children found by the own post")
@screen("API-19", act="rail.read", door=signed)
def search(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Records of this post, those not yet produced first; never who the child is."""
    rows = rail.records(actor=request.actor)  # type: ignore[attr-defined]
    rows = rows.filter(number=number_in(asked.number)) if asked.number else rows
    start = (asked.page - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    more = asked.page + 1 if len(found) > PAGE else None
    return {"found": [_line(record) for record in found[:PAGE]], "next": more}


@router.get("/{uuid:found_id}", response={200: FoundOut, **NO}, summary="Look at one found child's record")
@screen("API-23", act="rail.read", door=signed)
def look(request: Any, found_id: UUID) -> Any:
    """One record of the own post with its possible matches as they stand now; another post's is not found."""
    return _whole(rail.read(actor=request.actor, record_id=found_id))


@router.put("/{uuid:found_id}/railway", response={200: FoundOut, **NO}, summary="Category, train, handed to whom")
@screen("API-24", act="rail.record", door=signed)
def describe(request: Any, found_id: UUID, data: RailwayIn) -> HttpResponse:
    """Replaces what stood there. Handed to the Committee counts as produced: the 24 hours end."""

    def work() -> calls.Answer:
        where = rail.Where(**data.where())
        rail.describe(actor=request.actor, record_id=found_id, at=request.at, where=where)
        return _done(request, found_id, 200)

    return once(request, work)


@router.post("/{uuid:found_id}/production", response={200: FoundOut, **NO}, summary="The child was produced")
@screen("API-25", act="rail.record", door=signed)
def produce(request: Any, found_id: UUID) -> HttpResponse:
    """The child stands before the Committee (s.31): the 24 hours end."""

    def work() -> calls.Answer:
        rail.produce(actor=request.actor, record_id=found_id, at=request.at)
        return _done(request, found_id, 200)

    return once(request, work)
