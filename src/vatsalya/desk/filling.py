"""Filling a statutory form: draft, changed version, double click, refusals; one way for all forms."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from vatsalya.desk import drafts, duplicates
from vatsalya.desk.duplicates import Stop
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.papers import actions as papers
from vatsalya.papers import forms, uploads

#: Gets the answers and the photograph; does the one act; returns the address to go to.
Save = Callable[[dict[str, Any], Any], str]


def say(request: Any, refused: Refused) -> list[str]:
    """All reasons of a refusal, in the reader's language."""
    return [law().words(r.code, request.LANGUAGE_CODE, **r.facts) for r in refused.refusals]


def fill(
    request: Any,
    no: str,
    *,
    title: str,
    submit: str,
    back: str,
    save: Save,
    about: str = "",
    state: str | None = None,
    initial: dict[str, Any] | None = None,
    extra: dict[str, Any] | None = None,
    row_version: int | str | None = None,
    context: dict[str, Any] | None = None,
    stop: Stop | None = None,
    sitting: int | None = None,
    meanwhile: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Show a form, keep its draft, do the act once; `stop` finds a likely duplicate, `meanwhile` what others signed."""
    asked = {**_asked_of(request), "state": state, "extra": _near(request) | (extra or {}), "sitting": sitting}
    refused: list[Refusal] = []
    stopped: dict[str, Any] = {}
    if request.method == "POST":
        duplicates.give_photo_back(request, no, about)
        form = forms.build(no, data=request.POST, files=request.FILES, initial=initial, **asked)
        stopped = _stopped(request, form, stop, no, about)
        if form.is_valid() and not stopped and (done := _submit(request, form, save, no, about, refused)):
            return redirect(done)
        # The page that comes now begins from what was sent: a window of its own never looks like another.
        drafts.keep(request, form=no, about=about, form_version=form.law_form.version[:12])
        if any(one.code == "stale" for one in refused):
            form, context = _both(form, no, asked, (context or {}) | {"initial": initial} | (meanwhile or dict)())
    else:
        form = forms.build(no, initial=initial, **asked)
        _put_draft(request, form, no, about)
    words = say(request, Refused(*form.at_the_box(refused))) if refused else []
    shown = _shown(request, form, no, about) | stopped
    shown |= {"title": title, "submit": submit, "back": back, "refusals": words, "row_version": row_version}
    status = 422 if request.method == "POST" and not form.adding else 200
    return render(request, "desk/fill.html", shown | (context or {}), status=status)


def _both(
    form: forms.LawForm, no: str, asked: dict[str, Any], told: dict[str, Any]
) -> tuple[forms.LawForm, dict[str, Any]]:
    """What was typed, and where nothing was typed what somebody else saved meanwhile: a second press erases nothing."""
    typed = {key: value for key, value in form.answers.items() if value not in (None, "", [], {})}
    stands = told.pop("initial") or {}
    return forms.build(no, initial=stands | typed, **asked), told


def _near(request: Any) -> dict[str, Any]:
    """The office's own place: what is likely stands first in a choice."""
    office = request.posting.office
    return {"district": office.district_id, "state": office.state_id}


def _asked_of(request: Any) -> dict[str, Any]:
    """The reader's language and the instant, as a form asks for them."""
    return {"lang": request.LANGUAGE_CODE, "on": ist_date(request.at), "at": request.at}


def _stopped(request: Any, form: forms.LawForm, stop: Stop | None, no: str, about: str) -> dict[str, Any]:
    """The page of the stop: the warning first, all answers below, the draft and the photograph kept."""
    if stop is None or not form.is_valid():
        return {}
    if not stop.two_children(form.answers) and not stop.stands(form.answers):
        return {}
    if papers.result_of(_token(request.POST)):  # the second click: what stands there is this very form's own child
        return {}
    kept = duplicates.keep_photo(request, no, about)
    return {"stop": stop.shown(), "inside": "desk/duplicates.html", "kept_photo": kept}


def _shown(request: Any, form: forms.LawForm, no: str, about: str) -> dict[str, Any]:
    """What the form's page shows beside title and buttons."""
    return {
        "form": form,
        "parts": list(form.parts()),
        "token": uuid.uuid4(),
        "fold": len(form.law_form.sections) > 3,
        "draft_url": f"{reverse('desk:draft')}?form={no}&about={about}",
        "version_words": law().words("form.version_changed", request.LANGUAGE_CODE),
    }


def _submit(request: Any, form: forms.LawForm, save: Save, no: str, about: str, refused: list[Refusal]) -> str | None:
    """Do the act with this form's token; the second click goes where the first one led."""
    token = _token(request.POST)
    try:
        with transaction.atomic():
            if papers.once(token, at=request.at) is None:
                return papers.result_of(token) or reverse("desk:today")
            target = save(form.answers, photo_of(request))
            papers.done(token, target)
            papers.drop_draft(actor=request.actor, form=no, about=about)
            duplicates.drop_photo(request, no, about)
            return target
    except Refused as no_way:
        refused += no_way.refusals
        return None


def _token(data: QueryDict) -> uuid.UUID:
    try:
        return uuid.UUID(data.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def photo_of(request: Any) -> Any:
    """The cleaned photograph of a request, if one was sent."""
    sent = request.FILES.get("photo")
    if sent is None:
        return None
    if sent.size > uploads.MOST:
        raise Refused(Refusal("photo.too_big"))
    return uploads.clean_photo(sent.read())


def _put_draft(request: Any, form: forms.LawForm, no: str, about: str) -> None:
    """Show again what this person had typed before the line broke."""
    found = papers.load_draft(actor=request.actor, form=no, about=about)
    if found is None:
        return
    typed = found[1]
    form.restore(typed)
    form.draft_saved_at = found[0].saved_at
