"""Many appointments from one spreadsheet: upload, dry run, confirm, result, undo, invitations to print."""

from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.offices import bulk, bulk_sheet

from .words import sentence, sentences

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The tabs over the rows, with the words of each.
OUTCOMES = {
    "ready": gettext_lazy("can be run"),
    "wrong": gettext_lazy("not possible"),
    "made": gettext_lazy("appointed"),
    "undone": gettext_lazy("undone"),
    "kept": gettext_lazy("kept"),
}


class Upload(forms.Form):
    """A spreadsheet."""

    use_required_attribute = False
    sheet = forms.FileField(
        label=gettext_lazy("Spreadsheet (.xlsx or .csv)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy("At most 5,000 rows and 5 MB. Nobody is appointed before you confirm."),
    )


@never_cache
def upload(request: Any) -> HttpResponse:
    """Upload a spreadsheet; what would become of each row is shown before anything is done."""
    form = Upload(request.POST or None, request.FILES or None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["sheet"]
        content = file.read(bulk_sheet.MOST_BYTES + 1)
        try:
            job = bulk.dry_run(actor=request.actor, at=request.at, name=file.name, content=content)
            return redirect("bulk_job", job.pk)
        except Refused as no:
            refusals = sentences(no, request.LANGUAGE_CODE)
    columns = [(names[0], names[-1], key in bulk_sheet.NEEDED) for key, names in bulk_sheet.COLUMNS.items()]
    context = {"form": form, "refusals": refusals, "columns": columns, "jobs": bulk.jobs(request.actor)}
    return render(request, "accounts_desk/bulk.html", context)


def empty_sheet(request: Any) -> HttpResponse:
    """A spreadsheet to fill, with the codes of one's own offices."""
    response = HttpResponse(bulk.empty_sheet(request.actor, request.LANGUAGE_CODE), content_type=SHEET)
    response["Content-Disposition"] = 'attachment; filename="appointments.xlsx"'
    return response


@never_cache
def job(request: Any, job_id: int) -> HttpResponse:
    """One spreadsheet: what stands how, row by row, and what can be done next."""
    found, lang = bulk.job(request.actor, job_id), request.LANGUAGE_CODE
    counts, outcome = bulk.counts(found), request.GET.get("show", "")
    rows = found.rows.select_related("office").order_by("no")
    if outcome in OUTCOMES:
        rows = rows.filter(outcome=outcome)
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    context = {
        "job": found,
        "page": page,
        "rows": [_shown(row, lang) for row in page],
        "counts": counts,
        "tabs": [(key, words, counts[key]) for key, words in OUTCOMES.items() if counts[key]],
        "show": outcome,
        "all": sum(counts.values()),
        "to_do": counts["made"] + counts["ready"],
        "goes_on": found.started_at and counts["ready"] and not found.undone_at,
    }
    return render(request, "accounts_desk/bulk_job.html", context)


def _shown(row: Any, lang: str) -> dict[str, Any]:
    role = law().roles.get(row.cells["role"])
    return {
        "row": row,
        "name": row.cells["full_name"],
        "role": role.label[lang] if role else row.cells["role"],
        "office": getattr(row.office, f"name_{lang}") if row.office else row.cells["office"],
        "outcome": OUTCOMES[row.outcome],
        "problems": [sentence(code, lang) for code in row.problems],
    }


@require_POST
def run(request: Any, job_id: int) -> HttpResponse:
    """Appoint the people of the next rows; the page goes on by itself, or by the button."""
    try:
        left = bulk.run(actor=request.actor, job_id=job_id, at=request.at)
    except Refused as no:
        messages.error(request, " ".join(sentences(no, request.LANGUAGE_CODE)))
        left = 0
    return redirect(reverse("bulk_job", args=[job_id]) + ("?going" if left else ""))


@require_POST
def undo(request: Any, job_id: int) -> HttpResponse:
    """Take back the appointments of a spreadsheet; who signed in already stays."""
    ended, kept = bulk.undo(actor=request.actor, job_id=job_id, at=request.at)
    messages.success(request, _("%(ended)s appointments ended, %(kept)s kept.") % {"ended": ended, "kept": kept})
    return redirect("bulk_job", job_id)


@never_cache
@require_POST
def invitations(request: Any, job_id: int) -> HttpResponse:
    """Fresh invitations to print, a sheet at a time; shown once."""
    after = request.POST.get("after", "0")
    after_no = int(after) if after.isdecimal() else 0
    pairs = bulk.invite_again(actor=request.actor, job_id=job_id, at=request.at, after=after_no)
    lang, slips = request.LANGUAGE_CODE, []
    for row, token in pairs:
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
        square = segno.make(link, error="l").svg_data_uri(scale=2, border=4, light="#fff")
        name = row.posting.account.username if row.posting else ""
        slips.append(_shown(row, lang) | {"link": link, "square": square, "username": name})
    last = pairs[-1][0].no if len(pairs) == bulk.STEP else 0
    context = {"slips": slips, "job_id": job_id, "after": last}
    return render(request, "accounts_desk/bulk_invitations.html", context)
