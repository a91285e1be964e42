"""A police page with one short form, then one act; refusals in words, nothing typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from vatsalya.desk.filling import say
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused


@dataclass(frozen=True)
class Page:
    """What stands around the form."""

    title: str
    submit: str
    back: str
    lead: str = ""
    grave: bool = False
    #: Where a station tells those who record a death, if it may.
    tell: str = ""
    facts: list[tuple[str, Any]] = field(default_factory=list)


def one(request: Any, form: forms.Form, page: Page, act: Callable[[dict[str, Any]], str]) -> HttpResponse:
    """Show the form; on submit do the act and go to the address that it gives."""
    refusals: list[str] = []
    form.use_required_attribute = False
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act(form.cleaned_data))
        except Refused as no:
            refusals = _at_their_boxes(request, form, no)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/police_form.html", {"form": form, "page": page, "refusals": refusals}, status=status)


def _at_their_boxes(request: Any, form: forms.Form, no: Refused) -> list[str]:
    """What was refused stands at its box; the rest is returned for the top of the page."""
    whole = []
    for one in no.refusals:
        named = str(one.facts.get("field", ""))
        box = next((name for name in (named, named.removeprefix("fir_")) if name in form.fields), None)
        if box is None:
            whole.append(one)
        else:
            form.add_error(box, law().words(one.code, request.LANGUAGE_CODE, **one.facts))
    return say(request, Refused(*whole)) if whole else []
