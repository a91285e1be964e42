"""The railway desk: children found on trains and at stations, the 24 hours, to whom they were handed."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen
from vatsalya.desk.duplicates import Stop
from vatsalya.desk.filling import fill, say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.missing import queries, rail
from vatsalya.offices import queries as offices

from . import forms
from .pages import Page, one


@screen("PO-11", act="rail.read")
def rail_list(request: Any) -> HttpResponse:
    """The children found by the post: those not yet produced first."""
    page = Paginator(rail.records(actor=request.actor), 25).get_page(request.GET.get("page"))
    lang = request.LANGUAGE_CODE
    rows = [{"record": r, "category": _category(r, lang), "handed": _handed(r, lang)} for r in page]
    return render(request, "desk/rail_list.html", {"page": page, "rows": rows})


def _category(record: Any, lang: str) -> str:
    return law().codes("rail_categories").get(record.category, {}).get(lang, "")


def _handed(record: Any, lang: str) -> str:
    words = law().codes("handed_to").get(record.handed_kind, {}).get(lang, "")
    return f"{words}: {offices.name(record.handed_no, lang)}" if record.handed_no else words


@screen("PO-03", act="rail.record")
def rail_new(request: Any) -> HttpResponse:
    """A found child, by Form 17; every open missing report of India is searched in the same act."""

    stop = Stop(request, "17")

    def save(answers: dict[str, Any], photo: Any) -> str:
        record = rail.found(
            actor=request.actor, at=request.at, answers=answers, photo=photo,
            warnings=stop.warnings, reason=stop.reason,
        )  # fmt: skip
        return reverse("desk:rail_describe", args=[record.pk])

    return fill(
        request,
        "17",
        title=_("A child found at the railway"),
        submit=_("Write down and search all India"),
        back=reverse("desk:rail_list"),
        save=save,
        stop=stop,
        about="rail",
        initial={"producer_kind": "railway_police"},
    )


@screen("PO-11", act="rail.read")
def rail_record(request: Any, record_id: UUID) -> HttpResponse:
    """One found child: train, category, handed to whom, the 24 hours, possible matches to ask about."""
    return _show(request, record_id, [])


def _show(request: Any, record_id: UUID, refusals: list[str]) -> HttpResponse:
    record, lang = rail.read(actor=request.actor, record_id=record_id), request.LANGUAGE_CODE
    hits = [
        {"office": offices.name(hit["office_no"], lang), "phone": offices.by_no(hit["office_no"]).phone}
        for hit in queries.masked_hits(record.case)
    ]
    shown = {
        "record": record,
        "category": _category(record, lang),
        "handed": _handed(record, lang),
        "hits": hits,
        "refusals": refusals,
    }
    return render(request, "desk/rail.html", shown, status=422 if refusals else 200)


@screen("PO-11", act="rail.record")
def rail_describe(request: Any, record_id: UUID) -> HttpResponse:
    """Station, train, category, to whom and when."""
    record = rail.read(actor=request.actor, record_id=record_id)
    back = reverse("desk:rail", args=[record_id])

    def act(data: dict[str, Any]) -> str:
        rail.describe(actor=request.actor, record_id=record_id, at=request.at, where=rail.Where(**data))
        return back

    kept = ("category", "station", "platform", "train_no", "coach", "handed_kind", "handed_at")
    form = forms.RailForm(
        request.POST or None, lang=request.LANGUAGE_CODE, initial={key: getattr(record, key) for key in kept}
    )
    return one(request, form, Page(_("Where, which category, handed to whom"), _("Save"), back), act)


@screen("PO-11", act="rail.record")
@require_POST
def rail_produce(request: Any, record_id: UUID) -> HttpResponse:
    """The child stands before the Committee."""
    try:
        rail.produce(actor=request.actor, record_id=record_id, at=request.at)
    except Refused as no:
        return _show(request, record_id, say(request, no))
    return redirect("desk:rail", record_id)
