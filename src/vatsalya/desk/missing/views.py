"""Police: registering a missing child, adding to it, the FIR; nodal officers: acknowledging."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.citizens import queries as citizens
from vatsalya.desk import files
from vatsalya.desk.duplicates import Stop
from vatsalya.desk.filling import fill
from vatsalya.desk.police import from_fir, offers
from vatsalya.law.load import law
from vatsalya.matters import actions as moves
from vatsalya.matters import queries as matters
from vatsalya.missing import actions, merged, queries, wanted
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers
from vatsalya.papers import forms
from vatsalya.people import vault
from vatsalya.places import queries as places


@screen("PO-01", act="missing.read")
def missing_list(request: Any) -> HttpResponse:
    """Missing reports of one's own station or area, newest first."""
    rows = merged.one_each(queries.reports(actor=request.actor), actor=request.actor)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    names = (
        vault.names_of(request.actor, [m.child_id for m in page]) if gate.may(request.actor, "child.identity") else {}
    )
    states = law().machine("missing").states
    joined = merged.others(actor=request.actor, matter_ids=[m.pk for m in page])
    lines = [
        {
            "matter": m,
            "name": names.get(m.child_id, ""),
            "state": states[m.state].label[request.LANGUAGE_CODE],
            "child": m.child,
            "fir": m.missing_report.fir_no,
            "joined": joined.get(m.pk, []),
        }
        for m in page
    ]
    return render(
        request,
        "desk/missing_list.html",
        {"page": page, "rows": lines, "may_register": gate.may(request.actor, "missing.register")},
    )


@screen("PO-02", act="missing.register")
def new(request: Any) -> HttpResponse:
    """Register a missing child: eight questions save it, the rest can follow."""
    about = from_fir.asked(request)
    filled = from_fir.shown(request, about)
    if about and not filled and request.method == "GET":  # sent or thrown away meanwhile
        return redirect("desk:missing_new")

    stop = Stop(request, "missing")

    def save(answers: dict[str, Any], photo: Any) -> str:
        matter = actions.register(actor=request.actor, at=request.at, answers=answers, photo=photo)
        stop.remember(matter)
        return reverse("desk:missing", args=[matter.pk]) + "?new=1"

    # The first of three sittings: eight answers save the report; the rest is asked afterwards, page by page.

    return fill(
        request,
        "missing",
        title=_("Register a missing child"),
        submit=_("Register and search all India"),
        back=reverse("desk:missing_list"),
        save=save,
        stop=stop,
        initial={"channel": "walk_in"},
        about=about,
        context={"lead": True, "box": "desk/fir_box.html" if settings.CCTNS_URL else ""} | filled,
        sitting=None if "all" in request.GET else 1,
    )


@screen("PO-02", act="missing.read")
def report(request: Any, matter_id: UUID) -> HttpResponse:
    """The page of a missing report."""
    beside = queries.beside(request.actor) | {"has_home": citizens.has_home(actor=request.actor)}
    matter = moves.see(request.actor, matter_id, act="missing.read", related=("missing_report",), beside=beside)
    return render(request, "desk/missing.html", _page(request, matter))


def _page(request: Any, matter: Any) -> dict[str, Any]:
    sheet = matter.missing_report
    may_acknowledge = gate.may(request.actor, "nodal.acknowledge", matter)
    mine = sheet.acknowledged_state_at if request.actor.role == "state_nodal" else sheet.acknowledged_district_at
    page = files.page(request, matter)
    clocks, answers = [time["clock"] for time in page["times"]], _answers(request, matter, page["papers"])
    related = matters.linked_as(actor=request.actor, matter_id=matter.pk, related=("citizen_report",))
    pairs = _pairs(request, matter)
    committee = offers.decides(request, matter, [pair for pair, _office in pairs])
    return page | {
        "sheet": sheet,
        "is_new": "new" in request.GET,
        "pairs": pairs,
        "last_seen_district": places.full_name(sheet.last_seen_district, request.LANGUAGE_CODE),
        "may_update": gate.may(request.actor, "missing.update", matter),
        "may_acknowledge": may_acknowledge and mine is None,
        "may_card": gate.may(request.actor, "card.read", matter),
        "links": [
            (files.kind_words(other, request.LANGUAGE_CODE), other.number)
            for kind, other in related
            if kind != citizens.SIGHTING
        ],
        "masked": _masked(request, matter),
        "sightings": [other for kind, other in related if kind == citizens.SIGHTING],
        "offers": offers.open_to(request, matter, sheet, clocks, answers, committee=committee),
        "asked_end": offers.asked_end(request, matter),
        "recovery": offers.recovery(request, matter),
        "decides": offices.name(committee, request.LANGUAGE_CODE) if committee else "",
        "homes": _homes(request, matter),
        "sittings": sittings(matter, clocks, answers, has_photo=bool(page["photos"]), lang=request.LANGUAGE_CODE),
    }


def _homes(request: Any, matter: Any) -> list[dict[str, Any]]:
    """The family says that the child is home; the station that looks for it answers."""
    if not getattr(matter, "has_home", True) or not gate.may(request.actor, "citizen.read"):
        return []
    said = citizens.homes(actor=request.actor, matter_id=matter.pk)
    return [{"said": one, "may": gate.may(request.actor, "citizen.answer", one)} for one in said]


def _pairs(request: Any, matter: Any) -> list[tuple[Any, str]]:
    """Possible matches with the office that has the other child."""
    found = queries.pairs(actor=request.actor, matter_id=matter.pk)
    return [(pair, offices.name(pair.found_no, request.LANGUAGE_CODE)) for pair in found]


def _answers(request: Any, matter: Any, signed: list[dict[str, Any]]) -> dict[str, Any]:
    """The report's answers that stand now, for those who may add to them."""
    stands = [one["id"] for one in signed if one["form"] == "missing" and not one["old"]]
    if not stands or not gate.may(request.actor, "missing.update", matter):
        return {}
    return papers.read(actor=request.actor, paper_id=stands[-1])[1]


def _masked(request: Any, matter: Any) -> list[str]:
    """For a post that reads the report but is not asked about its matches: which office to ask."""
    if gate.may(request.actor, "match.read"):
        return []
    return [offices.name(hit["office_no"], request.LANGUAGE_CODE) for hit in queries.masked_of_report(matter.pk)]


def sittings(
    matter: Any, clocks: list[Any], answers: dict[str, Any], *, has_photo: bool, lang: str
) -> list[dict[str, Any]]:
    """The three sittings of the report with how much is answered, for those who may add to it."""
    if not answers:
        return []
    words = {1: _("First answers"), 2: _("Wanted within 24 hours"), 3: _("The rest")}
    clock = next((one for one in clocks if one.code == "D-WANTED"), None)
    still = [field.label[lang] for field in wanted.still_open(answers, has_photo=has_photo)]
    return [
        {
            "words": words[number],
            "url": reverse("desk:missing_sitting", args=[matter.pk, number]),
            "done": done,
            "asked": asked,
            "clock": clock if number == wanted.SECOND else None,
            "rest_unknown": number == wanted.SECOND and not still and done < asked,
            "still": still if number == wanted.SECOND else [],
        }
        for number, (done, asked) in sorted(wanted.progress(answers, has_photo).items())
    ]


def _stands(request: Any, matter: Any) -> dict[str, Any]:
    """The answers that stand now."""
    paper = papers.newest(matter, "missing")
    return papers.read(actor=request.actor, paper_id=paper.pk)[1] if paper else {}


@screen("PO-02", act="missing.update")
def more(request: Any, matter_id: UUID) -> HttpResponse:
    """Add to a report; when somebody else saved meanwhile, both versions are shown."""
    matter = moves.see(request.actor, matter_id, act="missing.update")
    sheet = queries.sheet(actor=request.actor, matter_id=matter.pk)
    answers = _stands(request, matter)
    opened = int(request.POST.get("row_version", sheet.version)) if request.method == "POST" else sheet.version

    def save(given: dict[str, Any], photo: Any) -> str:
        actions.add_details(
            actor=request.actor, matter_id=matter_id, at=request.at, answers=given, version=opened, photo=photo
        )
        return reverse("desk:missing", args=[matter_id])

    return fill(
        request,
        "missing",
        title=_("Add to the report"),
        submit=_("Save and search again"),
        back=reverse("desk:missing", args=[matter_id]),
        save=save,
        about=str(matter_id),
        initial={"channel": sheet.channel} | answers,
        row_version=sheet.version,
        context={"theirs": _theirs(request, matter, answers, changed=opened != sheet.version)},
    )


def _theirs(request: Any, matter: Any, stands: dict[str, Any], *, changed: bool, part: int | None = None) -> Any:
    """What somebody else saved while this officer was writing: the whole report, or one sitting of it."""
    if not changed:
        return None
    form = law().newest_form("missing")
    form = form.in_sitting(part) if part else form
    return forms.shown(form, stands, request.LANGUAGE_CODE, gate.fields(request.actor, matter))


@screen("PO-02", act="missing.update")
def sitting(request: Any, matter_id: UUID, number: int) -> HttpResponse:
    """One of the three sittings; what the other sittings hold stays as it is."""
    form = law().newest_form("missing").in_sitting(number)
    if not form.sections:
        raise Http404
    matter = moves.see(request.actor, matter_id, act="missing.update")
    sheet = queries.sheet(actor=request.actor, matter_id=matter.pk)
    stands, own = _stands(request, matter), {field.key for field in form.fields}
    opened = int(request.POST.get("row_version", sheet.version)) if request.method == "POST" else sheet.version

    def save(given: dict[str, Any], photo: Any) -> str:
        whole = {key: value for key, value in stands.items() if key not in own} | given
        actions.add_details(
            actor=request.actor, matter_id=matter_id, at=request.at, answers=whole, version=opened, photo=photo
        )
        return reverse("desk:missing", args=[matter_id])

    return fill(
        request,
        "missing",
        title={1: _("First answers"), 2: _("Wanted within 24 hours"), 3: _("The rest")}[number],
        submit=_("Save and search again"),
        back=reverse("desk:missing", args=[matter_id]),
        save=save,
        about=f"{matter_id}-{number}",
        initial={"channel": sheet.channel} | stands,
        row_version=sheet.version,
        context={
            "wanted": _wanted(request, matter, stands) if number == wanted.SECOND else None,
            "theirs": _theirs(request, matter, stands, changed=opened != sheet.version, part=number),
        },
        sitting=number,
    )


def _wanted(request: Any, matter: Any, answers: dict[str, Any]) -> dict[str, Any]:
    """What is still wanted, and by when."""
    clocks = matters.clocks(actor=request.actor, matter_id=matter.pk)
    clock = next((one for one in clocks if one.code == "D-WANTED"), None)
    lang = request.LANGUAGE_CODE
    return {"clock": clock, "still": [field.label[lang] for field in wanted.still(matter, answers)]}


def again(request: Any, matter: Any, refusals: list[str]) -> HttpResponse:
    """The report's page with what was refused."""
    return render(request, "desk/missing.html", _page(request, matter) | {"refusals": refusals}, status=422)


@screen("PO-12", act="nodal.acknowledge")
@require_POST
def acknowledge(request: Any, matter_id: UUID) -> HttpResponse:
    """A nodal officer says: I have it before me."""
    actions.acknowledge(actor=request.actor, matter_id=matter_id, at=request.at)
    return redirect("desk:missing", matter_id)
