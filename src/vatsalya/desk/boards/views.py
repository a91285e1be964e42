"""The first page of every post: what is due, most urgent first, and what one was told."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.audit import queries as audit
from vatsalya.desk import drafts
from vatsalya.desk.children import merge_words
from vatsalya.desk.homes import lines
from vatsalya.law.citing import cited
from vatsalya.law.load import law
from vatsalya.lib.clock import IST
from vatsalya.lib.errors import Forbidden, NotVisible
from vatsalya.matters import actions as moves
from vatsalya.matters import queries as matters
from vatsalya.mis import engine
from vatsalya.notices import actions as notices
from vatsalya.notices import queries as told
from vatsalya.offices import queries as offices
from vatsalya.papers import actions as papers
from vatsalya.places import queries as places
from vatsalya.plans import queries as plans

#: Where a matter of a kind opens.
OPENS = {"missing": "desk:missing", "cncp": "desk:case", "placement": "desk:placement", "helpline": "desk:call",
         "citizen": "desk:citizen", "ccl": "desk:board"}  # fmt: skip


def due_rows(request: Any, clocks: Any) -> list[dict[str, Any]]:
    """Clocks that run in the actor's matters, earliest due first, as lines of work."""
    lang, rows = request.LANGUAGE_CODE, []
    for clock in clocks:
        rule = law().clocks[clock.code]
        rows.append(
            {
                "url": reverse(OPENS[clock.matter.kind], args=[clock.matter_id]),
                "number": clock.matter.number,
                "what": rule.label[lang],
                "by": _owed_by(request.actor.role, rule.owner, lang),
                "basis": cited(rule.basis, lang),
                "due_at": clock.due_at,
                "started_at": clock.started_at,
                "state": law().machine(clock.matter.kind).states[clock.matter.state].label[lang],
            }
        )
    return rows


def _owed_by(role: str, owners: tuple[str, ...], lang: str) -> str:
    """Whose time it is, where it is not this post's own."""
    return "" if role in owners else ", ".join(law().roles[one].label[lang] for one in owners)


def notice_rows(request: Any) -> list[dict[str, Any]]:
    """What the office and the person were told, newest first."""
    lang = request.LANGUAGE_CODE
    return [
        {
            "id": n.pk,
            "words": _notice_words(n.code, lang),
            "number": n.number + (f" · {offices.name(n.facts['from_no'], lang)}" if n.facts.get("from_no") else ""),
            "at": n.at,
            "new": n.seen_at is None,
            "clock": law().clocks[n.facts["clock"]].label[lang] if n.facts.get("clock") else "",
        }
        for n in told.latest(numbers=(request.actor.office_no, -(request.actor.posting_id or 0)))
    ]


def _notice_words(code: str, lang: str) -> str:
    """What a line says; a code without words of its own still leads to its matter and never shuts the desk."""
    known = law().has_words(f"notice.{code}")
    return law().words(f"notice.{code}" if known else "notice.other", lang)


@screen("DK-01", staff=True)
def today(request: Any) -> HttpResponse:
    """The desk opens on its own work."""
    role = law().roles[request.actor.role]
    late, soon, running = matters.due_counts(actor=request.actor, at=request.at)
    midnight = request.at.astimezone(IST).replace(hour=0, minute=0, second=0, microsecond=0)
    lang, show = request.LANGUAGE_CODE, request.GET.get("show")
    show = show if show in ("late", "soon") else "all"
    page = Paginator(matters.due(actor=request.actor, at=request.at, show=show), 12).get_page(request.GET.get("page"))
    counted = figures(request)
    return render(
        request,
        "desk/today.html",
        {
            "purpose": role.purpose[lang],
            "late": late,
            "soon": soon,
            "running": running,
            "show": show,
            "page": page,
            "due": due_rows(request, page),
            "notices": notice_rows(request),
            "unseen": told.unseen_count(numbers=_numbers(request)),
            "figures": [one for one in counted if one["value"]],
            "noughts": [one for one in counted if not one["value"]],
            "level": _level(request)[0],
            "place": _place(request),
            "acts": acts(request),
            "uncounted": lines.uncounted(request),
            "merges": merge_words.to_answer(request),
            "seen": audit.seen_today(request.actor.posting_id, midnight),
            "owed": list(plans.investigations(actor=request.actor)[:8]),
            "visits": list(plans.follow_ups(actor=request.actor)[:8]),
        },
    )


def _numbers(request: Any) -> tuple[int, ...]:
    return (request.actor.office_no, -(request.actor.posting_id or 0))


def _level(request: Any) -> tuple[str, int | None]:
    """The post's own district, State or country."""
    office = request.posting.office
    if office.district_id:
        return "district", office.district_id
    return ("state", office.state_id) if office.state_id else ("nation", None)


def _place(request: Any) -> str:
    """Its name."""
    (level, code), lang = _level(request), request.LANGUAGE_CODE
    return places.district_name(code, lang) if level == "district" else dict(places.states(lang)).get(code or 0, "")


def figures(request: Any) -> list[dict[str, Any]]:
    """The figures of the post's own district, State or country, each opening its list."""
    (level, code), lang = _level(request), request.LANGUAGE_CODE
    total = engine.board(level=level, code=code).total
    query = f"?{level}={code}" if code else ""
    return [
        {
            "label": one.title[lang],
            "value": total.get(one.code, 0),
            "tone": one.tone if total.get(one.code) else "",
            "url": reverse("desk:figure_list", args=[one.code]) + query,
        }
        for one in engine.indicators().values()
        if one.front
    ]


def acts(request: Any) -> list[tuple[str, str]]:
    """The one or two things that this post begins most often."""
    firsts = {
        "cwpo": [
            ("desk:missing_new", _("Register a missing child")),
            ("desk:found_new", _("A child was found")),
            ("desk:police", _("Police desk")),
        ],
        "rail_officer": [("desk:rail_new", _("Write down a found child")), ("desk:police", _("Police desk"))],
        "sjpu_officer": [
            ("desk:stations", _("Stations")),
            ("desk:found_new", _("A child was found")),
            ("desk:police", _("Police desk")),
        ],
        "ahtu_officer": [("desk:ahtu_list", _("Cases of the unit"))],
        "nodal_officer": [("desk:nodal", _("Complaints"))],
        "state_nodal": [("desk:nodal", _("Complaints"))],
        "pic": [("desk:case_new", _("Admit a found child"))],
        "saa_officer": [("desk:case_new", _("Admit a found child"))],
        "chl_operator": [("desk:call_new", _("Write down a call"))],
        "chl_worker": [("desk:call_new", _("Write down a call"))],
        "cwc_chair": [("desk:sittings", _("Sittings"))],
        "cwc_member": [("desk:sittings", _("Sittings"))],
        "cwc_secretary": [("desk:sittings", _("Sittings"))],
        "jjb_pm": [("desk:board_list", _("Cases of the Board")), ("desk:sittings", _("Sittings"))],
        "jjb_member": [("desk:board_list", _("Cases of the Board")), ("desk:sittings", _("Sittings"))],
        "probation_officer": [("desk:board_list", _("Cases of the Board"))],
        "ccl_pic": [("desk:board_list", _("Cases of the Board"))],
        "dm": [("desk:breakglass", _("Open one file on need"))],
        "scps_officer": [("people", _("Appoint and end posts")), ("desk:breakglass", _("Open one file on need"))],
        "ministry_officer": [("desk:figures", _("Figures of the country")), ("people", _("Appoint and end posts"))],
        "auditor": [("desk:audit", _("Who looked, who was refused"))],
    }
    return [(reverse(name), words) for name, words in firsts.get(request.actor.role, [])]


@screen("DK-02", staff=True)
@require_POST
def open_notice(request: Any, notice_id: int) -> HttpResponse:
    """Mark a line as seen and open what it is about."""
    found = told.one(notice_id=notice_id, numbers=_numbers(request))
    if found is None:
        return redirect("desk:today")
    notices.seen(notice_id=notice_id, numbers=_numbers(request), by_posting=request.actor.posting_id, at=request.at)
    if found.code.startswith("match."):
        return redirect("desk:match", found.matter_id)
    if found.code.startswith("merge."):
        own = gate.may(request.actor, "child.merge")
        return redirect("desk:merge" if own else "desk:merge_second", found.matter_id)
    if found.code == "breakglass.opened":
        return _who_opened(request, found.matter_id)
    target = matters.where(actor=request.actor, matter_id=found.matter_id)
    return redirect(OPENS[target[0]], target[1]) if target else redirect("desk:today")


def _who_opened(request: Any, matter_id: Any) -> HttpResponse:
    """A file was opened on need: the page that says who did and why, for those who are told of it."""
    try:
        child = moves.see(request.actor, matter_id, act="child.who_saw").child_id
    except (Forbidden, NotVisible):
        return redirect("desk:breakglass" if gate.may(request.actor, "breakglass.ask") else "desk:today")
    return redirect("desk:who_saw", child)


@screen("DK-03", staff=True)
def live(request: Any) -> HttpResponse:
    """The part of the desk that keeps itself fresh."""
    return render(request, "desk/told.html", {"notices": notice_rows(request)})


def _own_page(request: Any, url: str) -> str:
    """An address of this portal; anything else leads to the desk."""
    own = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if own else reverse("desk:today")


@screen("DK-04", staff=True)
@require_POST
def draft(request: Any) -> HttpResponse:
    """Keep a form half filled (the page sends it every few seconds), or throw it away."""
    which = {"form": request.GET.get("form", "")[:12], "about": request.GET.get("about", "")[:40]}
    if "drop" in request.POST:
        papers.drop_draft(actor=request.actor, **which)
        return redirect(_own_page(request, request.POST["drop"]))
    merged = drafts.keep(request, **which, form_version=request.POST.get("form_version", "")[:12])
    if not merged.theirs and not merged.other:
        return HttpResponse(status=204)
    return JsonResponse({"theirs": merged.theirs, "other": merged.other})
