"""The police's desks: a station's own work, the diary, the unit's file, the district's board, the complaints."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk import files
from vatsalya.desk.children import merge_words
from vatsalya.desk.citizens import waiting
from vatsalya.desk.filling import photo_of
from vatsalya.law.load import law
from vatsalya.matters import actions as moves
from vatsalya.missing import ahtu, boards, crosscheck, diary, fir, rail, zero
from vatsalya.offices import queries as offices
from vatsalya.people import vault

from . import forms
from .pages import Page, one


@screen("PO-01", act="missing.step")
def desk(request: Any) -> HttpResponse:
    """What the station has to do now: clocks first, then what waits for its answer, then its open reports."""
    late = boards.late_counts(actor=request.actor, at=request.at)
    rows = list(boards.each_child(request.actor).select_related("child", "missing_report").order_by("opened_at")[:50])
    return render(
        request,
        "desk/police.html",
        {
            "due": _due(request),
            "late": [(law().clocks[code].label[request.LANGUAGE_CODE], n) for code, n in late.items()],
            "late_in_all": sum(late.values()),
            "to_check": boards.to_check(actor=request.actor) if gate.may(request.actor, "match.read") else None,
            "zero": list(zero.to_answer(actor=request.actor)) if gate.may(request.actor, "zero.answer") else [],
            "endings": boards.endings_to_answer(actor=request.actor),
            "waiting": waiting.lines(request),
            "merges": merge_words.to_answer(request),
            "rows": _rows(request, rows),
            "open": boards.each_child(request.actor).count(),
            "may_register": gate.may(request.actor, "missing.register"),
            "may_find": gate.may(request.actor, "found.record"),
            "found": list(rail.waiting(actor=request.actor)[:20]),
            "opens_found": "desk:rail" if gate.may(request.actor, "rail.read") else "desk:found",
        },
    )


def _due(request: Any) -> list[dict[str, Any]]:
    rows = []
    only_late = request.at if request.GET.get("show") == "late" else None
    for clock in boards.due(actor=request.actor, late_at=only_late):
        rule = law().clocks[clock.code]
        url = reverse(_WHERE.get(clock.code, "desk:missing"), args=[clock.matter_id])
        if clock.code == "D-WANTED":
            url = reverse("desk:missing_sitting", args=[clock.matter_id, 2])
        may = gate.may(request.actor, "missing.update", clock.matter)
        rows.append(
            {
                "url": url if may else reverse("desk:missing", args=[clock.matter_id]),
                "number": clock.matter.number,
                "what": rule.label[request.LANGUAGE_CODE],
                "due_at": clock.due_at,
                "started_at": clock.started_at,
                "basis": rule.basis,
                "still": _still_owed(clock),
            }
        )
    return rows


def _still_owed(clock: Any) -> str:
    """Why an FIR stands here although nobody looks for the child any more.

    The Supreme Court asks for it on the report itself (10 May 2013, 22 May 2026): how the child was lost is inquired
    into also when the child is back.
    """
    if clock.code != fir.CLOCK:
        return ""
    if clock.matter.state == "RESTORED":
        return _("The child is home; the FIR is still owed.")
    return _("The child is found; the FIR is still owed.") if clock.matter.state in fir.FOUND else ""


#: Where the work that a clock asks for is done.
_WHERE = {"T67": "desk:missing_fir", "D-DLSA": "desk:diary", "D-CIRCULATE": "desk:diary"}


def _rows(request: Any, rows: list[Any]) -> list[dict[str, Any]]:
    """Open reports as lines, each with the child as far as this officer may know it."""
    known = (
        vault.names_of(request.actor, [m.child_id for m in rows]) if gate.may(request.actor, "child.identity") else {}
    )
    states = law().machine("missing").states
    return [
        {
            "matter": m,
            "name": known.get(m.child_id, ""),
            "state": states[m.state].label[request.LANGUAGE_CODE],
            "fir": m.missing_report.fir_no,
        }
        for m in rows
    ]


@screen("PO-05", act="diary.read")
def diary_page(request: Any, matter_id: UUID) -> HttpResponse:
    """The diary of efforts: the lines, and one more line to write."""
    matter, lines = diary.read(actor=request.actor, matter_id=matter_id)
    people = offices.postings_named({line.effort.posting for line in lines if line.effort.posting})
    words, lang = law().codes("efforts"), request.LANGUAGE_CODE
    rows = [
        {
            "words": words[line.effort.code][lang],
            "at": line.effort.done_at,
            "note": line.note,
            "files": line.files,
            "by": people[line.effort.posting].account.full_name if line.effort.posting in people else "",
        }
        for line in lines
    ]
    may = gate.may(request.actor, "diary.write", matter)
    return render(request, "desk/diary.html", {"matter": matter, "rows": rows, "may_write": may})


@screen("PO-05", act="diary.write")
def diary_new(request: Any, matter_id: UUID) -> HttpResponse:
    """Write a line: what was done, when, with a picture for police only."""
    moves.see(request.actor, matter_id, act="diary.write")
    back = reverse("desk:diary", args=[matter_id])

    def act(data: dict[str, Any]) -> str:
        told = {key: data[key] for key in ("code", "done_at", "note")}
        diary.write(actor=request.actor, matter_id=matter_id, at=request.at, photo=photo_of(request), **told)
        return back

    form = forms.EffortForm(
        request.POST or None, request.FILES or None, lang=request.LANGUAGE_CODE, initial={"done_at": request.at}
    )
    lead = _("A line is never changed. Only police read it.")
    return one(request, form, Page(_("Write in the diary"), _("Write down"), back, lead), act)


@screen("PO-05", act="diary.read")
def diary_picture(request: Any, file_id: UUID) -> HttpResponse:
    """A picture of the diary; each look is in the audit."""
    size = "large" if request.GET.get("size") == "large" else "small"
    response = HttpResponse(diary.picture(actor=request.actor, file_id=file_id, size=size), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


@screen("PO-10", act="ahtu.read")
def ahtu_list(request: Any) -> HttpResponse:
    """The unit's cases, the longest without an update first."""
    modus, lang = law().codes("ahtu_modus"), request.LANGUAGE_CODE
    rows = [
        {
            "file": file,
            "modus": modus.get(file.modus, {}).get(lang, ""),
            "clock": file.matter.clock("T69B"),
            "late": file.handed_at > file.due_at,
            "state": law().machine("missing").states[file.matter.state].label[lang],
        }
        for file in ahtu.files(actor=request.actor)[:100]
    ]
    return render(request, "desk/ahtu_list.html", {"rows": rows})


@screen("PO-10", act="ahtu.read")
def ahtu_file(request: Any, matter_id: UUID) -> HttpResponse:
    """The unit's file of one report: how, who, which other reports, the reports to legal services."""
    matter, file, note = ahtu.file_of(actor=request.actor, matter_id=matter_id)
    lang = request.LANGUAGE_CODE
    return render(
        request,
        "desk/ahtu.html",
        {
            "matter": matter,
            "file": file,
            "note": note,
            "modus": law().codes("ahtu_modus").get(file.modus, {}).get(lang, ""),
            "clock": matter.clock("T69B"),
            "linked": ahtu.linked(actor=request.actor, matter_id=matter_id),
            "known": files.identity(request, matter.child_id),
            "may_update": moves.may_move(request.actor, matter, "report_to_legal_services"),
        },
    )


@screen("PO-10", act="ahtu.work")
def ahtu_describe(request: Any, matter_id: UUID) -> HttpResponse:
    """How the child was taken, and by whom."""
    _matter, file, note = ahtu.file_of(actor=request.actor, matter_id=matter_id)
    back = reverse("desk:ahtu", args=[matter_id])

    def act(data: dict[str, Any]) -> str:
        ahtu.describe(actor=request.actor, matter_id=matter_id, at=request.at, **data)
        return back

    initial = {"modus": file.modus, "note": note}
    form = forms.ModusForm(request.POST or None, lang=request.LANGUAGE_CODE, initial=initial)
    return one(request, form, Page(_("How the child was taken"), _("Save"), back), act)


@screen("PO-10", act="ahtu.work")
def ahtu_update(request: Any, matter_id: UUID) -> HttpResponse:
    """The three-monthly report to the District Legal Services Authority."""
    moves.see(request.actor, matter_id, act="ahtu.work")
    back = reverse("desk:ahtu", args=[matter_id])

    def act(data: dict[str, Any]) -> str:
        ahtu.tell_legal_services(actor=request.actor, matter_id=matter_id, at=request.at, **data)
        return back

    form = forms.UpdateForm(request.POST or None, lang=request.LANGUAGE_CODE)
    return one(request, form, Page(_("Report to legal services"), _("Write that it was sent"), back), act)


@screen("PO-10", act="ahtu.work")
def ahtu_link(request: Any, matter_id: UUID) -> HttpResponse:
    """Two reports of the unit that belong together."""
    moves.see(request.actor, matter_id, act="ahtu.work")
    back = reverse("desk:ahtu", args=[matter_id])

    def act(data: dict[str, Any]) -> str:
        ahtu.link(actor=request.actor, matter_id=matter_id, at=request.at, **data)
        return back

    form = forms.LinkForm(request.POST or None, lang=request.LANGUAGE_CODE)
    return one(request, form, Page(_("Link another report"), _("Link"), back), act)


@screen("PO-12", act="nodal.console")
def nodal(request: Any) -> HttpResponse:
    """Complaints as they come, those that nobody has acknowledged in red."""
    return render(request, "desk/nodal.html", {"rows": _complaints(request)})


@screen("PO-12", act="nodal.console")
def nodal_feed(request: Any) -> HttpResponse:
    """The part of the console that keeps itself fresh."""
    return render(request, "desk/nodal_feed.html", {"rows": _complaints(request)})


def _complaints(request: Any) -> list[dict[str, Any]]:
    lang, rows = request.LANGUAGE_CODE, []
    state = request.actor.role == "state_nodal"
    for m in boards.complaints(actor=request.actor):
        sheet = m.missing_report
        mine = sheet.acknowledged_state_at if state else sheet.acknowledged_district_at
        waits = bool(getattr(m, "unacknowledged", False))
        rows.append(
            {
                "matter": m,
                "office": getattr(m.office, f"name_{lang}"),
                "open": waits,
                "clock": m.clock("D-NODAL"),
                "mine": mine,
                "step": _escalated(m, request.at) if waits else 0,
            }
        )
    return rows


def _escalated(matter: Any, at: Any) -> int:
    """After how many minutes it was last told upwards."""
    minutes = int((at - matter.opened_at).total_seconds() // 60)
    return max((step for step in (15, 30, 60) if step <= minutes), default=0)


@screen("PO-09", act="police.board")
def stations(request: Any) -> HttpResponse:
    """All stations of the district: counts, ages, FIR, photo, silence; and what the police's register knows."""
    district = request.posting.office.district_id
    lines = boards.stations(actor=request.actor, district_code=district, at=request.at, lang=request.LANGUAGE_CODE)
    found = crosscheck.compare(actor=request.actor)
    names = {line.no: line.name for line in lines}
    return render(
        request,
        "desk/stations.html",
        {
            "lines": [(line, [line.bands[name] for name, _low, _high in boards.BANDS]) for line in lines],
            "silent": [line for line in lines if line.silent],
            "days": boards.silence_days(request.actor, request.at),
            "outside": [(row, names.get(row.station_no, "")) for row in found.outside_only],
            "here": [(row, names.get(row.unit_no, "")) for row in found.here_only],
            "most": crosscheck.MOST,
            "bands": _bands(),
            "may_open": gate.may(request.actor, "missing.read"),
        },
    )


def _bands() -> list[str]:
    """The bands of R02 in words."""
    return [
        _("up to 24 hours"),
        _("1 to 7 days"),
        _("8 to 30 days"),
        _("1 to 4 months"),
        _("4 to 12 months"),
        _("1 to 3 years"),
        _("3 to 7 years"),
        _("over 7 years"),
    ]
