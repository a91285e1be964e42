"""The State's nodal officer: public alerts, issued with grounds and recalled at once."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vatsalya.access.screens import screen
from vatsalya.desk.filling import say
from vatsalya.exchange.cap import alerts, write
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.offices import queries as offices
from vatsalya.places import queries as places

from .forms import AlertForm


@screen("PO-20", act="alert.issue")
def alert_list(request: Any) -> HttpResponse:
    """Alerts of the office, the newest first."""
    page = Paginator(alerts.listed(actor=request.actor), 25).get_page(request.GET.get("page"))
    rows = [{"alert": row, "where": _where(row, request.LANGUAGE_CODE), "runs": _runs(row, request.at),
             "title": _title(row, request)} for row in page]  # fmt: skip
    return render(request, "desk/alert_list.html", {"page": page, "rows": rows})


def _runs(row: Any, at: Any) -> bool:
    return row.recalled_at is None and row.expires_at > at


def _title(row: Any, request: Any) -> str:
    """An alert's headline while it runs; of one that is over no name is repeated."""
    if _runs(row, request.at):
        return write.read(row.text)[request.LANGUAGE_CODE]["headline"]
    return _("Alert of the past") if row.recalled_at is None else _("Alert recalled")


def _where(row: Any, lang: str) -> str:
    return _places(row.districts, row.lines, lang)


def _places(districts: list[int], lines: list[str], lang: str) -> str:
    known: Any = law().codes("rail_lines")
    return ", ".join([places.district_name(code, lang) for code in districts] + [known[line][lang] for line in lines])


@screen("PO-21", act="alert.issue")
def alert_new(request: Any) -> HttpResponse:
    """Fill, look at what would go out, to whom and until when, then send."""
    state_code = offices.by_no(request.actor.office_no).state_id or 0
    form = AlertForm(request.POST or None, at=request.at, lang=request.LANGUAGE_CODE, state_code=state_code)
    refusals: list[str] = []
    changes = request.method != "POST" or request.POST.get("step") == "change"
    if not changes and form.is_valid():
        try:
            return _look_or_send(request, form)
        except Refused as no:
            refusals = say(request, no)
    context = {"form": form, "refusals": refusals, "title": _("Issue a public alert"),
               "submit": _("Look at it before it goes out"), "nobody": form.nobody}  # fmt: skip
    return render(request, "desk/exchange_form.html", context, status=200 if changes else 422)


def _look_or_send(request: Any, form: AlertForm) -> HttpResponse:
    data = form.cleaned_data | {"districts": [int(code) for code in form.cleaned_data["districts"]]}
    if request.POST.get("step") == "send":
        return redirect("desk:alert", alerts.issue(actor=request.actor, at=request.at, **data).pk)
    draft = alerts.preview(actor=request.actor, at=request.at, **data)
    context = {
        "draft": draft,
        "grounds": data["grounds"],
        "where": _places(data["districts"], data["lines"], request.LANGUAGE_CODE),
        "answers": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
    }
    return render(request, "desk/alert_preview.html", context)


@screen("PO-22", act="alert.issue")
def alert(request: Any, alert_id: UUID) -> HttpResponse:
    """One alert: grounds, area, what was sent, and its recall."""
    return _page(request, alerts.see(actor=request.actor, alert_id=alert_id), [])


def _page(request: Any, row: Any, refusals: list[str]) -> HttpResponse:
    lang = request.LANGUAGE_CODE
    reasons: Any = law().codes("recall_reasons")
    context = {
        "alert": row,
        "title": _title(row, request),
        "sent": write.read(row.recall_text or row.text) if row.recalled_at or _runs(row, request.at) else {},
        "languages": [name for code, name in settings.LANGUAGES if code in dict(write.LANGUAGES)],
        "where": _where(row, lang),
        "runs": _runs(row, request.at),
        "reasons": [(code, words[lang]) for code, words in reasons.items() if code != "card_withdrawn"],
        "why": reasons[row.recall_reason][lang] if row.recall_reason else "",
        "refusals": refusals,
    }
    return render(request, "desk/alert.html", context, status=422 if refusals else 200)


@screen("PO-23", act="alert.issue")
@require_POST
def alert_recall(request: Any, alert_id: UUID) -> HttpResponse:
    """Recall an alert at once."""
    try:
        alerts.recall(actor=request.actor, at=request.at, alert_id=alert_id, reason=request.POST.get("reason", ""))
    except Refused as no:
        return _page(request, alerts.see(actor=request.actor, alert_id=alert_id), say(request, no))
    return redirect("desk:alert", alert_id)


@screen("PO-22", act="alert.issue")
@require_GET
def alert_file(request: Any, alert_id: UUID) -> HttpResponse:
    """The alert, or its recall, as receivers carry it (CAP 1.2), under a name that says nothing about the child."""
    row = alerts.see(actor=request.actor, alert_id=alert_id)
    response = HttpResponse(row.recall_text or row.text, content_type="application/cap+xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="alert-{row.issued_at:%Y%m%d-%H%M}.xml"'
    response["Cache-Control"] = "private, no-store"
    return response
