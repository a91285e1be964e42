"""Acts of the police on one missing report, each on a page of its own."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen
from vatsalya.desk.filling import fill, photo_of, say
from vatsalya.desk.missing.views import again
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as moves
from vatsalya.missing import actions, ahtu, ending, production, queries, steps, zero
from vatsalya.offices import queries as offices

from . import forms
from .pages import Page, one


def _back(matter_id: UUID) -> str:
    return reverse("desk:missing", args=[matter_id])


@screen("PO-02", act="missing.link_fir")
def fir(request: Any, matter_id: UUID) -> HttpResponse:
    """Write number, date and sections of the FIR."""
    matter = moves.see(request.actor, matter_id, act="missing.link_fir", related=("missing_report",))
    if matter.missing_report.fir_no and request.POST.get("fir_no") is None:
        return _sections(request, matter)

    def act(data: dict[str, Any]) -> str:
        actions.link_fir(actor=request.actor, matter_id=matter_id, at=request.at, **data)
        return _back(matter_id)

    form = forms.FirForm(request.POST or None, lang=request.LANGUAGE_CODE, initial={"fir_on": ist_date(request.at)})
    page = Page(
        _("FIR of the report"),
        _("Write the FIR"),
        _back(matter_id),
        _("An FIR is written at once for every missing child, without a preliminary inquiry."),
    )
    return one(request, form, page, act)


def _sections(request: Any, matter: Any) -> HttpResponse:
    """An FIR is written once; its sections can be corrected, with the reason."""

    def act(data: dict[str, Any]) -> str:
        actions.correct_sections(actor=request.actor, matter_id=matter.pk, at=request.at, **data)
        return _back(matter.pk)

    sheet = matter.missing_report
    form = forms.SectionsForm(
        request.POST or None, lang=request.LANGUAGE_CODE, initial={"sections": sheet.fir_sections}
    )
    page = Page(
        _("Correct the sections of the FIR"),
        _("Save the sections"),
        _back(matter.pk),
        _("As the FIR itself says. A ban on publication stays until a nodal officer lifts it."),
        facts=[(_("FIR number"), sheet.fir_no), (_("Sections"), sheet.fir_sections or "–")],
    )
    return one(request, form, page, act)


@screen("PO-02", act="missing.step")
@require_POST
def step(request: Any, matter_id: UUID, what: str) -> HttpResponse:
    """One of the steps that need no form."""
    matter = moves.see(request.actor, matter_id, act="missing.read", related=("missing_report",))
    try:
        steps.take(actor=request.actor, matter_id=matter_id, at=request.at, name=what)
    except Refused as no:
        return again(request, matter, say(request, no))
    return redirect("desk:missing", matter_id)


def _reasons() -> dict[str, tuple[str, str]]:
    """Steps with a reason: title and button."""
    return {
        "suspect": (_("Trafficking is suspected"), _("I suspect trafficking")),
        "hand-over": (_("Hand to the anti trafficking unit"), _("Hand over")),
        "end_otherwise": (_("Ended in another way"), _("Write down")),
        "reopen": (_("Open the report again"), _("Open again")),
    }


def _do_reasoned(request: Any, matter_id: UUID, what: str, reason: str) -> None:
    told = {"actor": request.actor, "matter_id": matter_id, "at": request.at, "reason": reason}
    if what == "suspect":
        ahtu.suspect(**told)
    elif what == "hand-over":
        ahtu.hand_over(**told)
    else:
        steps.take(name=what, **told)


def _reasoned(request: Any, matter_id: UUID, what: str) -> HttpResponse:
    title, button = _reasons()[what]

    def act(data: dict[str, Any]) -> str:
        _do_reasoned(request, matter_id, what, data["reason"])
        return _back(matter_id)

    form = forms.ReasonForm(request.POST or None, lang=request.LANGUAGE_CODE)
    return one(request, form, Page(title, button, _back(matter_id)), act)


@screen("PO-10", act="ahtu.suspect")
def suspect(request: Any, matter_id: UUID) -> HttpResponse:
    """An officer decides, with a reason, that trafficking is suspected."""
    moves.see(request.actor, matter_id, act="ahtu.suspect")
    return _reasoned(request, matter_id, "suspect")


@screen("PO-10", act="ahtu.hand")
def hand_over(request: Any, matter_id: UUID) -> HttpResponse:
    """Hand a report to the anti trafficking unit."""
    moves.see(request.actor, matter_id, act="ahtu.hand")
    return _reasoned(request, matter_id, "hand-over")


@screen("PO-02", act="missing.step")
def end_otherwise(request: Any, matter_id: UUID) -> HttpResponse:
    """The child was found, and neither produced nor placed: why."""
    moves.see(request.actor, matter_id, act="missing.step")
    return _reasoned(request, matter_id, "end_otherwise")


@screen("PO-02", act="missing.reopen")
def reopen(request: Any, matter_id: UUID) -> HttpResponse:
    """Open a report again."""
    moves.see(request.actor, matter_id, act="missing.reopen")
    return _reasoned(request, matter_id, "reopen")


def _nothing_ends(request: Any, matter: Any) -> HttpResponse:
    """At this step there is no outcome to choose: what comes first."""
    state = law().machine("missing").states[matter.state].label[request.LANGUAGE_CODE]
    first = law().words(ending.first(matter.state), request.LANGUAGE_CODE, state=state)
    page = Page(_("Close the report"), "", _back(matter.pk), first)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/police_first.html", {"page": page}, status=status)


@screen("PO-02", act="missing.read")
def end(request: Any, matter_id: UUID) -> HttpResponse:
    """Ask for the end of a report; a second officer answers."""
    matter = moves.see(request.actor, matter_id, act="missing.read")

    def act(data: dict[str, Any]) -> str:
        ending.ask(
            actor=request.actor,
            matter_id=matter_id,
            at=request.at,
            outcome=data["outcome"],
            reason=data["reason"],
            document=photo_of(request),
        )
        return _back(matter_id)

    outcomes, lang = ending.possible(matter, request.actor), request.LANGUAGE_CODE
    if not outcomes:
        return _nothing_ends(request, matter)
    form = forms.EndForm(request.POST or None, request.FILES or None, lang=lang, outcomes=outcomes)
    lead = _("Nothing is closed by one person. Another officer of the station or the juvenile unit confirms.")
    tell = _tell_of_death(request, matter)
    page = Page(_("Close the report"), _("Ask the second officer"), _back(matter_id), lead, True, tell)
    return one(request, form, page, act)


def _tell_of_death(request: Any, matter: Any) -> str:
    """Where a station tells who records a death; nothing for an officer who records it, or where none can be."""
    if not moves.may_move(request.actor, matter, "tell_of_death"):
        return ""
    return reverse("desk:missing_end_tell", args=[matter.pk])


@screen("PO-02", act="missing.end")
@require_POST
def end_tell(request: Any, matter_id: UUID) -> HttpResponse:
    """The station tells the juvenile unit and the nodal officer that the child was found dead; they record it."""
    matter = moves.see(request.actor, matter_id, act="missing.end", related=("missing_report",))
    try:
        ending.tell_of_death(actor=request.actor, matter_id=matter_id, at=request.at)
    except Refused as no:
        return again(request, matter, say(request, no))
    return redirect(_back(matter_id))


@screen("PO-02", act="missing.read")
@require_POST
def end_answer(request: Any, matter_id: UUID) -> HttpResponse:
    """The second officer agrees or refuses."""
    matter = moves.see(request.actor, matter_id, act="missing.read", related=("missing_report",))
    agrees = request.POST.get("agrees")
    if agrees not in ("yes", "no"):
        return again(request, matter, [law().words("form.required", request.LANGUAGE_CODE)])
    try:
        ending.answer(actor=request.actor, matter_id=matter_id, at=request.at, agrees=agrees == "yes")
    except Refused as no:
        return again(request, matter, say(request, no))
    return redirect("desk:missing", matter_id)


@screen("PO-06", act="missing.recover")
def recover(request: Any, matter_id: UUID) -> HttpResponse:
    """The police have the child: production report and cover of the statement."""
    moves.see(request.actor, matter_id, act="missing.recover")

    def save(answers: dict[str, Any], photo: Any) -> str:
        production.recover(actor=request.actor, matter_id=matter_id, at=request.at, answers=answers)
        return _back(matter_id)

    return fill(
        request,
        "recovery",
        title=law().newest_form("recovery").title[request.LANGUAGE_CODE],
        submit=_("Sign; the 24 hours run"),
        back=_back(matter_id),
        save=save,
        about=str(matter_id),
    )


@screen("PO-06", act="missing.recover")
@require_POST
def produce(request: Any, matter_id: UUID) -> HttpResponse:
    """The child stands before the Committee or Board."""
    matter = moves.see(request.actor, matter_id, act="missing.read", related=("missing_report",))
    try:
        production.produce(actor=request.actor, matter_id=matter_id, at=request.at)
    except Refused as no:
        return again(request, matter, say(request, no))
    return redirect("desk:missing", matter_id)


@screen("PO-02", act="zero.ask")
def zero_ask(request: Any, matter_id: UUID) -> HttpResponse:
    """Ask the station of the place to take the zero FIR over."""
    moves.see(request.actor, matter_id, act="zero.ask")
    sheet, lang = queries.sheet(actor=request.actor, matter_id=matter_id), request.LANGUAGE_CODE
    found = offices.all_in_district(zero.STATIONS, sheet.last_seen_district)
    stations = [(str(o.no), getattr(o, f"name_{lang}")) for o in found if o.no != request.actor.office_no]

    def act(data: dict[str, Any]) -> str:
        zero.ask(actor=request.actor, matter_id=matter_id, at=request.at, station_no=int(data["station"]))
        return _back(matter_id)

    form = forms.StationForm(request.POST or None, lang=lang, stations=stations)
    lead = _("The report stays yours until the other station has taken it.")
    return one(request, form, Page(_("Zero FIR to its station"), _("Ask the station"), _back(matter_id), lead), act)


@screen("PO-02", act="zero.answer")
def zero_answer(request: Any, zero_id: UUID) -> HttpResponse:
    """The asked station takes or refuses a zero FIR; it sees number and FIR, not the child."""
    asked, lang = zero.read(actor=request.actor, zero_id=zero_id), request.LANGUAGE_CODE

    def act(data: dict[str, Any]) -> str:
        takes = "takes" in request.POST
        zero.answer(actor=request.actor, zero_id=zero_id, at=request.at, takes=takes)
        return _back(asked.matter_id) if takes else reverse("desk:police")

    facts = [
        (_("Report"), asked.number),
        (_("FIR"), asked.fir_no),
        (_("Asked by"), offices.name(asked.from_no, lang)),
    ]
    page = Page(_("Zero FIR: take it over?"), _("Take it over"), reverse("desk:police"), facts=facts)
    may = asked.to_no == request.actor.office_no and asked.taken is None
    return answer_page(request, page, act, may=may)


def answer_page(request: Any, page: Page, act: Any, *, may: bool) -> HttpResponse:
    """Two buttons and no questions."""
    refusals: list[str] = []
    if request.method == "POST":
        try:
            return redirect(act({}))
        except Refused as no:
            refusals = say(request, no)
    shown = {"page": page, "refusals": refusals, "may": may}
    return render(request, "desk/police_answer.html", shown, status=422 if refusals else 200)
