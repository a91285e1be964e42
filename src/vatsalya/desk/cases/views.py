"""Care cases and residents: the page of a child, and the steps that need one click."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.cncp import actions as care
from vatsalya.cncp import handover
from vatsalya.desk import files
from vatsalya.desk.duplicates import Stop
from vatsalya.desk.filling import fill, say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as moves
from vatsalya.matters import queries as matters
from vatsalya.missing import admission, withholding
from vatsalya.missing import queries as missing
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers
from vatsalya.people import vault
from vatsalya.placements import actions as placements
from vatsalya.placements import queries as stays
from vatsalya.plans import queries as plans
from vatsalya.sittings import queries as sittings

from . import steps


@screen("CW-03", act="cncp.read")
def case_list(request: Any) -> HttpResponse:
    """Care cases of one's own area, newest first."""
    page = Paginator(matters.listed(actor=request.actor, kind="cncp"), 25).get_page(request.GET.get("page"))
    names = vault.names_of(request.actor, [m.child_id for m in page])
    states = law().machine("cncp").states
    rows = [
        {
            "matter": m,
            "child": m.child,
            "name": names.get(m.child_id, ""),
            "state": states[m.state].label[request.LANGUAGE_CODE],
            "url": reverse("desk:case", args=[m.pk]),
        }
        for m in page
    ]
    may_admit = gate.may(request.actor, "cncp.admit")
    return render(request, "desk/case_list.html", {"page": page, "rows": rows, "may_admit": may_admit})


@screen("CC-02", act="cncp.admit")
def new(request: Any) -> HttpResponse:
    """Admit a found child by Form 17; all open missing reports of India are searched at once."""

    stop = Stop(request, "17")

    def save(answers: dict[str, Any], photo: Any) -> str:
        case = admission.admit(actor=request.actor, at=request.at, answers=answers, photo=photo)
        stop.remember(case)
        return reverse("desk:case", args=[case.pk]) + "?new=1"

    return fill(
        request,
        "17",
        title=_("Admit a found child"),
        submit=_("Admit and search the missing of all India"),
        back=reverse("desk:case_list"),
        save=save,
        stop=stop,
    )


@screen("CC-03", act="cncp.describe")
def more(request: Any, matter_id: UUID) -> HttpResponse:
    """A child in care tells more: Form 17 anew, and the missing of all India are searched again."""
    matter = moves.see(request.actor, matter_id, act="cncp.describe")
    stands = papers.newest(matter, "17")
    answers = papers.read(actor=request.actor, paper_id=stands.pk)[1] if stands else {}
    now = admission.version(matter_id, actor=request.actor)
    opened = request.POST.get("row_version", "") if request.method == "POST" else str(now)

    def save(given: dict[str, Any], photo: Any) -> str:
        admission.add_details(
            actor=request.actor,
            matter_id=matter_id,
            at=request.at,
            answers=given,
            opened=int(opened) if opened.isascii() and opened.isdigit() and len(opened) < 8 else 0,
        )
        return reverse("desk:case", args=[matter_id])

    return fill(
        request,
        "17",
        title=_("Add to what is known of the child"),
        submit=_("Save and search again"),
        back=reverse("desk:case", args=[matter_id]),
        save=save,
        about=str(matter_id),
        initial=answers,
        row_version=now,
    )


@screen("CW-05", act="match.withhold")
@require_POST
def withhold(request: Any, matter_id: UUID) -> HttpResponse:
    """The Committee keeps a child out of the comparison, or lets it in again."""
    ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}
    try:
        if request.POST.get("do") == "allow":
            withholding.allow(**ids)
        else:
            withholding.withhold(reason=request.POST.get("reason", ""), **ids)
    except Refused as no:
        matter = moves.see(request.actor, matter_id, act="cncp.read")
        return render(request, "desk/case.html", page(request, matter) | {"refusals": say(request, no)}, status=422)
    return redirect("desk:case", matter_id)


@screen("CW-03", act="cncp.read")
def case(request: Any, matter_id: UUID) -> HttpResponse:
    """The page of a child in care."""
    matter = moves.see(request.actor, matter_id, act="cncp.read", related=("care_case",),
                       beside=missing.beside(request.actor) | plans.beside(request.actor))  # fmt: skip
    return render(request, "desk/case.html", page(request, matter))


#: After these the case is at home and is visited; before them it is inquired into.
AT_HOME = ("RESTORED", "FOLLOW_UP", "CLOSED")


def page(request: Any, matter: Any) -> dict[str, Any]:
    """What the page shows and which steps are open to this reader now."""
    actor, ids = request.actor, {"actor": request.actor, "matter_id": matter.pk}
    lang = request.LANGUAGE_CODE
    sitting = sittings.running(actor.office_no, request.at) if gate.may(actor, "sitting.read") else None
    at_home, handed = matter.state in AT_HOME, matter.state in steps.HANDED
    asked = [] if at_home or not getattr(matter, "has_investigations", True) else plans.asked(**ids)
    transfer = matters.transfer(**ids) if handed else None
    visits = [one for one in plans.visits(**ids) if one.report_id or not one.done_at] if at_home else []
    workers = _workers(request) if gate.may(actor, "sir.assign") else []
    owed = any(one.filed_at is None for one in asked)
    lived = stays.of_case(actor=actor, case_id=matter.pk)
    home = next((one.home for one in lived if one.discharged_at is None), None)
    now = steps.Stands(sitting=sitting, transfer=transfer, owed=owed, home=home)
    return (
        files.page(request, matter)
        | _likenesses(request, matter)
        | _withheld(request, matter)
        | {
            "is_new": "new" in request.GET,
            "stays": lived,
            "asked": asked,
            "visits": visits,
            "unsafe": _unsafe(matter, visits),
            "nowhere": home is None and _is_nowhere(actor, matter),
            "below": (owed and gate.may(actor, "sir.assign", matter)) or any(one.done_at is None for one in visits),
            "transfer": transfer,
            "sitting": sitting,
            "needed": sittings.needed(sitting, request.at) if sitting else 0,
            "steps_open": steps.open_to(actor, matter, now),
            "links": [(files.kind_words(one, lang), one.number) for one in matters.linked(**ids)],
            "workers": workers,
            "no_worker": owed and not workers and gate.may(actor, "sir.assign", matter),
        }
    )


#: A child before the Committee who must live somewhere until it goes home or into long care.
IN_CARE = ("RECEIVED", "UNDER_INQUIRY", "SIR_FILED", "HEARD", "FINAL_ORDER", "RESTORATION_ORDERED")


def _is_nowhere(actor: Any, matter: Any) -> bool:
    """True when the Committee has to order a place: no home has the child, and none is ordered."""
    if matter.state not in IN_CARE or not gate.may(actor, "cncp.order", matter):
        return False
    return placements.current(matter) is None


def _unsafe(matter: Any, visits: list[Any]) -> Any:
    """The latest visit, if it found the child absent or not safe and nothing was done about it yet."""
    made = [one for one in visits if one.done_at]
    last = (
        max(made, key=lambda one: (one.done_at, one.part))
        if made and matter.state in ("RESTORED", "FOLLOW_UP")
        else None
    )
    return last if last and not last.child_safe else None


def _workers(request: Any) -> list[tuple[Any, str]]:
    """Who may be given the inquiry, each with the post."""
    lang, found = request.LANGUAGE_CODE, offices.workers(request.actor.office_no, request.at)
    return [(one, law().roles[one.role].label[lang]) for one in found]


def _likenesses(request: Any, matter: Any) -> dict[str, Any]:
    """Possible matches for those asked to decide; for everybody else the masked line."""
    lang = request.LANGUAGE_CODE
    if gate.may(request.actor, "match.read"):
        pairs = missing.pairs_of_found(actor=request.actor, matter_id=matter.pk)
        return {"pairs": [(pair, offices.name(pair.missing_no, lang)) for pair in pairs], "masked": []}
    return {"pairs": [], "masked": [offices.name(hit["office_no"], lang) for hit in missing.masked_hits(matter.pk)]}


def _withheld(request: Any, matter: Any) -> dict[str, Any]:
    """Whether the Committee keeps the child out of the comparison, and what may be done about it."""
    lang, asked = request.LANGUAGE_CODE, getattr(matter, "has_withheld", True)
    stands = withholding.standing(actor=request.actor, matter_id=matter.pk) if asked else None
    reasons = law().codes("withhold_reasons")
    return {
        "withheld": {"words": reasons[stands.reason][lang], "at": stands.from_at} if stands else None,
        "may_withhold": gate.may(request.actor, "match.withhold", matter),
        "withhold_reasons": [(code, told[lang]) for code, told in reasons.items()],
        "may_describe": matter.closed_at is None and gate.may(request.actor, "cncp.describe", matter),
    }


#: Steps that need no form: name of the step -> the act, and the move that it makes.
ONE_CLICK: dict[str, tuple[Callable[..., Any], str]] = {
    "produce": (care.produce, "produce"),
    "check": (care.mark_missing_checked, "check_missing"),
    "agree": (handover.agree, "agree_transfer"),
    "depart": (handover.depart, "depart"),
    "receive": (handover.receive, "receive"),
}


@screen("CW-03", act="cncp.read")
@require_POST
def step(request: Any, matter_id: UUID, step: str) -> HttpResponse:
    """Take one of the steps that need no form."""
    if step not in ONE_CLICK:
        raise Http404
    act, made = ONE_CLICK[step]
    try:
        act(actor=request.actor, matter_id=matter_id, at=request.at)
    except Refused as no:
        matter = moves.see(request.actor, matter_id, act="cncp.read")
        return render(request, "desk/case.html", page(request, matter) | {"refusals": say(request, no)}, status=422)
    label = law().machine("cncp").moves[made].label[request.LANGUAGE_CODE]
    messages.success(request, _("Written down: %(step)s.") % {"step": label})
    return redirect("desk:case", matter_id)
