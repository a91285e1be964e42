"""Replayed from a peer's tests (G): two accounts of one record together.

Differ: where both say something else the peer lets the later win; ours keeps both and a person picks (G-01, G-09).
"""

from datetime import timedelta
from typing import Any

import pytest

from tests.country_of_tests import Land
from tests.journeys.story import REPORTED, missing_answers
from tests.peers.replay import rows
from tests.peers.telling import report
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Refused
from vatsalya.missing import actions as missing
from vatsalya.people import vault
from vatsalya.people.rules import combine, conflicts

A, B, D = {"id": "a", "kind": "scar"}, {"id": "b", "kind": "mole"}, {"id": "d", "kind": "burn"}
A2 = {"id": "a", "kind": "cut"}
SCARS = [{"id": "1", "kind": "scar"}, {"id": "2", "kind": "scar"}]

#: The one account, the other, what a person picked, both together.
CASES: list[dict[str, Any]] = [
    {"id": "G-01", "one": {"sex": "boy", "age": 12}, "two": {"sex": "boy", "age": 14}, "picks": {"age": "two"},
     "made": {"sex": "boy", "age": 14}},
    {"id": "G-02", "one": {"sex": "boy", "age": 12}, "two": {"age": 12}, "made": {"sex": "boy", "age": 12}},
    {"id": "G-03", "one": {"age": 12}, "two": {"age": 12, "father": "X"}, "made": {"age": 12, "father": "X"}},
    {"id": "G-04", "one": {"marks": [A, B]}, "two": {"marks": [B, A]}, "made": {"marks": [A, B]}},
    {"id": "G-05", "one": {"marks": [A, B]}, "two": {"marks": [A]}, "made": {"marks": [A, B]}},
    {"id": "G-06", "one": {"marks": [A, B]}, "two": {"marks": [A2, D]}, "made": {"marks": [A2, B, D]}},
    {"id": "G-07", "one": {"marks": [A, B]}, "two": {"marks": [{**A, "_struck": True}]}, "made": {"marks": [B]}},
    {"id": "G-08", "one": {"langs": ["hi"]}, "two": {"langs": ["mag", "ta"]}, "picks": {"langs": "two"},
     "made": {"langs": ["mag", "ta"]}},
    {"id": "G-10", "one": {"age": 12}, "two": {"father": "X"}, "made": {"age": 12, "father": "X"}},
    {"id": "G-11", "one": {"marks": SCARS[:1]}, "two": {"marks": SCARS[1:]}, "made": {"marks": SCARS}},
]  # fmt: skip


@pytest.mark.parametrize("case", rows(CASES))
def test_two_accounts_together(case: dict[str, Any]) -> None:
    asked = conflicts(case["one"], case["two"])
    assert asked == list(case.get("picks", {}))  # where they differ a person is asked, and nowhere else
    assert combine(case["one"], case["two"], case.get("picks", {})) == case["made"]


@pytest.mark.django_db
def test_g09_two_devices_change_one_answer_and_none_of_them_wins_by_coming_later(land: Land) -> None:
    assert conflicts({"risk": "low"}, {"risk": "high"}) == ["risk"]
    for pick, kept in (("one", "low"), ("two", "high")):
        assert combine({"risk": "low"}, {"risk": "high"}, {"risk": pick}) == {"risk": kept}
    one, police = report(land), land.bind("gaya.ps")
    later = REPORTED + timedelta(hours=1)

    def save(hair: str) -> None:
        missing.add_details(
            actor=police, matter_id=one.pk, at=later, answers=missing_answers(hair=hair), version=1
        )  # both devices opened the report as it was first

    save("black")
    with pytest.raises(Refused, match="stale"):  # the page of the second device shows both (desk)
        save("brown")
    session.bind(machine("test"))
    assert vault.read_for_engine(one.child_id)["hair"] == "black"


@pytest.mark.parametrize(
    ("one", "two", "made"),
    [
        ({"marks": [{"kind": "scar"}]}, {"marks": [{"kind": "scar"}]}, {"marks": [{"kind": "scar"}]}),
        ({"father": "X"}, {"father": ""}, {"father": "X"}),
    ],
    ids=["the same row without id stands once", "an empty answer overwrites nothing"],
)
def test_what_is_ours_besides(one: Any, two: Any, made: Any) -> None:
    assert combine(one, two, {}) == made


@pytest.mark.parametrize(
    ("one", "two", "asked"),
    [
        ({"langs": ["hi"]}, {"langs": ["mag"]}, ["langs"]),
        ({"marks": [A]}, {"marks": [B]}, []),
        ({"age": 12}, {"age": 12}, []),
        ({"age": 12, "father": ""}, {"father": "X"}, []),
    ],
)
def test_what_differs_is_asked_and_never_decided_by_who_came_later(one: Any, two: Any, asked: list[str]) -> None:
    assert conflicts(one, two) == asked


def test_neither_account_is_changed_by_being_put_together() -> None:
    one, two = {"marks": [dict(A)]}, {"marks": [dict(A2)]}
    combine(one, two, {})
    assert (one, two) == ({"marks": [A]}, {"marks": [A2]})
