"""Which homes have places, and the evening's count."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vatsalya.access.screens import screen
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refused
from vatsalya.people import vault
from vatsalya.placements import counting, occupancy

#: Fewer children than this are not told as a number to those who get counts only.
FEWEST = 5


@screen("CC-11", act="homes.read")
def homes(request: Any) -> HttpResponse:
    """The homes of the district, or of the State as counts: strength, places, registration."""
    office = request.posting.office
    where = {"district": office.district_id} if office.district_id else {"state": office.state_id}
    found = occupancy.homes(on=ist_date(request.at), **where)
    hidden = not office.district_id
    rows = [_row(request, line, hidden=hidden) for line in found]
    signed = counting.of_day(home_nos=[line.unit.office.no for line in found], on=ist_date(request.at))
    late = {home.no for home in counting.not_signed(homes=[line.unit.office for line in found], at=request.at)}
    for row in rows:
        row["count"] = signed.get(row["no"])
        row["count_late"] = row["no"] in late
    return render(request, "desk/homes.html", {"rows": rows, "hidden": hidden})


def _row(request: Any, line: occupancy.Line, *, hidden: bool) -> dict[str, Any]:
    """A home as a line; small numbers are not told to the State, nor what they could be reckoned from."""
    unit, lang = line.unit, request.LANGUAGE_CODE
    small = hidden and 0 < line.living < FEWEST
    sexes, kinds = law().codes("sex"), law().codes("home_categories")
    return {
        "no": unit.office.no,
        "name": getattr(unit.office, f"name_{lang}"),
        "district": getattr(unit.office.district, f"name_{lang}") if unit.office.district else "",
        "kind": kinds.get(unit.category, {}).get(lang, unit.category),
        "sexes": ", ".join(sexes.get(code, {}).get(lang, code) for code in unit.sexes.split(",")),
        "ages": f"{unit.age_from}–{unit.age_to}",
        "strength": unit.strength,
        "living": _("fewer than %(n)s") % {"n": FEWEST} if small else line.living,
        "free": _("some") if small and line.free > 0 else line.free,
        "full": line.free <= 0,
        "until": unit.registered_until,
        "registration": line.registration,
    }


@screen("CC-01", act="headcount.sign")
def count(request: Any) -> HttpResponse:
    """The evening's count: who is here is ticked and signed; what differs leads to the movement."""
    refusals: list[str] = []
    seen: set[UUID] = set()
    if request.method == "POST":
        seen = _seen(request)
        try:
            counting.sign(actor=request.actor, at=request.at, seen=seen)
        except Refused as no:
            refusals = say(request, no)
        else:
            messages.success(request, _("The evening's count is signed."))
            return redirect("desk:placement_list")
    here, away = counting.expected(actor=request.actor)
    names = vault.names_of(request.actor, [p.child_id for p in (*here, *away)])
    states, lang = law().machine("placement").states, request.LANGUAGE_CODE
    rows = [
        {
            "stay": p,
            "name": names.get(p.child_id, ""),
            "state": states[p.matter.state].label[lang],
            "seen": p.pk in seen,
            "here": p in here,
            "differs": bool(refusals) and (p.pk in seen) != (p in here),
        }
        for p in (*here, *away)
    ]
    shown = {
        "rows": rows,
        "refusals": refusals,
        "signed": counting.of_day(home_nos=[request.actor.office_no], on=ist_date(request.at)),
        "counts": counting.latest(home_no=request.actor.office_no),
        "due_at": counting.due_at(ist_date(request.at)),
    }
    return render(request, "desk/headcount.html", shown, status=422 if refusals else 200)


def _seen(request: Any) -> set[UUID]:
    """The children who were ticked."""
    found = set()
    for value in request.POST.getlist("seen"):
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return found
