"""A home's own pages: where the children are today, and one child's stay."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk import files
from vatsalya.desk.boards.views import due_rows
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refused
from vatsalya.matters import queries as matters
from vatsalya.people import vault
from vatsalya.placements import actions as placements
from vatsalya.placements import queries as stays

from . import lines, steps

#: Where children of a home can be, in the order in which the day begins.
STATES = ("ADMITTED", "ON_LEAVE", "IN_HOSPITAL", "OUT_FOR_COURT", "ESCAPED", "IN_TRANSIT", "ORDERED")
#: States in which the home's people look closely.
PRESSING = {"ESCAPED": "late", "ORDERED": "soon"}


@screen("CC-01", act="placement.read")
def placement_list(request: Any) -> HttpResponse:
    """Today: where the children are, what is due, who turns eighteen; the list with each stay."""
    actor, show = request.actor, request.GET.get("show", "")
    rows = stays.residents(actor=actor)
    shown = rows.filter(matter__state=show) if show in law().machine("placement").states else rows
    page = Paginator(shown, 25).get_page(request.GET.get("page"))
    due = matters.due(actor=actor, at=request.at).filter(matter__kind__in=("placement", "cncp"))[:8]
    return render(
        request,
        "desk/residents.html",
        {
            "page": page,
            "rows": _rows(request, page),
            "figures": _figures(request),
            "unit": _unit(request),
            "due": due_rows(request, due),
            "grown": _rows(request, stays.grow_up(actor=actor, on=ist_date(request.at))),
            "show": _state(request, show),
            "may_admit": gate.may(actor, "cncp.admit"),
            "may_count": gate.may(actor, "headcount.sign"),
            "uncounted": lines.uncounted(request),
        },
    )


def _state(request: Any, code: str) -> str:
    found = law().machine("placement").states.get(code)
    return found.label[request.LANGUAGE_CODE] if found else ""


def _rows(request: Any, shown: Any) -> list[dict[str, Any]]:
    names = vault.names_of(request.actor, [p.child_id for p in shown])
    return [
        {
            "stay": p,
            "child": p.child,
            "name": names.get(p.child_id, ""),
            "home": getattr(p.home, f"name_{request.LANGUAGE_CODE}") if p.home.no != request.actor.office_no else "",
            "state": _state(request, p.matter.state),
            "tone": PRESSING.get(p.matter.state, ""),
            "grown": p.child.birth_from + 18 if p.child.birth_from else None,
        }
        for p in shown
    ]


def _figures(request: Any) -> list[dict[str, Any]]:
    """The head count by where the children are; every figure opens its list."""
    counted, machine = stays.where_they_are(actor=request.actor), law().machine("placement").states
    order = [*STATES, *(code for code in machine if code not in STATES and counted[code])]
    return [
        {
            "label": machine[code].label[request.LANGUAGE_CODE],
            "value": counted[code],
            "url": f"?show={code}#list",
            "tone": PRESSING.get(code, "") if counted[code] else "",
        }
        for code in order
        if counted[code] or code in STATES
    ]


def _unit(request: Any) -> dict[str, Any] | None:
    """Sanctioned strength and free places, where the reader's office is a home."""
    unit = stays.unit(request.actor.office_no)
    if unit is None:
        return None
    taken = stays.beds(request.actor.office_no)
    return {"strength": unit.strength, "free": unit.strength - taken, "taken": taken, "until": unit.registered_until}


@screen("CC-03", act="placement.read")
def placement(request: Any, matter_id: UUID) -> HttpResponse:
    """One stay: what happened, and the steps open to this reader."""
    stay = stays.one(actor=request.actor, matter_id=matter_id)
    return render(request, "desk/stay.html", page(request, stay))


def page(request: Any, stay: Any) -> dict[str, Any]:
    """What the page of a stay shows."""
    lang, matter = request.LANGUAGE_CODE, stay.matter
    names, times = vault.names_of(request.actor, [stay.child_id]), files.times(request, matter)
    owed = any(one["clock"].code == "T71" and one["clock"].stopped_at is None for one in times)
    return {
        "stay": stay,
        "matter": matter,
        "state": _state(request, matter.state),
        "home": getattr(stay.home, f"name_{lang}"),
        "name": names.get(stay.child_id, ""),
        "child": files.child_facts(request, matter.child),
        "entries": [_entry(entry, lang) for entry in stays.register(actor=request.actor, stay=stay)],
        "steps": files.steps(matter, matters.moves(actor=request.actor, matter_id=matter.pk), lang),
        "times": times,
        "to_home": getattr(stay.to_home, f"name_{lang}") if stay.to_home else "",
        "offers": steps.open_to(request.actor, stay, owed=owed),
        "may_case": gate.may(request.actor, "cncp.read", stay.case),
    }


def _labels() -> dict[str, str]:
    """What the register's answers are called."""
    return {
        "reason": _("Why"),
        "why": _("Why"),
        "with_whom": _("With"),
        "phone": _("Telephone"),
        "hospital": _("Hospital"),
        "court": _("Before"),
        "clothes": _("What the child wears"),
        "towards": _("Where the child may want to go"),
        "how": _("How it was noticed, what was done at once"),
        "note": _("What was found out"),
        "place": _("Where"),
    }


def _entry(entry: Any, lang: str) -> dict[str, Any]:
    """A line of the register in words."""
    row, labels = entry.movement, _labels()
    by = law().codes("permitted_by").get(row.ordered_by, {}).get(lang, "")
    return {
        "row": row,
        "kind": law().codes("movements")[row.kind][lang],
        "told": [(labels.get(key, key), value) for key, value in entry.told.items() if value],
        "order": f"{by}, {row.order_no}" if row.order_no else "",
    }


@screen("CC-02", act="placement.admit")
@require_POST
def admit(request: Any, matter_id: UUID) -> HttpResponse:
    """Receive a child who is ordered here."""
    try:
        placements.admit(actor=request.actor, at=request.at, matter_id=matter_id)
    except Refused as no:
        stay = stays.one(actor=request.actor, matter_id=matter_id)
        shown = page(request, stay) | {"refusals": say(request, no)}
        return render(request, "desk/stay.html", shown, status=422)
    messages.success(request, _("The child is received. The medical examination is due within 24 hours."))
    return redirect(reverse("desk:placement", args=[matter_id]))


@screen("CC-02", act="placement.receive")
@require_POST
def arrive(request: Any, matter_id: UUID) -> HttpResponse:
    """Receive a child from another home by the Committee's order."""
    try:
        new = placements.arrive(actor=request.actor, at=request.at, matter_id=matter_id)
    except Refused as no:
        stay = stays.one(actor=request.actor, matter_id=matter_id)
        shown = page(request, stay) | {"refusals": say(request, no)}
        return render(request, "desk/stay.html", shown, status=422)
    messages.success(request, _("The child is received. The medical examination is due within 24 hours."))
    return redirect("desk:placement", new.pk)
