"""Nodal officers: people of other registries, looked at one by one; nothing of them is in the register."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen
from vatsalya.desk.duplicates import line
from vatsalya.desk.filling import say
from vatsalya.exchange.pfif import review
from vatsalya.exchange.pfif.read import MOST_BYTES, refuse
from vatsalya.lib.errors import Refused

from .forms import DocumentForm

#: What is shown of a record, in this order.
SHOWN = ("full_name", "alternate_names", "sex", "age", "date_of_birth", "description", "home_city", "home_state",
         "home_country", "source_name", "source_date", "author_name", "person_record_id")  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        "full_name": _("Name, as they write it"),
        "alternate_names": _("Other names"),
        "sex": _("Sex, as they write it"),
        "age": _("Age, as they write it"),
        "date_of_birth": _("Date of birth"),
        "description": _("Description"),
        "home_city": _("Home, town"),
        "home_state": _("Home, State"),
        "home_country": _("Home, country"),
        "source_name": _("Source"),
        "source_date": _("As of"),
        "author_name": _("Who wrote it"),
        "person_record_id": _("Number in their registry"),
    }


@screen("PO-24", act="exchange.review")
def import_list(request: Any) -> HttpResponse:
    """Records that wait for a look, the oldest first; who they are about is on their own page."""
    page = Paginator(review.waiting(actor=request.actor), 25).get_page(request.GET.get("page"))
    return render(request, "desk/import_list.html", {"page": page, "rows": list(page)})


@screen("PO-25", act="exchange.import")
def import_new(request: Any) -> HttpResponse:
    """Take a document in; a mistake in it refuses all of it, with its line."""
    form, refusals = DocumentForm(request.POST or None, request.FILES or None), []
    taken = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["document"]
        try:
            if sent.size > MOST_BYTES:
                raise refuse(1, "pfif.too_big", most=MOST_BYTES // 1024 // 1024)
            taken = review.take(actor=request.actor, at=request.at, data=sent.read())
        except Refused as no:
            refusals = say(request, no)
    wrong = request.method == "POST" and taken is None
    context = {"form": form, "refusals": refusals, "taken": taken}
    return render(request, "desk/import_new.html", context, status=422 if wrong else 200)


@screen("PO-26", act="exchange.review")
def imported(request: Any, imported_id: UUID) -> HttpResponse:
    """One record, with what the other registry says; each look is in the audit."""
    return _page(request, imported_id, [])


def _page(request: Any, imported_id: UUID, refusals: list[str]) -> HttpResponse:
    row, said = review.look(actor=request.actor, imported_id=imported_id)
    labels = _labels()
    told = [(labels[name], said[name]) for name in SHOWN if said.get(name)]
    likely = _likely(request, said, refusals) if row.stands == "waits" else []
    context = {"row": row, "told": told, "notes": said.get("notes", []), "refusals": refusals, "likely": likely}
    return render(request, "desk/imported.html", context, status=422 if refusals else 200)


def _likely(request: Any, said: dict[str, Any], refusals: list[str]) -> list[dict[str, Any]]:
    """Reports that may be about this person; an account that has asked too often reads the record without them."""
    try:
        found = review.likely(said, actor=request.actor, at=request.at)
    except Refused as no:
        refusals += say(request, no)
        return []
    return [line(one, request.LANGUAGE_CODE) for one in found]


@screen("PO-27", act="exchange.review")
@require_POST
def import_decide(request: Any, imported_id: UUID) -> HttpResponse:
    """Pass it on to the station of a report, or set it aside."""
    asked = {"actor": request.actor, "imported_id": imported_id, "at": request.at}
    try:
        if "aside" in request.POST:
            review.set_aside(**asked)
        else:
            review.pass_on(number=request.POST.get("number", ""), **asked)
    except Refused as no:
        return _page(request, imported_id, say(request, no))
    return redirect("desk:imports")
