"""The peers' replayable cases of matching give the answers we want, where theirs are wrong too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.peers.conftest import CASES, record
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Forbidden, Refused
from vatsalya.matching import actions, queries, rules
from vatsalya.matching.record import Record, traits

AT = datetime(2020, 7, 24, 10, tzinfo=UTC)
Children = dict[str, Record]
Bound = Callable[[str], None]


def publish(children: Children, *names: str) -> None:
    for name in names:
        actions.publish(children[name], AT)


def found(asker: Record) -> list[Any]:
    return [one.entry_id for one in queries.find(asker) if one.band != "weak"]


def test_m01_the_sought_child_has_exactly_one_candidate(bound: Bound, children: Children) -> None:
    bound("1")
    publish(children, "T1", "K1", "K2")
    assert found(children["T1"]) == [children["K1"].id]


def test_m02_and_the_same_in_the_other_direction(bound: Bound, children: Children) -> None:
    bound("1")
    publish(children, "T1", "T2", "K1")
    assert found(children["K1"]) == [children["T1"].id]


def ask() -> Record:
    return record(90, side="missing", names=["Geoffrey"], age_value=11, sex="male")


def test_m03_without_consent_there_is_no_candidate_and_no_count(bound: Bound, children: Children) -> None:
    bound("1")
    publish(children, "K3")
    assert queries.find(ask()) == []
    assert actions.recount() == 0


def test_m04_a_privileged_duty_finds_the_child_and_the_reason_is_kept(
    bound: Bound, children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound("")
    publish(children, "K3")
    kept: list[dict] = []
    monkeypatch.setattr(queries.audit, "record", lambda **line: kept.append(line))
    why = "Order of the court of 3 July"
    (only,) = queries.search_withheld(actor=machine("court-order"), record=ask(), at=AT, reason=why)
    assert only.entry_id == children["K3"].id
    assert [(line["kind"], line["act"], line["reason"]) for line in kept] == [
        ("search", "matching.search_withheld", why)
    ]


def test_m04_no_office_has_that_right_not_even_in_the_database(bound: Bound, children: Children) -> None:
    bound("1")
    publish(children, "K3")
    officer = SimpleNamespace(account_id=1, posting_id=2)
    with pytest.raises(Forbidden):
        queries.search_withheld(actor=officer, record=ask(), at=AT, reason="I should like to see")
    with pytest.raises(DatabaseError), transaction.atomic():
        queries.find(ask(), withheld=True)


def test_m04_without_a_reason_nobody_searches(bound: Bound, children: Children) -> None:
    bound("")
    with pytest.raises(Refused) as refused:
        queries.search_withheld(actor=machine("court-order"), record=ask(), at=AT, reason=" ")
    assert refused.value.codes == ["matching.reason_needed"]


@pytest.mark.parametrize("case", CASES["likelihood"], ids=lambda case: case["id"])
def test_m2x_the_verdict_of_a_list_does_not_hang_on_noise(case: dict[str, Any]) -> None:
    bits = [raw * CASES["bits_a_point"] for raw in case["raw"]]
    assert rules.verdict(bits) == case["want"]
    assert rules.verdict([*bits, 0.3, 0.1]) == case["want"]  # unrelated hits change nothing


def test_m25_near_equal_candidates_are_said_to_be_so_in_both_languages(bound: Bound, children: Children) -> None:
    bound("1")
    twin = replace(children["T1"], id=record(80).id, matter_id=record(80).matter_id, child_id=record(80).child_id)
    publish(children, "T1")
    actions.publish(twin, AT)
    both = queries.find(children["K1"])
    assert [one.near_equal for one in both] == [True, True]
    assert "2" in queries.verdict(both, "en") and "cannot decide between these" in queries.verdict(both, "en")
    assert "निर्णय नहीं हो सकता" in queries.verdict(both, "hi")
    assert queries.verdict(both[:1], "en") != queries.verdict([], "en")


def side(bits: float) -> str:
    return "for" if bits > 0 else "against" if bits < 0 else "silent"


@pytest.mark.parametrize("case", CASES["compared"], ids=lambda case: case["id"])
def test_cxx_side_by_side_is_the_same_from_either_side(case: dict[str, Any]) -> None:
    one, other = (traits(record(n, **case[which])) for n, which in ((1, "left"), (2, "right")))
    there, back = (rules.score(a, [b]).parts[case["part"]][0] for a, b in ((one, other), (other, one)))
    assert side(there) == case["want"]
    assert there == pytest.approx(back)


def test_c15_a_fathers_facts_never_speak_for_the_child(children: Children) -> None:
    """Only the father's name is held beside the father's name; nothing of him is held beside the child."""
    same = rules.score(traits(children["K1"]), [traits(children["T1"])])
    without = rules.score(traits(replace(children["K1"], father=None)), [traits(children["T1"])])
    assert {part for part in same.parts if same.parts[part][0] != without.parts[part][0]} == {"father"}
