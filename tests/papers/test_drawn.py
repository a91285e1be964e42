"""The boxes drawn by hand are those of Django's templates, letter for letter but for blanks between two tags."""

import re
from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from tests.conftest import AT
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, ist_date
from vatsalya.papers import forms as law_forms
from vatsalya.papers.drawn import Renderer

HOSTILE = ["<script>alert(1)</script>", '" onfocus="x', "रा'म & <b>", "", "{{ 7|add:7 }}", "a\nb"]


class Boxes(forms.Form):
    """Every kind of box that the portal uses."""

    text = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off", "required": True, "disabled": False}))
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    number = forms.FloatField(widget=forms.NumberInput(attrs={"step": "any"}))
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    moment = forms.SplitDateTimeField()
    radio = forms.ChoiceField(choices=[("a", "<i>A</i>"), ("b", "B & b")], widget=forms.RadioSelect)
    ticks = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    select = forms.ChoiceField(choices=[("", "Choose"), ("Group <1>", [("x", "X"), ("y", "Y & <y>")]), ("z", "Z")])
    photo = forms.FileField(widget=forms.FileInput(attrs={"accept": "image/png"}))
    secret = forms.CharField(widget=forms.HiddenInput)


def close(drawn: Any) -> str:
    """Without the line breaks that stand between tags; those inside a text stay."""
    return re.sub(r"(?<=>)\s*\n\s*(?=<)", "", str(drawn)).strip()


def both(form: type[forms.Form], **given: Any) -> list[tuple[str, str]]:
    """Each box, drawn in both ways, also option by option as the pages do it."""
    ours, theirs = form(renderer=Renderer(), **given), form(renderer=DjangoTemplates(), **given)
    whole = [(close(a), close(b)) for a, b in zip(ours, theirs, strict=True)]
    parts = [
        (close(o.tag()), close(t.tag())) for a, b in zip(ours, theirs, strict=True) for o, t in zip(a, b, strict=True)
    ]
    return whole + parts


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_drawn_as_django_draws_it(typed: str) -> None:
    data = {name: typed for name in Boxes.base_fields} | {"moment_0": typed, "moment_1": typed, "ticks": [typed, "b"]}
    for drawn, expected in both(Boxes, data=data):
        assert drawn == expected


def test_empty_boxes_and_first_values_are_drawn_as_django_draws_them() -> None:
    shown = {
        "moment": datetime(2026, 11, 2, 9, 30, tzinfo=IST),
        "radio": "b",
        "ticks": ["a"],
        "select": "y",
        "number": 7,
    }
    for given in ({}, {"initial": shown}):
        for drawn, expected in both(Boxes, **given):
            assert drawn == expected


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["hi", "en"])
def test_every_statutory_form_is_drawn_as_django_draws_it(lang: str) -> None:
    for found in law().forms(ist_date(AT)):
        ours = law_forms.build(found.no, lang=lang, on=ist_date(AT), at=AT)
        theirs = law_forms.build(found.no, lang=lang, on=ist_date(AT), at=AT)
        theirs.renderer = DjangoTemplates()
        for box, same in zip(ours, theirs, strict=True):
            assert close(box) == close(same), (found.no, box.name)
