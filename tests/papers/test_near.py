"""A form asks first for what is near: the officer's own district, the languages of the State; nothing needed hides."""

import re
from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from tests.conftest import AT
from tests.country_of_tests import district
from vatsalya.law.load import law
from vatsalya.papers import forms, spoken
from vatsalya.places.models import State

pytestmark = pytest.mark.django_db


def form_of(no: str, *, town: str = "Gaya", **more: Any) -> forms.LawForm:
    """An empty form on the desk of somebody in a town."""
    place = district(town)
    return forms.build(
        no,
        lang="hi",
        on=date(2026, 12, 1),
        at=AT,
        extra={"district": place.code, "state": place.state_id, "homes": []},
        **more,
    )


def drawn(form: forms.LawForm, key: str) -> str:
    """One question as the page shows it."""
    with translation.override("hi"):
        return Template("{% load vatsalya_parts %}{% field box %}").render(Context({"box": form[key]}))


def test_the_officers_own_district_and_state_stand_first() -> None:
    box = drawn(form_of("missing"), "home_place")
    groups = re.findall(r'<optgroup label="([^"]+)">', box)
    assert groups[:2] == ["आपका जिला", "आपका राज्य: बिहार"] and len(groups) > 36
    first = re.findall(r"<option[^>]*>([^<]+)</option>", box)
    assert first[1] == "गया"
    assert 'value="' + str(district("Nashik").code) in box


def test_a_form_without_an_office_shows_all_districts_as_before() -> None:
    form = forms.build("missing", lang="hi", on=date(2026, 12, 1), at=AT)
    assert "आपका जिला" not in drawn(form, "home_place")


def test_ten_languages_of_the_state_stand_open_and_the_rest_folded() -> None:
    box = drawn(form_of("17"), "languages")
    open_part, _, folded = box.partition("<details")
    assert open_part.count("type=") == spoken.FIRST and "मगही" in open_part
    assert box.count("type=") == len(law().codes("languages"))
    assert "मराठी" in drawn(form_of("17", town="Nashik"), "languages").partition("<details")[0]
    assert "open" not in folded.partition(">")[0]


def test_a_chosen_language_is_never_folded_away() -> None:
    form = form_of("17", initial={"languages": ["lep"]})
    assert "<details open>" in drawn(form, "languages")


def test_every_state_has_its_languages_and_all_are_on_the_list() -> None:
    known = law().codes("languages")
    assert {code for code in State.objects.values_list("code", flat=True)} <= set(spoken._OF_STATE)
    for state in (None, *spoken._OF_STATE):
        found = spoken.likely(state)
        assert len(found) == spoken.FIRST and set(found) <= set(known)


@pytest.mark.parametrize("no", sorted(law().form_versions))
def test_no_question_that_must_be_answered_hides_in_a_closed_section(no: str) -> None:
    form = form_of(no)
    with translation.override("hi"):
        page = render_to_string("papers/form.html", {"form": form, "parts": list(form.parts()), "fold": True})
    closed = re.findall(r'<details class="card">.*?</details>', page, re.DOTALL)
    for field in (f for f in form.law_form.fields if f.required and f.type != "table"):
        assert not any(f'name="{field.key}"' in part for part in closed), field.key
    # What the law has printed stands open as well; all else that is open must be answered.
    opened = r'<details class="card" open><summary>((?:(?!</summary>).)*)</summary>(?!<(?:ol|p) class="printed")'
    wanted = re.findall(opened, page, re.DOTALL)
    assert all("आवश्यक" in summary for summary in wanted)
