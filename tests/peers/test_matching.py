"""The peers' replayable cases of matching give the answers we want, where theirs are wrong too."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.peers.conftest import CASES, record
from tests.peers.replay import rows
from tests.peers.telling import as_record
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Forbidden, Refused
from vatsalya.matching import actions, keys, queries, rules
from vatsalya.matching.record import Record, traits

AT = datetime(2020, 7, 24, 10, tzinfo=UTC)
SIDES = {"T1": "missing", "T2": "missing", "K1": "found", "K2": "found", "K3": "found"}
Children = dict[str, Record]
Bound = Callable[[str], None]


@pytest.fixture
def children(db: None) -> Children:
    """The peers' shared children by their letters, as our own forms make records of them."""
    made = {name: as_record(name, side, number) for number, (name, side) in enumerate(SIDES.items(), 1)}
    return made | {"K3": replace(made["K3"], ground="none")}


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


def test_that_duty_is_no_offices_not_even_in_the_database(bound: Bound, children: Children) -> None:
    bound("1")
    publish(children, "K3")
    officer = SimpleNamespace(account_id=1, posting_id=2)
    with pytest.raises(Forbidden):
        queries.search_withheld(actor=officer, record=ask(), at=AT, reason="I should like to see")
    with pytest.raises(DatabaseError), transaction.atomic():
        queries.find(ask(), withheld=True)


def test_that_duty_gives_its_reason(bound: Bound, children: Children) -> None:
    bound("")
    publish(children, "K3")
    with pytest.raises(Refused) as refused:
        queries.search_withheld(actor=machine("court-order"), record=ask(), at=AT, reason=" ")
    assert refused.value.codes == ["matching.reason_needed"]


def test_m05_a_score_is_absolute_and_a_low_one_is_not_likely_because_it_is_alone(
    bound: Bound, children: Children
) -> None:
    raw = [one * CASES["bits_a_point"] for one in (2.5, 0.025)]
    assert rules.verdict(raw) == rules.verdict(raw[:1]) == "weak"  # differ: theirs makes 1.0 of it, and "likely"
    bound("1")
    publish(children, "K1")
    alone = {one.entry_id: (one.score_bits, one.probability, one.band) for one in queries.find(children["T1"])}
    publish(children, "K2", "T2")
    beside = {one.entry_id: (one.score_bits, one.probability, one.band) for one in queries.find(children["T1"])}
    assert alone[children["K1"].id] == beside[children["K1"].id]


def test_m06_all_that_is_told_of_the_sought_child_is_compared_and_the_father_who_tells_too(children: Children) -> None:
    ours = traits(children["T1"])
    assert ours.child.given == ["Ausama Al Rashid", "Asman beg"]  # the name and the nickname
    assert ours.father.given == ["Yazen Al-Rashid"] and ours.mother.given == []  # relation and the inquirer's name
    assert (ours.sex, ours.languages, int(ours.born or 0)) == ("b", ["ur", "ks"], 2007)
    scored = rules.score(ours, [traits(children["K1"])])
    assert {part for part in scored.parts if scored.parts[part][0]} >= {"name", "father", "sex", "age", "language"}
    compared = {field.name for field in fields(Record)}
    assert not compared & {"religion", "nationality", "ethnicity", "caste"}  # the catalogue may ask, nobody compares


def test_whoever_else_reports_is_no_parent(children: Children) -> None:
    """A brother who reports is no father; and what was told of the father stands before who told it."""
    assert traits(children["T2"]).father.given == traits(children["T2"]).mother.given == []
    assert traits(children["K1"]).father.given == ["Yazan Al-Rashid"]


def test_m07_the_languages_are_one_criterion_in_whatever_order(children: Children) -> None:
    one, turned = (traits(replace(children["T1"], languages=told)) for told in (["ur", "ks"], ["ks", "ur"]))
    other = traits(children["K1"])
    assert keys.own_keys(one, queries.own_locks()) == keys.own_keys(turned, queries.own_locks())
    parts = [rules.score(ours, [other]).parts["language"].tolist() for ours in (one, turned)]
    assert parts[0] == parts[1] and len(parts[0]) == 1 and parts[0][0] > 0


def test_m08_father_and_mother_are_two_persons(children: Children) -> None:
    case = traits(children["K1"])
    assert (case.father.given, case.mother.given) == (["Yazan Al-Rashid"], ["Hadeel Al-Rashid"])
    assert case.child.given == ["Usama Yazan Al-Rashid", "Usman Beg"] and case.sex == "b" and case.languages == ["ur"]
    turned = traits(replace(children["K1"], father="Hadeel Al-Rashid", mother="Yazan Al-Rashid"))
    there, back = (rules.score(one, [case]).parts for one in (case, turned))
    assert (there["father"][0] > 0, there["mother"][0] > 0) == (True, True)
    assert back["father"][0] < there["father"][0] and back["mother"][0] < there["mother"][0]


@pytest.mark.parametrize("case", rows(CASES["likelihood"]))
def test_the_verdict_of_a_list_does_not_hang_on_noise(case: dict[str, Any]) -> None:
    bits = [raw * CASES["bits_a_point"] for raw in case["raw"]]
    assert rules.verdict(bits) == case["want"]
    assert rules.verdict([*bits, 0.3, 0.1]) == case["want"]  # unrelated hits change nothing


def test_near_equal_candidates_are_said_to_be_so_in_both_languages(bound: Bound, children: Children) -> None:
    bound("1")
    twin = replace(children["T1"], id=record(80).id, matter_id=record(80).matter_id, child_id=record(80).child_id)
    publish(children, "T1")
    actions.publish(twin, AT)
    both = queries.find(children["K1"])
    assert [one.near_equal for one in both] == [True, True]
    assert "2" in queries.verdict(both, "en") and "cannot decide between these" in queries.verdict(both, "en")
    assert "निर्णय नहीं हो सकता" in queries.verdict(both, "hi")
    assert queries.verdict(both[:1], "en") != queries.verdict([], "en")


def test_a_fathers_facts_never_speak_for_the_child(children: Children) -> None:
    """Only the father's name is held beside the father's name; nothing of him is held beside the child."""
    same = rules.score(traits(children["K1"]), [traits(children["T1"])])
    without = rules.score(traits(replace(children["K1"], father=None)), [traits(children["T1"])])
    assert {part for part in same.parts if same.parts[part][0] != without.parts[part][0]} == {"father"}


#: part of the score, one account, another, for / against / silent
SCORED = [
    ("sex", {"sex": "male"}, {"sex": "male"}, "for"),
    ("sex", {"sex": "female"}, {"sex": "male"}, "against"),
    ("language", {"languages": ["bn", "sat"]}, {"languages": ["sat", "bn"]}, "for"),
    ("language", {"languages": ["sat"]}, {"languages": ["sat", "kru"]}, "for"),
    ("language", {}, {"languages": []}, "silent"),
    ("age", {"age_value": 12}, {"age_value": 12}, "for"),
    ("age", {"age_value": 17}, {"age_value": 10}, "against"),
    ("home", {"home_district": "196"}, {"side": "found"}, "silent"),
    ("name", {"names": ["Yazan"], "father": "Usama"}, {"names": ["Usama"], "father": "Yazan"}, "against"),
    ("mother", {"mother": "Hadeel"}, {}, "silent"),
]


@pytest.mark.parametrize(("part", "left", "right", "want"), SCORED)
def test_the_score_says_the_same_as_the_page_from_either_side(part: str, left: Any, right: Any, want: str) -> None:
    one, other = traits(record(1, **left)), traits(record(2, **right))
    there, back = (rules.score(a, [b]).parts[part][0] for a, b in ((one, other), (other, one)))
    assert ("for" if there > 0 else "against" if there < 0 else "silent") == want
    assert there == pytest.approx(back)
