"""Police: the missing form filled from an FIR of the police system; by hand when it does not answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vatsalya.access.screens import screen
from vatsalya.exchange import answers
from vatsalya.exchange.cctns import client, read
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers

from .forms import FirForm


@screen("PO-13", act="missing.register")
def fetch(request: Any) -> HttpResponse:
    """Ask for one FIR of the own station, and open the form with what it says."""
    form, refusals = FirForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, _ask(request, form.cleaned_data["fir_no"]))
            return redirect(f"{reverse('desk:missing_new')}?all=1")  # an FIR says more than the first eight answers
        except client.Down:
            refusals.append("cctns.down")
        except client.NotThere:
            refusals.append("cctns.not_there")
        except ValueError:
            refusals.append("cctns.number")
    if not client.is_there():
        refusals = ["cctns.down"]
    said = [law().words(code, request.LANGUAGE_CODE) for code in refusals]
    context = {"form": form, "refusals": said, "there": client.is_there()}
    return render(request, "desk/fir.html", context, status=422 if request.method == "POST" else 200)


def _ask(request: Any, fir_no: str) -> dict[str, Any]:
    if not client.FIR_NO.fullmatch(fir_no):
        raise ValueError(fir_no)
    office = offices.by_no(request.actor.office_no)
    return read.answers(client.fir(station=office.code, fir_no=fir_no).fir)


def _keep(request: Any, found: dict[str, Any]) -> None:
    """As this officer's draft: the form shows it to be looked at. What was typed before stands; nothing is lost."""
    form = law().form("missing", on=ist_date(request.at))
    before = papers.load_draft(actor=request.actor, form="missing", about="")
    typed = {key: values for key, values in (before[1] if before else {}).items() if any(values)}
    papers.save_draft(
        actor=request.actor, form="missing", about="", form_version=form.version, at=request.at,
        answers=answers.posted(form, found) | typed,
    )  # fmt: skip
