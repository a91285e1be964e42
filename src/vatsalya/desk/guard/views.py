"""Guarding a child's file: photographs, who looked, what was refused, opening one file on need."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vatsalya.access.screens import screen
from vatsalya.audit import queries as audit
from vatsalya.desk.boards.views import OPENS
from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matters import breakglass as glass
from vatsalya.offices import queries as offices
from vatsalya.papers import filed
from vatsalya.papers.formfields import CleanText
from vatsalya.people import photos, queries


@screen("PH-01", act="child.identity")
def photo(request: Any, photo_id: UUID) -> HttpResponse:
    """A photograph of a child; each look is in the audit."""
    size = "large" if request.GET.get("size") == "large" else "small"
    made = photos.picture(actor=request.actor, photo_id=photo_id, size=size)
    response = HttpResponse(made, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


@screen("AU-02", act="child.who_saw")
def who_saw(request: Any, child_id: UUID) -> HttpResponse:
    """Everybody who opened this child's file."""
    child = queries.child(actor=request.actor, child_id=child_id, act="child.who_saw")
    rows = _at_once(_named(audit.who_saw(child.pk), request.LANGUAGE_CODE))
    return render(request, "desk/who_saw.html", {"child": child, "rows": rows})


def _at_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One opening of a file reads several things: what one officer saw within a minute is one line."""
    found: list[dict[str, Any]] = []
    for row in rows:
        seen = (row["what"], row["reason"])
        last = found[-1] if found else None
        if last and last["posting"] == row["posting"] and last["at"] - row["at"] < timedelta(minutes=1):
            last["seen"] += [seen] if seen not in last["seen"] else []
        else:
            found.append(row | {"seen": [seen]})
    return found


def _said(code: str, lang: str) -> str:
    """The words of a code of the trail; a reason that a person wrote stands as written."""
    named = next((name for name in (f"audit.{code}", code) if law().has_words(name)), None)
    return law().words(named, lang) if named else code


def _named(looks: list[Any], lang: str) -> list[dict[str, Any]]:
    people = offices.postings_named({look.posting for look in looks if look.posting})
    found = []
    for look in looks:
        posting, act = people.get(look.posting), law().acts.get(look.act)
        found.append(
            {
                "at": look.at,
                "posting": look.posting,
                "who": posting.account.full_name if posting else "",
                "reason": _said(look.reason, lang),
                "office": getattr(posting.office, f"name_{lang}") if posting else "",
                "role": law().roles[posting.role].label[lang] if posting else "",
                "what": act.label[lang] if act else _said(look.act, lang),
                "row": getattr(look, "row_id", ""),
                "table": look.table,
            }
        )
    return found


#: Among how many of the latest refusals those of one file are looked for.
SEARCHED = 20_000


@screen("AU-01", act="audit.read")
def audit_page(request: Any) -> HttpResponse:
    """The latest refusals, of all files or of one by its number, and how the trail is proved whole."""
    number, asked = request.GET.get("number", "").strip()[:60], audit.refusals(200)
    if number:
        mine = filed.ids_of(number)
        asked = [one for one in audit.refusals(SEARCHED) if one.row_id in mine][:200]
    rows = _named(asked, request.LANGUAGE_CODE)
    numbers = filed.numbers_of([row["row"] for row in rows])
    for row in rows:
        row["number"] = numbers.get(row["row"], "")
    return render(request, "desk/audit.html", {"rows": rows, "number": number})


class Need(forms.Form):
    """Which file, why, for how long."""

    number = CleanText(label=_("Number of the report or case"), max_length=60)
    reason = CleanText(
        label=_("Reason, at least ten different words of three letters or more"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is written down, and the Committee and the District Magistrate are told at once."),
    )
    minutes = forms.IntegerField(label=_("For how many minutes (at most 180)"), initial=60)


@screen("BG-01", act="breakglass.ask")
def breakglass(request: Any) -> HttpResponse:
    """Open one file on need, with a reason."""
    shuts = "close" in request.POST
    form, refusals = Need(None if shuts else request.POST or None), []
    form.use_required_attribute = False
    if shuts or (request.method == "POST" and form.is_valid()):
        try:
            _close(request) if shuts else glass.open_glass(actor=request.actor, at=request.at, **form.cleaned_data)
            return redirect("desk:breakglass")
        except Refused as no:
            refusals = say(request, no)
    rows = [(grant, matter, OPENS[matter.kind]) for grant, matter in glass.in_force(actor=request.actor, at=request.at)]
    lang = request.LANGUAGE_CODE
    opened = [
        (one, no, getattr(one.posting.office, f"name_{lang}")) for one, no in glass.opened_in(actor=request.actor)
    ]
    shown = {"form": form, "refusals": refusals, "rows": rows, "opened": opened}
    return render(request, "desk/breakglass.html", shown, status=422 if request.method == "POST" else 200)


def _close(request: Any) -> None:
    """Shut a file before its time."""
    told = request.POST["close"]
    grant = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
    glass.close(actor=request.actor, grant_id=grant, at=request.at)
    messages.success(request, gettext("The file is shut."))
