"""Police: registering a missing child, adding to it, the FIR; nodal officers: acknowledging."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk import files
from vatsalya.desk.filling import fill, say
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as moves
from vatsalya.matters import queries as matters
from vatsalya.missing import actions, queries
from vatsalya.papers import actions as papers
from vatsalya.papers import forms
from vatsalya.people import vault


@screen("PO-01", act="missing.read")
def missing_list(request: Any) -> HttpResponse:
    """Missing reports of one's own station or area, newest first."""
    page = Paginator(queries.reports(actor=request.actor), 25).get_page(request.GET.get("page"))
    names = (
        vault.names_of(request.actor, [m.child_id for m in page]) if gate.may(request.actor, "child.identity") else {}
    )
    states = law().machine("missing").states
    rows = [
        {
            "matter": m,
            "name": names.get(m.child_id, ""),
            "state": states[m.state].label[request.LANGUAGE_CODE],
            "child": m.child,
            "fir": m.missing_report.fir_no,
        }
        for m in page
    ]
    return render(
        request,
        "desk/missing_list.html",
        {"page": page, "rows": rows, "may_register": gate.may(request.actor, "missing.register")},
    )


@screen("PO-02", act="missing.register")
def new(request: Any) -> HttpResponse:
    """Register a missing child: eight questions save it, the rest can follow."""

    def save(answers: dict[str, Any], photo: Any) -> str:
        matter = actions.register(actor=request.actor, at=request.at, answers=answers, photo=photo)
        return reverse("desk:missing", args=[matter.pk]) + "?new=1"

    return fill(
        request,
        "missing",
        title=_("Register a missing child"),
        submit=_("Register and search all India"),
        back=reverse("desk:missing_list"),
        save=save,
        context={"lead": True, "box": "desk/fir_box.html" if settings.CCTNS_URL else ""},
    )


@screen("PO-02", act="missing.read")
def report(request: Any, matter_id: UUID) -> HttpResponse:
    """The page of a missing report."""
    matter = moves.see(request.actor, matter_id, act="missing.read", related=("missing_report",))
    return render(request, "desk/missing.html", _page(request, matter))


def _page(request: Any, matter: Any) -> dict[str, Any]:
    sheet = matter.missing_report
    may_acknowledge = gate.may(request.actor, "nodal.acknowledge", matter)
    mine = sheet.acknowledged_state_at if request.actor.role == "state_nodal" else sheet.acknowledged_district_at
    return files.page(request, matter) | {
        "sheet": sheet,
        "is_new": "new" in request.GET,
        "pairs": queries.pairs(actor=request.actor, matter_id=matter.pk),
        "may_update": gate.may(request.actor, "missing.update", matter),
        "may_fir": gate.may(request.actor, "missing.link_fir", matter) and not sheet.fir_no,
        "may_acknowledge": may_acknowledge and mine is None,
        "may_trace": moves.may_move(request.actor, matter, "begin_tracing"),
        "links": matters.linked(actor=request.actor, matter_id=matter.pk),
        "next": _what_is_missing(matter, sheet),
    }


def _what_is_missing(matter: Any, sheet: Any) -> list[str]:
    """What would help most and is not there yet."""
    wanted = []
    if not sheet.fir_no:
        wanted.append(_("the FIR number"))
    if not matter.child.languages:
        wanted.append(_("the languages the child speaks"))
    return wanted


@screen("PO-02", act="missing.update")
def more(request: Any, matter_id: UUID) -> HttpResponse:
    """Add to a report; when somebody else saved meanwhile, both versions are shown."""
    matter = moves.see(request.actor, matter_id, act="missing.update")
    sheet = queries.sheet(actor=request.actor, matter_id=matter.pk)
    stands = papers.newest(matter, "missing")
    answers = papers.read(actor=request.actor, paper_id=stands.pk)[1] if stands else {}
    opened = int(request.POST.get("row_version", sheet.version)) if request.method == "POST" else sheet.version

    def save(given: dict[str, Any], photo: Any) -> str:
        actions.add_details(
            actor=request.actor, matter_id=matter_id, at=request.at, answers=given, version=opened, photo=photo
        )
        return reverse("desk:missing", args=[matter_id])

    theirs = None
    if opened != sheet.version:
        form = law().newest_form("missing")
        theirs = forms.shown(form, answers, request.LANGUAGE_CODE, gate.fields(request.actor, matter))
    return fill(
        request,
        "missing",
        title=_("Add to the report"),
        submit=_("Save and search again"),
        back=reverse("desk:missing", args=[matter_id]),
        save=save,
        about=str(matter_id),
        initial=answers,
        row_version=sheet.version,
        context={"theirs": theirs},
    )


@screen("PO-02", act="missing.link_fir")
@require_POST
def fir(request: Any, matter_id: UUID) -> HttpResponse:
    """Write the number of the FIR."""
    number = request.POST.get("fir_no", "").strip()[:40]
    matter = moves.see(request.actor, matter_id, act="missing.link_fir")
    if not number:
        return _again(request, matter, [law().words("form.required", request.LANGUAGE_CODE)])
    try:
        actions.link_fir(
            actor=request.actor, matter_id=matter_id, at=request.at, fir_no=number, fir_on=ist_date(request.at)
        )
    except Refused as no:
        return _again(request, matter, say(request, no))
    return redirect("desk:missing", matter_id)


def _again(request: Any, matter: Any, refusals: list[str]) -> HttpResponse:
    return render(request, "desk/missing.html", _page(request, matter) | {"refusals": refusals}, status=422)


@screen("PO-12", act="nodal.acknowledge")
@require_POST
def acknowledge(request: Any, matter_id: UUID) -> HttpResponse:
    """A nodal officer says: I have it before me."""
    actions.acknowledge(actor=request.actor, matter_id=matter_id, at=request.at)
    return redirect("desk:missing", matter_id)


@screen("PO-05", act="missing.update")
@require_POST
def begin_tracing(request: Any, matter_id: UUID) -> HttpResponse:
    """The search begins."""
    matter = moves.see(request.actor, matter_id, act="missing.update", lock=True)
    try:
        moves.move(matter, "begin_tracing", actor=request.actor, at=request.at)
    except Refused as no:
        return _again(request, matter, say(request, no))
    return redirect("desk:missing", matter_id)
