"""R08: what became of the engine's suggestions; by source and by how sure it was, small counts hidden."""

import csv
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vatsalya.access.screens import screen
from vatsalya.mis import funnel, small

from . import views


def sources() -> dict[str, str]:
    """What made the engine look, in words."""
    return {
        "save": _("When a file is saved"),
        "nightly": _("Nightly run"),
        "import": _("Import"),
        "citizen": _("Citizens"),
        "helpline": _("Helpline"),
    }


def bands() -> dict[str, str]:
    """How sure the engine was when it proposed."""
    return {"alert": _("alert at once"), "review": _("for review")}


def _asked(request: Any) -> tuple[str, int | None, str]:
    level, code = views.asked(request)
    months = funnel.months(request.at)
    month = request.GET.get("month", "")
    return level, code, month if month in months else months[0]


def _rows(request: Any, level: str, code: int | None, month: str) -> list[dict[str, Any]]:
    inside = views.inside(request, level, code)
    named, sure = sources(), bands()
    return [
        {
            "source": named[one.source],
            "band": sure[one.band],
            "counts": [_shown(one.counts[name], inside) for name in funnel.COUNTS],
            "precision": _precision(one, inside),
            "hours": "" if one.hours is None or _hidden(one, inside) else f"{one.hours}",
        }
        for one in funnel.lines(month=month, level=level, code=code)
    ]


def _shown(value: int, inside: bool) -> str:
    told = small.hide(value, inside=inside)
    return "< 5" if told is None else f"{told}"


def _hidden(one: funnel.Line, inside: bool) -> bool:
    """A share or a median over few decisions would tell the few."""
    return not inside and one.counts["same"] + one.counts["diff"] < small.SMALL


def _precision(one: funnel.Line, inside: bool) -> str:
    if one.precision is None:
        return "–"
    few = any(small.hide(one.counts[name], inside=inside) is None for name in ("same", "diff"))
    return "–" if few or _hidden(one, inside) else f"{one.precision:.0%}"


def _heads() -> list[str]:
    return [_("Suggested"), _("Seen"), _("Same"), _("Different"), _("More asked"), _("Open > 7 days")]


@screen("CE-04", staff=True)
def board(request: Any) -> HttpResponse:
    """The funnel of one month."""
    level, code, month = _asked(request)
    told = {
        "rows": _rows(request, level, code, month),
        "heads": _heads(),
        "place": views.place(level, code, request.LANGUAGE_CODE),
        "months": [(one, f"20{one[:2]}-{one[2:]}", one == month) for one in funnel.months(request.at)],
        "query": f"{level}={code}" if code else "nation=1",
        "month": month,
        "level": level,
    }
    return render(request, "desk/funnel.html", told)


@screen("CE-04", staff=True)
def csv_file(request: Any) -> HttpResponse:
    """The funnel as a table for a spreadsheet, small counts hidden as on the page."""
    level, code, month = _asked(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="match-funnel.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("Source"), _("How sure"), *_heads(), _("Precision"), _("Median hours")])
    for row in _rows(request, level, code, month):
        writer.writerow([row["source"], row["band"], *row["counts"], row["precision"], row["hours"]])
    return response
