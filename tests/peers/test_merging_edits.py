"""Replayed from a peer's tests (G): two accounts of one record together.

Differ: where both say something else the peer lets the later win; ours keeps both and a person picks (G-01, G-09).
"""

from typing import Any

import pytest

from vatsalya.people.rules import combine, conflicts

A, B, D = {"id": "a", "kind": "scar"}, {"id": "b", "kind": "mole"}, {"id": "d", "kind": "burn"}
A2 = {"id": "a", "kind": "cut"}

#: id, the one, the other, what a person picked, together
CASES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, str], dict[str, Any]]] = [
    ("G-01", {"sex": "boy", "age": 12}, {"sex": "boy", "age": 14}, {"age": "two"}, {"sex": "boy", "age": 14}),
    ("G-02 absent stays", {"sex": "boy", "age": 12}, {"age": 12}, {}, {"sex": "boy", "age": 12}),
    ("G-03 new is added", {"age": 12}, {"age": 12, "father": "X"}, {}, {"age": 12, "father": "X"}),
    ("G-04 by id", {"marks": [A, B]}, {"marks": [B, A]}, {}, {"marks": [A, B]}),
    ("G-05 absent rows stay", {"marks": [A, B]}, {"marks": [A]}, {}, {"marks": [A, B]}),
    ("G-06", {"marks": [A, B]}, {"marks": [A2, D]}, {}, {"marks": [A2, B, D]}),
    ("G-07 a struck row goes", {"marks": [A, B]}, {"marks": [{**A, "_struck": True}]}, {}, {"marks": [B]}),
    ("G-08 words", {"langs": ["hi"]}, {"langs": ["mag", "ta"]}, {"langs": "two"}, {"langs": ["mag", "ta"]}),
    ("G-09 the one is kept when picked", {"risk": "low"}, {"risk": "high"}, {"risk": "one"}, {"risk": "low"}),
    ("G-10 different fields", {"age": 12}, {"father": "X"}, {}, {"age": 12, "father": "X"}),
    ("G-11 other ids", {"marks": [{"id": "1", "kind": "scar"}]}, {"marks": [{"id": "2", "kind": "scar"}]}, {},
     {"marks": [{"id": "1", "kind": "scar"}, {"id": "2", "kind": "scar"}]}),
    ("ours: the same row without id stands once", {"marks": [{"kind": "scar"}]}, {"marks": [{"kind": "scar"}]}, {},
     {"marks": [{"kind": "scar"}]}),
    ("ours: an empty answer overwrites nothing", {"father": "X"}, {"father": ""}, {}, {"father": "X"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "one", "two", "picks", "made"), CASES, ids=[case[0] for case in CASES])
def test_two_accounts_together(name: str, one: Any, two: Any, picks: Any, made: Any) -> None:
    assert combine(one, two, picks) == made


@pytest.mark.parametrize(
    ("one", "two", "asked"),
    [
        ({"risk": "low"}, {"risk": "high"}, ["risk"]),
        ({"langs": ["hi"]}, {"langs": ["mag"]}, ["langs"]),
        ({"marks": [A]}, {"marks": [B]}, []),
        ({"age": 12}, {"age": 12}, []),
        ({"age": 12, "father": ""}, {"father": "X"}, []),
    ],
)
def test_g09_what_differs_is_asked_and_never_decided_by_who_came_later(one: Any, two: Any, asked: list[str]) -> None:
    assert conflicts(one, two) == asked


def test_neither_account_is_changed_by_being_put_together() -> None:
    one, two = {"marks": [dict(A)]}, {"marks": [dict(A2)]}
    combine(one, two, {})
    assert (one, two) == ({"marks": [A]}, {"marks": [A2]})
