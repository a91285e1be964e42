"""Words that are said of no child, and what is said instead."""

import pytest

from vatsalya.law.avoid import found_in, pattern
from vatsalya.law.load import law


def said(text):
    return [item.instead["en"] for item in found_in(text, law().avoided)]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("The boy was arrested", "apprehended"),
        ("a Juvenile Delinquent", "child in conflict with law"),
        ("बच्चे को जेल भेजा", "home, place of safety"),
        ("वह गिरफ़्तार हुआ", "apprehended"),
        ("inmate of the home", "child living in the home"),
        ("विकलांग बच्चा", "child with disability; mental illness"),
    ],
)
def test_it_is_seen_and_something_better_is_offered(text, instead):
    assert said(text) == [instead]


@pytest.mark.parametrize(
    "text", ["apprehended", "Juvenile Justice Board", "warranty", "जेलिंग", "वारंटी", "the child was placed", "बंदीपुर"]
)
def test_words_that_only_look_like_it_are_let_through(text):
    assert said(text) == []


def test_each_avoided_word_stands_once_and_has_words_instead_in_both_languages():
    words = [word.lower() for item in law().avoided for word in (*item.en, *item.hi)]
    assert len(words) == len(set(words)) > 60
    assert all(item.en and item.hi and all(item.instead.values()) for item in law().avoided)


def test_what_is_offered_instead_is_not_itself_avoided():
    every = pattern(word for item in law().avoided for word in (*item.en, *item.hi))
    assert [item.instead for item in law().avoided if every.search(" ".join(item.instead.values()))] == []
