"""The Board's desk: cause list, a child's page, orders; the police who bring a child; the homes; the clean slate."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.ccl import hearing, police, queries, records
from vatsalya.desk.filling import say
from vatsalya.desk.police.pages import Page, one
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as moves

from . import forms, pages, steps


@screen("JJ-01", act="ccl.read")
def board_list(request: Any) -> HttpResponse:
    """The cause list: own cases, the next date first; orders of single members that wait for the Board."""
    page = Paginator(queries.listed(actor=request.actor), 25).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/board_list.html",
        {
            "page": page,
            "rows": pages.rows(request, page),
            "waiting": pages.rows(request, queries.to_ratify(actor=request.actor)[:20]),
            "owed": queries.owed_by(actor=request.actor),
            "copies": [h for h in queries.holders(actor=request.actor) if h.done_at is None],
            "may_report": gate.may(request.actor, "ccl.report"),
        },
    )


@screen("PO-07", act="ccl.report")
def board_new(request: Any) -> HttpResponse:
    """A child alleged to be in conflict with law: taken in charge, or left at home and called."""
    form = forms.ReportForm(request.POST or None, lang=request.LANGUAGE_CODE, initial={"way": "notice"})

    def act(data: dict[str, Any]) -> str:
        matter = police.report(actor=request.actor, at=request.at, told=form.told())
        messages.success(request, _("Written down. The Board of your district has been told."))
        return reverse("desk:board", args=[matter.pk])

    page = Page(
        _("A child alleged to be in conflict with law"),
        _("Write down and tell the Board"),
        reverse("desk:board_list"),
        lead=_("Never a lock-up, never adults' company, never a Children's Home. Taken in charge only for a heinous "
               "offence or in the child's own best interest; otherwise the child stays at home."),
    )  # fmt: skip
    return one(request, form, page, act)


@screen("JJ-02", act="ccl.read")
def board(request: Any, matter_id: UUID) -> HttpResponse:
    """The page of a child before the Board."""
    matter = moves.see(request.actor, matter_id, act="ccl.read", related=("board_case",))
    return render(request, "desk/board.html", pages.page(request, matter))


@screen("JJ-10", act="child.read")
def board_certificate(request: Any, number: str) -> HttpResponse:
    """The certificate of a destroyed record: a number and days."""
    found = queries.certificate(number)
    if found is None:
        raise Http404
    return render(request, "desk/board_certificate.html", {"found": found, "board": pages.name(request, found.board)})


def _do(request: Any, matter_id: UUID, act: str, table: dict[str, steps.Step], name: str) -> HttpResponse:
    """A step's page, or its click; refusals in words, nothing typed is lost."""
    chosen = table.get(steps.SAME.get(name, name))
    if chosen is None:
        raise Http404
    step = chosen
    name = steps.SAME.get(name, name)
    matter = moves.see(request.actor, matter_id, act=act)
    ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}
    label = steps.titles().get(name) or law().machine("ccl").moves[name].label[request.LANGUAGE_CODE]

    def done(data: dict[str, Any]) -> str:
        step.do(ids, data)
        messages.success(request, _("Written down: %(step)s.") % {"step": label})
        return pages.after(request, matter_id)

    if step.build is None:
        if request.method != "POST":
            return redirect("desk:board", matter_id)
        try:
            return redirect(done({}))
        except Refused as no:
            return _refused(request, matter_id, no)
    form = step.build(request, matter, request.POST or None)
    page = Page(label, _("Write down"), reverse("desk:board", args=[matter_id]), grave=step.grave)
    return one(request, form, page, done)


def _refused(request: Any, matter_id: UUID, no: Refused) -> HttpResponse:
    matter = moves.see(request.actor, matter_id, act="ccl.read", related=("board_case",))
    shown = pages.page(request, matter) | {"refusals": say(request, no)}
    return render(request, "desk/board.html", shown, status=422)


@screen("PO-07", act="ccl.bring")
def board_bring(request: Any, matter_id: UUID, step: str) -> HttpResponse:
    """The police: family told, one night, before the Board."""
    return _do(request, matter_id, "ccl.bring", steps.BRING, step)


@screen("JJ-02", act="ccl.receive")
@require_POST
def board_receive(request: Any, matter_id: UUID) -> HttpResponse:
    """The Board or a member writes that the child is before it."""
    only = {"produce": steps.BRING["produce"]}
    return _do(request, matter_id, "ccl.receive", only, "produce")


@screen("JJ-07", act="ccl.order")
def board_order(request: Any, matter_id: UUID, step: str) -> HttpResponse:
    """A step of the Board, in its sitting or by a member where the law lets it."""
    return _do(request, matter_id, "ccl.order", steps.ORDER, step)


@screen("JJ-02", act="ccl.sections")
def board_sections(request: Any, matter_id: UUID) -> HttpResponse:
    """Sections as they stand now; the class follows, the history stays."""
    moves.see(request.actor, matter_id, act="ccl.sections")
    form = forms.SectionsForm(request.POST or None, lang=request.LANGUAGE_CODE)

    def act(data: dict[str, Any]) -> str:
        police.reclassify(actor=request.actor, matter_id=matter_id, at=request.at, sections=data["sections"])
        return reverse("desk:board", args=[matter_id])

    page = Page(_("Sections alleged"), _("Write down"), reverse("desk:board", args=[matter_id]))
    return one(request, form, page, act)


@screen("JJ-04", act="ccl.admit")
@require_POST
def board_admit(request: Any, matter_id: UUID) -> HttpResponse:
    """The home says that the child arrived."""
    try:
        hearing.receive(actor=request.actor, matter_id=matter_id, at=request.at)
    except Refused as no:
        return _refused(request, matter_id, no)
    messages.success(request, _("Written down: the child is here."))
    return redirect("desk:board", matter_id)


@screen("JJ-10", act="ccl.destroy")
def board_destroy(request: Any, matter_id: UUID, step: str) -> HttpResponse:
    """Carry out the destruction, or close the record that the Children's Court keeps."""
    moves.see(request.actor, matter_id, act="ccl.destroy")
    ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}
    if step not in ("destroy", "retain_record"):
        raise Http404
    if step == "destroy":
        return _destroy(request, matter_id, ids)
    form = forms.CourtForm(request.POST or None, lang=request.LANGUAGE_CODE)
    label = law().machine("ccl").moves[step].label[request.LANGUAGE_CODE]

    def act(data: dict[str, Any]) -> str:
        records.retain(**ids, **data)
        return reverse("desk:board_list")

    return one(request, form, Page(label, _("Write down"), reverse("desk:board", args=[matter_id]), grave=True), act)


def _destroy(request: Any, matter_id: UUID, ids: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:board", matter_id)
    try:
        made = records.destroy(**ids)
    except Refused as no:
        return _refused(request, matter_id, no)
    return redirect("desk:board_certificate", made.number)


@screen("JJ-10", act="ccl.acknowledge")
@require_POST
def board_copy(request: Any, holder_id: UUID) -> HttpResponse:
    """An office says that its copy is destroyed."""
    try:
        records.acknowledge(actor=request.actor, holder_id=holder_id, at=request.at)
    except Refused as no:
        messages.error(request, " ".join(say(request, no)))
    else:
        messages.success(request, _("Written down: your copy is destroyed."))
    return redirect("desk:board_list")
