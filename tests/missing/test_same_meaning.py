"""Two sheets of one child: what means the same is not asked, what differs is."""

import pytest

from vatsalya.missing import fir
from vatsalya.people import rules


def age(value: float, on: str, basis: str = "told") -> dict:
    return {"age_value": value, "age_basis": basis, "age_on": on, "birth_from": 2015, "birth_to": 2017}


@pytest.mark.parametrize(
    ("one", "two", "asked"),
    [
        (age(9, "2026-11-10"), age(9, "2026-11-12"), False),
        (age(9, "2026-11-10"), age(9, "2024-11-12"), True),
        (age(9, "2026-11-10"), age(10, "2026-11-10"), True),
        (age(9, "2026-11-10"), age(9, "2026-11-10", "medical"), True),
        ("Sunita  Devi", "sunita devi", False),
        ("Sunita Devi", "Anita Devi", True),
        (["hi", "mag"], ["mag", "hi"], False),
        ({"state": 10, "district": 208, "text": ""}, {"state": 10, "district": 208}, False),
        ({"state": 10, "district": 208}, {"state": 10, "district": 209}, True),
    ],
)
def test_only_what_differs_in_meaning_is_asked(one: object, two: object, asked: bool) -> None:
    assert rules.conflicts({"q": one}, {"q": two}) == (["q"] if asked else [])
    if not asked:
        assert rules.combine({"q": one}, {"q": two}, {})["q"] == one


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("theft, 303(2) BNS", True), ("BNS 303(2), theft", True), ("धारा 303 की चोरी", True),
        ("चोरी, धाराएँ बाद में", True), ("theft, sections follow", True),
        ("stole 2 mobile phones", False), ("took 3 TV sets at 10 pm", False),
    ],
)  # fmt: skip
def test_an_allegation_names_its_sections_or_says_that_they_follow(told: str, named: bool) -> None:
    assert fir.names_sections(told) is named
