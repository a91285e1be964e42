"""Beside a question that may stay empty stands why: not known, or not needed. A decision is never "if known"."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from tests.conftest import AT
from vatsalya.desk.police.forms import FirForm
from vatsalya.law.load import law
from vatsalya.papers import forms

FORMS = {form.no: form for form in law().forms(date(2026, 12, 1))}


def beside(form: object, key: str, lang: str) -> str:
    """What stands on the page for one question."""
    box = form[key]  # type: ignore[index]
    with translation.override(lang):
        return Template("{% load vatsalya_parts %}{% field box %}").render(Context({"box": box}))


def filled(no: str, lang: str) -> forms.LawForm:
    """An empty form of the law."""
    return forms.LawForm(form=FORMS[no], lang=lang, at=AT)


@pytest.mark.parametrize("no", [no for no, form in FORMS.items() if form.order])
def test_nothing_in_an_order_is_if_known(no: str) -> None:
    assert {field.blank for field in FORMS[no].fields if not field.required} <= {"optional", "plain"}


@pytest.mark.parametrize(
    ("no", "key"), [("18", "direction"), ("18", "age_evidence"), ("45", "escort_woman"), ("17", "photo")]
)
def test_what_is_decided_or_given_is_optional(no: str, key: str) -> None:
    assert "(ऐच्छिक)" in beside(filled(no, "hi"), key, "hi")
    assert "(optional)" in beside(filled(no, "en"), key, "en")


@pytest.mark.parametrize(("no", "key"), [("missing", "father"), ("17", "complexion"), ("helpline", "age")])
def test_a_fact_is_told_if_known(no: str, key: str) -> None:
    assert "(यदि ज्ञात हो)" in beside(filled(no, "hi"), key, "hi")


@pytest.mark.parametrize(("no", "key"), [("missing", "with_whom"), ("45", "interpreter"), ("22", "religion")])
def test_a_question_that_says_it_itself_does_not_say_it_twice(no: str, key: str) -> None:
    assert 'class="opt"' not in beside(filled(no, "hi"), key, "hi")


def test_a_short_form_of_a_page_says_optional() -> None:
    assert "(ऐच्छिक)" in beside(FirForm(), "sections", "hi")
    assert 'class="opt"' not in beside(FirForm(), "fir_no", "hi")
