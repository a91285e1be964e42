"""Why an answer was not taken is said in our words, in every form: also in those that Django makes."""

import re
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from vatsalya.law.load import law

#: How Django's own Hindi speaks.
DJANGO = re.compile("अपेक्षित|निवेदित|संचिका|दर्ज करें|सुनिश्चित करें|वैध|मान्य")
REFUSED = [
    (forms.CharField(), ""),
    (forms.CharField(max_length=2), "abc"),
    (forms.CharField(min_length=4), "abc"),
    (forms.CharField(), "a\0b"),
    (forms.IntegerField(), "x"),
    (forms.FloatField(), "x"),
    (forms.IntegerField(min_value=3), "1"),
    (forms.IntegerField(max_value=3), "9"),
    (forms.DateField(), "31-02-2026"),
    (forms.TimeField(), "25:00"),
    (forms.SplitDateTimeField(), ["x", "y"]),
    (forms.ChoiceField(choices=[("a", "a")]), "b"),
    (forms.MultipleChoiceField(choices=[("a", "a")]), ["b"]),
    (forms.EmailField(), "x"),
    (forms.FileField(), None),
    (forms.FileField(), SimpleUploadedFile("a.csv", b"")),
    (forms.RegexField("^[0-9]+$"), "x"),
]


@pytest.mark.parametrize(("box", "given"), REFUSED, ids=lambda x: type(x).__name__)
def test_a_refused_answer_is_explained_in_our_hindi(box: forms.Field, given: Any) -> None:
    with translation.override("hi"), pytest.raises(forms.ValidationError) as no:
        box.clean(given)
    with translation.override("hi"):
        said = " ".join(str(one) for one in no.value.messages)
    assert re.search("[\u0900-\u097f]", said), said
    assert not DJANGO.search(said), said


def test_an_empty_box_is_asked_for_in_the_words_of_the_large_forms() -> None:
    with translation.override("hi"):
        assert str(forms.CharField().error_messages["required"]) == law().words("form.required", "hi")
