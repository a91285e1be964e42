"""The Board's statutory forms on a screen: filled with what the file knows, signed by one act each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vatsalya.access.screens import screen
from vatsalya.ccl import hearing, police, queries, rules
from vatsalya.desk.filling import fill
from vatsalya.desk.police.pages import Page, one
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.matters import actions as moves
from vatsalya.people import vault
from vatsalya.places import queries as places

from . import pages, steps

#: Form -> the act that signs it as a step of the case.
STEPS: dict[str, Callable[..., Any]] = {
    "42": police.stay_overnight,
    "3": hearing.release,
    "4": hearing.place,
    "6": hearing.file_report,
    "10": hearing.report_supervision,
}
#: Which act opens the page of a form.
OPENS = {"42": "ccl.bring", "3": "ccl.order", "4": "ccl.order", "6": "ccl.file_sir", "10": "ccl.supervise"}


def known(request: Any, matter: Any) -> dict[str, Any]:
    """What the file knows and a form asks again: child, sections, station, dates."""
    told, case, lang = vault.read(request.actor, matter.child_id), queries.facts_of(matter), request.LANGUAGE_CODE
    names, child = told.get("names") or [], matter.child
    charges = queries.charges(actor=request.actor, matter_id=matter.pk)
    age = rules.age_on(age=child.age_value, told_on=child.age_on, born=None, on=ist_date(request.at))
    return {
        "name": names[0]["text"] if names else "",
        "sex": child.sex,
        "age": {"value": age, "basis": child.age_basis},
        "birth_date": told.get("birth_date", ""),
        "father": told.get("father", ""),
        "mother": told.get("mother", ""),
        "address": told.get("home_text", ""),
        "fir_no": told.get("diary_no", ""),
        "law_sections": ", ".join(str(part["code"]) for part in charges[0].sections) if charges else "",
        "station": getattr(case.station, f"name_{lang}"),
        "nature": case.klass,
        "offence_on": case.offence_on.isoformat(),
        "age_at_offence": case.age_then,
        "apprehended_at": case.taken_at.isoformat() if case.taken_at else "",
        "first_produced_at": case.produced_at.isoformat() if case.produced_at else "",
        "period_from": ist_date(request.at).isoformat(),
    }


def _initial(request: Any, matter: Any, form: str) -> dict[str, Any]:
    asked = {field.key for field in law().newest_form(form).fields}
    return {key: value for key, value in known(request, matter).items() if key in asked and value not in ("", None)}


def _page(request: Any, matter: Any, form: str, save: Callable[[dict[str, Any]], Any], back: str) -> HttpResponse:
    lang = request.LANGUAGE_CODE
    title = law().newest_form(form).title[lang]
    categories = rules.NIGHT if form == "42" else hearing.PENDING

    def done(answers: dict[str, Any], photo: Any) -> str:
        save(answers)
        messages.success(request, _("Signed and kept: %(form)s.") % {"form": title})
        return pages.after(request, matter.pk)

    return fill(
        request,
        form,
        title=title,
        submit=_("Sign"),
        back=back,
        save=done,
        about=f"{matter.pk}",
        state=places.district(matter.district_code).state.abbr,
        initial=_initial(request, matter, form),
        extra={"homes": steps.homes(request, matter, categories)} if form in ("4", "42") else None,
    )


@screen("JJ-08", act="ccl.read")
def board_form(request: Any, matter_id: UUID, form: str) -> HttpResponse:
    """A form of the Board's case; who may sign it, and when, is asked by the act behind it."""
    if form not in STEPS and form not in hearing.BESIDE:
        raise Http404
    act = OPENS[form] if form in OPENS else hearing.BESIDE[form][0]
    matter = moves.see(request.actor, matter_id, act=act, related=("board_case",))
    ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}

    def save(answers: dict[str, Any]) -> None:
        if form in STEPS:
            STEPS[form](answers=answers, **ids)
        else:
            hearing.sign_beside(form=form, answers=answers, **ids)

    return _page(request, matter, form, save, reverse("desk:board", args=[matter_id]))


@screen("JJ-05", act="ccl.order")
def board_sir(request: Any, matter_id: UUID) -> HttpResponse:
    """Which probation officer is asked; then the order itself."""
    matter = moves.see(request.actor, matter_id, act="ccl.order")
    form = steps.officers(request, matter)

    def act(data: dict[str, Any]) -> str:
        return reverse("desk:board_sir_order", args=[matter_id, steps.number(data["officer"])])

    title = law().machine("ccl").moves["order_sir"].label[request.LANGUAGE_CODE]
    return one(request, form, Page(title, _("Go on to Form 5"), reverse("desk:board", args=[matter_id])), act)


@screen("JJ-05", act="ccl.order")
def board_sir_order(request: Any, matter_id: UUID, officer_id: int) -> HttpResponse:
    """The order for social investigation (Form 5), addressed to one probation officer of the district."""
    matter = moves.see(request.actor, matter_id, act="ccl.order", related=("board_case",))
    if officer_id not in {found.pk for found in queries.officers(matter.district_code, request.at)}:
        return redirect("desk:board_sir", matter_id)
    ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}

    def save(answers: dict[str, Any]) -> None:
        hearing.order_investigation(officer_id=officer_id, answers=answers, **ids)

    return _page(request, matter, "5", save, reverse("desk:board_sir", args=[matter_id]))
