"""Police: the missing form filled from an FIR of the police system; by hand when it does not answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from vatsalya.access.screens import screen
from vatsalya.desk.police import from_fir
from vatsalya.exchange import answers
from vatsalya.exchange.cctns import client, read
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.missing import fir as firs
from vatsalya.offices import queries as offices
from vatsalya.papers.formfields import plain_digits

from .forms import FirForm


@screen("PO-13", act="missing.register")
def fetch(request: Any) -> HttpResponse:
    """Ask for one FIR of the own station, and open a form of its own with what it says.

    An unsent form about another child is never filled up with it: the officer is asked first, and nothing is lost.
    """
    form, refusal = FirForm(request.POST or None), "" if client.is_there() else "cctns.down"
    unsent: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        fir_no = plain_digits(form.cleaned_data["fir_no"])
        unsent = {} if "aside" in request.POST else from_fir.draft(request)
        refusal = "" if client.FIR_NO.fullmatch(fir_no) else "cctns.number"
        if not refusal and not unsent:
            about = from_fir.about(fir_no, office_no=request.actor.office_no)
            refusal = _fetched(request, fir_no, about)
            if not refusal:
                return redirect(from_fir.url(about))
    said = [law().words(refusal, request.LANGUAGE_CODE)] if refusal else []
    context = {"form": form, "refusals": said, "there": client.is_there()}
    if unsent and not refusal:
        context |= {"unsent": True, "unsent_name": from_fir.name(unsent), "fir_no": fir_no}
    return render(request, "desk/fir.html", context, status=422 if request.method == "POST" else 200)


def _fetched(request: Any, fir_no: str, about: str) -> str:
    """Fill the FIR's own form; returns why not. One that was fetched before opens also when nothing answers."""
    try:
        found = _ask(request, fir_no)
    except client.Down:
        return "" if from_fir.draft(request, about) else "cctns.down"
    except client.NotThere:
        return "cctns.not_there"
    form = law().form(from_fir.FORM, on=ist_date(request.at))
    from_fir.keep(request, about, answers.posted(form, found))
    return ""


def _ask(request: Any, fir_no: str) -> dict[str, Any]:
    """The answers that this FIR gives; an answer about another FIR is none."""
    office = offices.by_no(request.actor.office_no)
    found = {"fir_no": fir_no} | read.answers(client.fir(station=office.code, fir_no=fir_no).fir)
    if firs.plain(found["fir_no"]) != firs.plain(fir_no):
        raise client.NotThere
    return found
