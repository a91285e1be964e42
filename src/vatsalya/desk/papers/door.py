"""The papers of a proceeding: what is signed, what this post may file there, and how an old one is replaced."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatsalya.access import gate
from vatsalya.access.screens import screen
from vatsalya.desk import files
from vatsalya.desk.filling import fill, say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as moves
from vatsalya.papers import actions, filing, forms, queries
from vatsalya.places import queries as places
from vatsalya.sittings import queries as sittings

#: The page of a proceeding by its kind.
OPENS = {"missing": "desk:missing", "cncp": "desk:case", "helpline": "desk:call", "citizen": "desk:citizen",
         "placement": "desk:placement"}  # fmt: skip


@screen("PA-03", act="paper.read")
def papers_of(request: Any, matter_id: UUID) -> HttpResponse:
    """The signed papers of a proceeding, and the forms that this post may file there now."""
    matter = moves.see(request.actor, matter_id, act="paper.read")
    return render(request, "desk/papers.html", _page(request, matter))


def _page(request: Any, matter: Any) -> dict[str, Any]:
    ids = {"actor": request.actor, "matter": matter, "at": request.at}
    offers = filing.offered(**ids)
    sits = any(one.in_sitting for one in offers) and gate.may(request.actor, "sitting.read")
    return {
        "matter": matter,
        "state": law().machine(matter.kind).states[matter.state].label[request.LANGUAGE_CODE],
        "kind_words": files.kind_words(matter, request.LANGUAGE_CODE),
        "back": reverse(OPENS[matter.kind], args=[matter.pk]) if matter.kind in OPENS else "",
        "signed": files.signed(request, matter),
        "replaceable": filing.replaceable(**ids),
        "offers": [_offer(request, matter, one) for one in offers],
        "sits": bool(sits and sittings.running(request.actor.office_no, request.at)),
    }


def _offer(request: Any, matter: Any, one: filing.Offer) -> dict[str, Any]:
    """A form as it is offered: its words, its address, and whether it is made in a sitting."""
    stands = one.standing
    url = reverse("desk:paper_replace", args=[stands.pk]) if stands else _url(matter, one.form.no)
    return {"form": one.form, "title": one.form.title[request.LANGUAGE_CODE], "url": url, "stands": stands,
            "in_sitting": one.in_sitting}  # fmt: skip


def _url(matter: Any, no: str) -> str:
    return reverse("desk:paper_new", args=[matter.pk, no])


@screen("PA-04", act="paper.file")
def paper_new(request: Any, matter_id: UUID, form: str) -> HttpResponse:
    """Fill and sign a form on a proceeding."""
    if form not in law().form_versions:
        raise Http404
    matter = moves.see(request.actor, matter_id, act="paper.file")
    asked = filing.rule(form, matter, request.at)
    if not filing.is_of(asked, request.actor, matter):
        raise Http404

    def save(answers: dict[str, Any]) -> Any:
        ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}
        return filing.file(form=form, answers=answers, **ids)

    return _fill(request, matter, asked, save, about=str(matter_id), title=asked.title[request.LANGUAGE_CODE])


@screen("PA-05", act="paper.file")
def paper_replace(request: Any, paper_id: UUID) -> HttpResponse:
    """Put a new paper in place of a signed one; it begins from what stands there.

    What is sent after a colleague replaced it meanwhile is judged against the colleague's: nothing typed is lost.
    """
    ids = {"actor": request.actor, "paper_id": paper_id}
    if request.method == "POST":
        ids["paper_id"] = filing.standing(**ids).pk
    try:
        old = filing.to_replace(at=request.at, **ids)
    except Refused as no:
        return _told(request, paper_id, no)
    asked = filing.rule(old.form, old.matter, request.at)
    opened = request.POST.get("row_version", "") if request.method == "POST" else old.serial

    def save(answers: dict[str, Any]) -> Any:
        return filing.replace(at=request.at, answers=answers, opened=opened, **ids)

    def meanwhile() -> dict[str, Any]:
        now = filing.standing(**ids)
        stands = actions.read(actor=request.actor, paper_id=now.pk)[1]
        theirs = forms.shown(asked, stands, request.LANGUAGE_CODE, queries.classes(request.actor, now))
        return {"initial": stands, "row_version": now.serial, "theirs": theirs}

    title = _("In place of %(serial)s: %(form)s") % {"serial": old.serial, "form": asked.title[request.LANGUAGE_CODE]}
    stands = actions.read(**ids)[1]
    return _fill(request, old.matter, asked, save, about=str(paper_id), title=title, initial=stands, row_version=opened,
                 meanwhile=meanwhile)  # fmt: skip


def _told(request: Any, paper_id: UUID, no: Refused) -> HttpResponse:
    """Why a paper cannot be replaced now, above the papers of its proceeding."""
    old = actions.read(actor=request.actor, paper_id=paper_id)[0]
    shown = _page(request, old.matter) | {"refusals": say(request, no)}
    return render(request, "desk/papers.html", shown, status=422)


def _fill(
    request: Any,
    matter: Any,
    asked: Any,
    save: Callable[[dict[str, Any]], Any],
    *,
    about: str,
    title: str,
    **more: Any,
) -> HttpResponse:
    """The form's page; when it is signed, back to the papers."""
    papers = reverse("desk:papers", args=[matter.pk])

    def done(answers: dict[str, Any], photo: Any) -> str:
        made = save(answers)
        words = f"{asked.title[request.LANGUAGE_CODE]}, {made.serial}"
        messages.success(request, _("Signed and kept: %(form)s.") % {"form": words})
        return papers

    return fill(
        request,
        asked.no,
        title=title,
        submit=_("Sign the order") if asked.order else _("Sign the form"),
        back=papers,
        save=done,
        about=about,
        state=places.district(matter.district_code).state.abbr,
        **more,
    )
