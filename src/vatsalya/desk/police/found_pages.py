"""A found child at a desk of the police: the list, Form 17, the one record, handed to whom, produced.

The railway's desk and the desk of stations and juvenile units show the same record; only the railway counts trains.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatsalya.access import gate
from vatsalya.desk.duplicates import Stop
from vatsalya.desk.filling import fill, say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.missing import queries, rail
from vatsalya.offices import queries as offices

from . import forms
from .pages import Page, one


@dataclass(frozen=True)
class Desk:
    """One of the two desks: the railway's or the stations'."""

    railway: bool

    @property
    def ways(self) -> dict[str, str]:
        """The names of its addresses."""
        base = "desk:rail" if self.railway else "desk:found"
        return {"one": base} | {way: f"{base}_{way}" for way in ("list", "new", "describe", "produce")}

    def words(self) -> dict[str, str]:
        """What its pages are called."""
        if self.railway:
            return {
                "list": _("Children found at the railway"),
                "new": _("A child found at the railway"),
                "one": _("Child found at the railway"),
                "none": _("No child was written down by this post."),
                "describe": _("Where, which category, handed to whom"),
            }
        return {
            "list": _("Found children"),
            "new": _("A child was found"),
            "one": _("Found child"),
            "none": _("No found child was written down by this office."),
            "describe": _("Handed to whom and when"),
        }


def all_of(request: Any, desk: Desk) -> HttpResponse:
    """The children found by the office: those not yet produced first."""
    page = Paginator(rail.records(actor=request.actor), 25).get_page(request.GET.get("page"))
    lang, words = request.LANGUAGE_CODE, desk.words()
    rows = [{"record": r, "category": _category(r, lang), "handed": _handed(r, lang)} for r in page]
    shown: dict[str, Any] = {"page": page, "rows": rows, "title": words["list"], "none": words["none"]}
    shown["ways"] = desk.ways
    shown |= {"railway": desk.railway, "may_register": gate.may(request.actor, "missing.register")}
    return render(request, "desk/rail_list.html", shown)


def _category(record: Any, lang: str) -> str:
    return law().codes("rail_categories").get(record.category, {}).get(lang, "")


def _handed(record: Any, lang: str) -> str:
    words = law().codes("handed_to").get(record.handed_kind, {}).get(lang, "")
    return f"{words}: {offices.name(record.handed_no, lang)}" if record.handed_no else words


def new(request: Any, desk: Desk, *, brought_by: str, then: str) -> HttpResponse:
    """A found child, by Form 17; every open missing report of India is searched in the same act."""
    stop = Stop(request, "17")

    def save(answers: dict[str, Any], photo: Any) -> str:
        record = rail.found(
            actor=request.actor, at=request.at, answers=answers, photo=photo,
            warnings=stop.warnings, reason=stop.reason,
        )  # fmt: skip
        return reverse(desk.ways[then], args=[record.pk])

    return fill(
        request,
        "17",
        title=desk.words()["new"],
        submit=_("Write down and search all India"),
        back=reverse(desk.ways["list"]),
        save=save,
        stop=stop,
        about="rail" if desk.railway else "found",
        initial={"producer_kind": brought_by},
    )


def show(request: Any, desk: Desk, record_id: UUID, refusals: list[str]) -> HttpResponse:
    """One found child: handed to whom, the 24 hours, possible matches to ask about."""
    record, lang = rail.read(actor=request.actor, record_id=record_id), request.LANGUAGE_CODE
    asked = [hit["office_no"] for hit in queries.masked_hits(record.case)]
    hits = [{"office": offices.name(no, lang), "phone": offices.by_no(no).phone} for no in asked
            if no != request.actor.office_no]  # fmt: skip
    shown = {
        "record": record,
        "title": desk.words()["one"],
        "railway": desk.railway,
        "ways": desk.ways,
        "category": _category(record, lang),
        "handed": _handed(record, lang),
        "hits": hits,
        "own": request.actor.office_no in asked,
        "refusals": refusals,
    }
    return render(request, "desk/rail.html", shown, status=422 if refusals else 200)


def describe(request: Any, desk: Desk, record_id: UUID) -> HttpResponse:
    """To whom and when; at the railway also station, train and category."""
    record = rail.read(actor=request.actor, record_id=record_id)
    back = reverse(desk.ways["one"], args=[record_id])

    def act(data: dict[str, Any]) -> str:
        rail.describe(actor=request.actor, record_id=record_id, at=request.at, where=rail.Where(**data))
        return back

    kind = forms.RailForm if desk.railway else forms.HandedForm
    initial = {key: getattr(record, key) for key in kind.base_fields}
    form = kind(request.POST or None, lang=request.LANGUAGE_CODE, initial=initial)
    return one(request, form, Page(desk.words()["describe"], _("Save"), back), act)


def produce(request: Any, desk: Desk, record_id: UUID) -> HttpResponse:
    """The child stands before the Committee."""
    try:
        rail.produce(actor=request.actor, record_id=record_id, at=request.at)
    except Refused as no:
        return show(request, desk, record_id, say(request, no))
    return redirect(desk.ways["one"], record_id)
