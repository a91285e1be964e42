"""Missing reports of the office's own: register, add, FIR, look, acknowledge. One call, one act of the house."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from vatsalya.access.screens import screen
from vatsalya.exchange import calls
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.ids import number_in
from vatsalya.matters import actions as matters
from vatsalya.missing import actions, queries
from vatsalya.papers import actions as papers

from .acting import NO, Entry, judged, once
from .door import signed
from .problems import of_refused
from .shapes import AskedOut, DoneOut, FirIn, LikelyOut, Line, ReportIn, ReportList, ReportMore, ReportOut

router = Router(tags=["reports"])
PAGE = 25


class Asked(Schema):
    """Which of the own reports are looked for."""

    number: Line = Field("", max_length=60)
    state: str = Field("", max_length=28, pattern="^[A-Z_0-9]*$")
    page: int = Field(1, ge=1, le=10_000)


def _out(matter: Any) -> dict[str, Any]:
    sheet = matter.missing_report
    return {
        "id": str(matter.pk),
        "number": matter.number,
        "state": matter.state,
        "version": sheet.version,
        "fir_no": sheet.fir_no,
        "opened_at": matter.opened_at,
        "changed_at": matter.changed_at,
        "acknowledged_district_at": sheet.acknowledged_district_at,
        "acknowledged_state_at": sheet.acknowledged_state_at,
        "link": f"{settings.BASE_URL}/desk/missing/{matter.pk}/",
    }


def _done(request: Any, matter_id: UUID, status: int) -> calls.Answer:
    """What an act left behind; asked anew, so that the answer tells what stands in the register."""
    matter = queries.reports(actor=request.actor).get(pk=matter_id)
    said = {"id": str(matter.pk), "number": matter.number, "state": matter.state}
    return status, said | {"version": matter.missing_report.version}


@router.get("", response={200: ReportList, **NO}, summary="Search the own reports")
@screen("API-10", act="missing.read", door=signed)
def search(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Reports that this office may know of, newest first; never who the child is."""
    rows = queries.reports(actor=request.actor)  # type: ignore[attr-defined]
    rows = rows.filter(number=number_in(asked.number)) if asked.number else rows
    rows = rows.filter(state=asked.state) if asked.state else rows
    start = (asked.page - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    more = asked.page + 1 if len(found) > PAGE else None
    return {"reports": [_out(matter) for matter in found[:PAGE]], "next": more}


@router.post(
    "", response={201: DoneOut, 200: AskedOut, **NO, 409: LikelyOut}, summary="Register a missing child"
)  # fmt: skip
@screen("API-11", act="missing.register", door=signed)
def register(request: Any, data: ReportIn) -> HttpResponse:
    """Register at the office of the key; both nodal officers have it at once and all India is searched.

    When a child like this stands in the register: 409 `duplicate.likely`, nothing saved. Send it again with
    `duplicate`: `other` and the reason saves, `same` asks the offices that hold the other file (200).
    """
    entry = Entry.of(request, "missing", data)

    def work() -> calls.Answer:
        if asked := entry.ask():
            return asked
        told = {"answers": entry.answers, "photo": entry.photo}
        matter = actions.register(actor=request.actor, at=request.at, channel="api", **told)
        entry.remember(matter)
        return _done(request, matter.pk, 201)

    return once(request, work, first=entry.look)


@router.get("/{uuid:report_id}", response={200: ReportOut, **NO}, summary="Look at one report")
@screen("API-12", act="missing.read", door=signed)
def look(request: Any, report_id: UUID) -> Any:
    """One report of the own area; another office's is not found."""
    matter = matters.see(request.actor, report_id, act="missing.read", related=("missing_report",))
    return _out(matter)


@router.patch("/{uuid:report_id}", response={200: DoneOut, **NO}, summary="Add to a report or correct it")
@screen("API-13", act="missing.update", door=signed)
def more(request: Any, report_id: UUID, data: ReportMore) -> HttpResponse:
    """What is given replaces what stood there; refused with both versions when somebody else changed it meanwhile."""
    given = data.answers.model_dump(exclude_none=True)  # type: ignore[attr-defined]

    def work() -> calls.Answer:
        stands = _stands(request, report_id)
        kept, photo = judged(request, "missing", {**stands, **given})
        actions.add_details(
            actor=request.actor, matter_id=report_id, at=request.at, answers=kept, version=data.version, photo=photo
        )
        return _done(request, report_id, 200)

    try:
        return once(request, work)
    except Refused as no:
        return of_refused(no, _both(request, report_id, data.version, given) if "stale" in no.codes else None)


def _stands(request: Any, report_id: UUID) -> dict[str, Any]:
    matter = matters.see(request.actor, report_id, act="missing.update")
    paper = papers.newest(matter, "missing")
    return papers.read(actor=request.actor, paper_id=paper.pk)[1] if paper else {}


def _both(request: Any, report_id: UUID, version: int, given: dict[str, Any]) -> dict[str, Any]:
    """Both versions, so that the sender can choose what is right."""
    stands = _stands(request, report_id)
    now = queries.sheet(actor=request.actor, matter_id=report_id).version
    differs = {key: stands.get(key) for key in given if key != "photo"}
    given = {key: value for key, value in given.items() if key != "photo"}
    return {"sent": {"version": version, "answers": given}, "stands": {"version": now, "answers": differs}}


@router.put("/{uuid:report_id}/fir", response={200: DoneOut, **NO}, summary="Link the FIR")
@screen("API-14", act="missing.link_fir", door=signed)
def fir(request: Any, report_id: UUID, data: FirIn) -> HttpResponse:
    """Write the number of the FIR; its clock stops."""

    def work() -> calls.Answer:
        if data.fir_on > request.at.date().isoformat():
            raise Refused(Refusal("date.future", field="fir_on"))
        actions.link_fir(
            actor=request.actor, matter_id=report_id, at=request.at, fir_no=data.fir_no, fir_on=data.fir_on
        )
        return _done(request, report_id, 200)

    return once(request, work)


@router.post("/{uuid:report_id}/acknowledgement", response={200: DoneOut, **NO}, summary="Acknowledge as nodal officer")
@screen("API-15", act="nodal.acknowledge", door=signed)
def acknowledge(request: Any, report_id: UUID) -> HttpResponse:
    """The nodal office says that it has the report before it; the first time stands."""

    def work() -> calls.Answer:
        actions.acknowledge(actor=request.actor, matter_id=report_id, at=request.at)
        return _done(request, report_id, 200)

    return once(request, work)
