"""A missing form that was filled from an FIR: a draft of its own, so that two children never mix in one form.

The address names the FIR by its key alone; the number itself stands in the sealed draft.
"""

import re
from typing import Any

from django.urls import reverse

from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.missing import identifiers
from vatsalya.papers import actions as papers
from vatsalya.papers import forms

FORM = "missing"
_ABOUT = re.compile(r"fir:[0-9a-f]{32}")
#: What stands in a form that nobody has begun to fill.
_BESIDE = {forms.VERSION, "channel", "age_basis"}


def about(fir_no: str, *, office_no: int) -> str:
    """Which of a person's drafts is this FIR's; 0412/2026 and 412/2026 are one."""
    return "fir:" + identifiers.key("fir", fir_no, office_no=office_no)


def asked(request: Any) -> str:
    """The FIR whose form this page is; empty for the ordinary form."""
    told = f"fir:{request.GET.get('fir', '')}"
    return told if _ABOUT.fullmatch(told) else ""


def url(about: str) -> str:
    """Where the form of an FIR opens: with all questions, for an FIR says more than the first eight answers."""
    return f"{reverse('desk:missing_new')}?all=1&fir={about.removeprefix('fir:')}"


def draft(request: Any, about: str = "") -> dict[str, list[str]]:
    """What this person had typed in a form and not sent; empty when nothing was answered yet."""
    found = papers.load_draft(actor=request.actor, form=FORM, about=about)
    typed = {key: told for key, told in (found[1] if found else {}).items() if any(told)}
    return typed if set(typed) - _BESIDE else {}


def keep(request: Any, about: str, boxes: dict[str, list[str]]) -> None:
    """Keep what an FIR says as its own draft; what the officer had corrected there before stands."""
    form = law().form(FORM, on=ist_date(request.at))
    told = boxes | draft(request, about) | {forms.VERSION: boxes[forms.VERSION]}
    papers.save_draft(
        actor=request.actor, form=FORM, about=about, form_version=form.version, at=request.at, answers=told
    )


def name(typed: dict[str, list[str]]) -> str:
    """How an unsent form is called: by the child's name, as it was typed."""
    return (typed.get("name") or [""])[0]


def shown(request: Any, about: str) -> dict[str, Any]:
    """What the page of such a form says above the questions; nothing on the ordinary form."""
    own = draft(request, about) if about else {}
    if not own:
        return {}
    aside = draft(request)
    return {
        "box": "desk/fir_filled.html",
        "fir_no": (own.get("fir_no") or [""])[0],
        "aside": bool(aside),
        "aside_name": name(aside),
    }
