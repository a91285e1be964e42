"""Replayed from peers' tests (M.2 stored matches with states, C comparison): same facts in, same answer out.

Where the peer's answer is not ours, the case says so with its reason. Scores are given to `propose` as the
engine would give them; the threshold is the engine's own (`rules.REVIEW`).
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.country_of_tests import Land, settle
from tests.journeys.story import FOUND, REPORTED, Story, found_answers, missing_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.desk.missing import match_words
from vatsalya.lib.errors import Refused
from vatsalya.matching import rules as scale
from vatsalya.matching.queries import Candidate
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter, Move
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, match, pair_view, rules
from vatsalya.missing.models import Pair, PairStep

pytestmark = pytest.mark.django_db
LINE = scale.REVIEW
#: A child of whom nothing agrees with Ankit, so that the search alone proposes no pair.
OTHER: dict[str, Any] = {
    "name": "Zubair", "languages": ["ta"], "marks": [], "home_says": "", "age": {"value": 15, "basis": "apparent"},
}  # fmt: skip


@pytest.fixture
def land() -> Land:
    """The offices."""
    return settle()


def report(land: Land, **more: Any) -> Matter:
    """A missing report."""
    return missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers(**more))


def case(land: Land, town: str = "nashik", **more: Any) -> Matter:
    """A found child."""
    return admission.admit(actor=land.bind(f"{town}.home"), at=FOUND, answers=found_answers(**{**OTHER, **more}))


def hit(other: Matter, bits: float, side: str = "found") -> Candidate:
    """A candidate as the engine gives it."""
    return Candidate(
        entry_id=other.pk,
        side=side,
        matter_id=other.pk,
        child_id=other.child_id,
        office_no=other.unit_no,
        score_bits=bits,
        probability=scale.probability(bits),
        band=scale.band(bits),
        reasons=(),
        against=(),
    )


def stored(one: Matter, other: Matter) -> Pair | None:
    """The row of a pair."""
    session.bind(machine("test"))
    return Pair.unscoped.filter(missing=one, found=other.pk).first()


def give(one: Matter, other: Matter, bits: float) -> Pair | None:
    """The engine's run finds this score for the pair."""
    session.bind(machine("test"))
    return match.propose(one, "missing", hit(other, bits), at=FOUND)


def standing(one: Matter) -> list[float]:
    """Scores of the pairs that are offered, best first."""
    session.bind(machine("test"))
    return list(Pair.unscoped.filter(missing=one, verdict="possible").order_by("-bits").values_list("bits", flat=True))


def decided(land: Land, pair: Pair | None, *answers: tuple[str, str]) -> Pair:
    """People answer in order."""
    assert pair is not None
    for who, says in answers:
        pair = match.decide(actor=land.bind(who), pair_id=pair.pk, says=says, at=FOUND)
    return pair


def test_m30_both_candidates_are_stored_with_their_scores(land: Land) -> None:
    one, two, three = report(land), case(land), case(land, "pune")
    give(one, two, LINE + 9)
    give(one, three, LINE + 4)
    assert standing(one) == [LINE + 9, LINE + 4]


#: id, scores given one after the other, what stands at the end (None: no row), the score that is kept
RUNS = [
    ("M-31", [LINE + 2, LINE + 0.9], "possible", LINE + 0.9),
    ("M-32", [LINE + 2, LINE - 0.1], "dropped", LINE - 0.1),
    ("M-33", [LINE - 0.1], None, None),
    ("M-34", [LINE + 2, LINE - 5, LINE - 0.1], "dropped", LINE - 5),
    ("M-35", [LINE + 2, LINE - 5, LINE + 0.5], "possible", LINE + 0.5),
]


@pytest.mark.parametrize(("name", "scores", "verdict", "kept"), RUNS, ids=[run[0] for run in RUNS])
def test_a_pair_follows_the_score_of_each_run(
    land: Land, name: str, scores: list[float], verdict: Any, kept: Any
) -> None:
    one, two = report(land), case(land)
    for bits in scores:
        give(one, two, bits)
    pair = stored(one, two)
    assert (pair and pair.verdict, pair and pair.bits) == (verdict, kept)


def test_m36_a_pair_stands_once_and_each_side_may_have_others(land: Land) -> None:
    one, again = report(land), report(land, name="सोनू", father="मोहन", marks=[], reporter_phone="0000054321")
    two, three = case(land), case(land, "pune")
    first = give(one, two, LINE + 3)
    assert give(one, two, LINE + 3) == first
    give(one, three, LINE + 3)
    give(again, two, LINE + 3)
    assert Pair.unscoped.filter(found__in=[two.pk, three.pk]).count() == 3


def test_m37_and_m38_only_those_on_or_above_the_line_are_offered_best_first(land: Land) -> None:
    one = report(land)
    found = [case(land, town) for town in ("nashik", "nashik", "pune", "gaya", "gaya")]
    for other, bits in zip(found[:4], (LINE - 0.5, LINE, LINE + 1.5, LINE - 0.8), strict=True):
        give(one, other, bits)
    assert standing(one) == [LINE + 1.5, LINE]
    for other, bits in zip(found, (LINE - 0.5, LINE - 0.9, LINE + 1.9, LINE - 0.8, LINE + 1.1), strict=True):
        give(one, other, bits)
    assert standing(one) == [LINE + 1.9, LINE + 1.1]
    dropped = stored(one, found[1])
    assert dropped is not None and dropped.verdict == "dropped"


def test_m39_a_confirmed_pair_stays_confirmed_in_a_later_run_without_it(land: Land) -> None:
    one, two = report(land), case(land)
    decided(land, give(one, two, LINE + 3), ("gaya.ps", "same"), ("nashik.cwc", "same"))
    give(one, two, LINE - 3)
    pair = stored(one, two)
    assert pair is not None and pair.verdict == "confirmed"


def test_m40_a_rejected_pair_stays_rejected_and_is_not_offered_again(land: Land) -> None:
    one, two = report(land), case(land)
    decided(land, give(one, two, LINE + 3), ("gaya.ps", "different"))
    give(one, two, LINE + 8)  # a better score alone is no new evidence
    pair = stored(one, two)
    assert pair is not None and pair.verdict == "rejected" and standing(one) == []


def test_m40_differ_new_evidence_that_speaks_more_strongly_asks_again_and_keeps_the_history(land: Land) -> None:
    """The peer never asks again; we do when somebody learnt more, because a wrong no loses a child."""
    one, two = report(land), case(land)
    decided(land, give(one, two, LINE + 3), ("gaya.ps", "different"))
    home = land.bind("nashik.home")
    admission.add_details(
        actor=home, matter_id=two.pk, at=FOUND + timedelta(days=1), opened=1,
        answers=found_answers(**{**OTHER, "father": "राजेश कुमार"}),
    )  # fmt: skip
    pair = give(one, two, LINE + 2)
    assert pair is not None and pair.verdict == "rejected"  # other evidence, but weaker
    pair = give(one, two, LINE + 6)
    assert pair is not None and (pair.verdict, pair.missing_says) == ("possible", "")
    told = list(PairStep.unscoped.filter(pair=pair).order_by("at", "pk").values_list("name", flat=True))
    assert told == ["proposed", "said", "reopened"]


def test_m42_and_m44_nothing_in_common_gives_no_pair(land: Land) -> None:
    one = report(land, name="Dennis", father="", marks=[], languages=["kn"], age={"value": 3, "basis": "told"})
    case(land)
    assert standing(one) == [] and one.state == "REPORTED"


def test_m43_more_that_is_known_gives_the_match_that_was_not_there(land: Land) -> None:
    one = report(land, name="", father="", marks=[], languages=["ta"])
    two = case(land, name="Ankeet", languages=["mag"], home_says="Gaya", age={"value": 10, "basis": "apparent"},
               marks=[{"kind": "scar", "part": "wrist", "side": "left", "text": ""}])  # fmt: skip
    assert standing(one) == []
    missing.add_details(
        actor=land.bind("gaya.ps"), matter_id=one.pk, at=FOUND + timedelta(days=1), answers=missing_answers(), version=1
    )
    pair = stored(one, two)
    assert pair is not None and pair.proposed_at == FOUND + timedelta(days=1)


def test_m45_a_report_that_is_over_gets_no_new_match(land: Land) -> None:
    one, two, three = report(land), case(land), case(land, "pune")
    decided(land, give(one, two, LINE + 3), ("gaya.ps", "same"), ("nashik.cwc", "same"))
    assert give(one, three, LINE + 9) is None and stored(one, three) is None


def home(land: Land, one: Matter) -> None:
    """The child comes home: the report's own move."""
    session.bind(machine("test"))
    matters.move(Matter.unscoped.get(pk=one.pk), "restore", actor=machine("test"), at=FOUND + timedelta(days=2))


def test_m46_and_m47_reunited_and_back(land: Land) -> None:
    one, two, three = report(land), case(land), case(land, "pune")
    pair = give(one, two, LINE + 3)
    give(one, three, LINE + 2)
    decided(land, pair, ("gaya.ps", "same"), ("nashik.cwc", "same"))
    assert [getattr(stored(one, other), "verdict", None) for other in (two, three)] == ["confirmed", "elsewhere"]
    home(land, one)
    assert [getattr(stored(one, other), "verdict", None) for other in (two, three)] == [
        "reunited",
        "reunited_elsewhere",
    ]
    assert Matter.unscoped.get(pk=one.pk).state == "RESTORED"
    matters.move(
        Matter.unscoped.get(pk=one.pk),
        "reopen",
        actor=machine("test"),
        at=FOUND + timedelta(days=3),
        why="left home again",
    )
    assert [getattr(stored(one, other), "verdict", None) for other in (two, three)] == ["confirmed", "possible"]
    assert Matter.unscoped.get(pk=one.pk).state in ("REOPENED", "MATCH_SUGGESTED")


def test_m48_every_change_of_state_is_a_line_on_both_files(land: Land) -> None:
    story = Story(land)
    story.register()
    story.admit()
    pair = story.confirm()
    match.unconfirm(actor=land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=FOUND + timedelta(hours=2))
    session.bind(machine("test"))
    for file in (story.report, story.case):
        lines = Move.unscoped.filter(matter=file, name="note_match").order_by("pk")
        told = [(line.facts["pair_from"], line.facts["pair_to"]) for line in lines]
        assert told == [("possible", "confirmed"), ("confirmed", "possible")]


def test_m51_the_confirmed_pair_is_on_both_pages_and_can_be_taken_back(land: Land) -> None:
    one, two = report(land), case(land)
    pair = decided(land, give(one, two, LINE + 3), ("gaya.ps", "same"), ("nashik.cwc", "same"))
    assert not match_words.may_undo(pair, "missing", pair.missing_by)  # the other side has answered
    match.unconfirm(actor=land.bind("gaya.sjpu"), pair_id=pair.pk, reason="not_same", at=FOUND)
    after = stored(one, two)
    assert after is not None and after.verdict == "rejected"


def test_m52_the_list_names_no_file_twice_and_leaves_the_decided_out(land: Land) -> None:
    one, again = report(land), report(land, name="सोनू", father="मोहन", marks=[], reporter_phone="0000054321")
    found = [case(land, town) for town in ("nashik", "pune", "gaya")]
    for other in found:
        give(one, other, LINE + 3)
    decided(land, give(again, found[0], LINE + 3), ("gaya.ps", "different"))
    police = land.bind("gaya.ps")
    rows = list(pair_view.listed(actor=police, show="mine"))
    assert [pair.missing_id for pair in rows] == [one.pk]
    assert pair_view.siblings(rows, actor=police) == {rows[0].pk: 2}
    assert pair_view.counts(actor=police) == {"mine": 1, "theirs": 0, "decided": 1}


# C. Comparison

#: id, left, right, the verdict of ours
COMPARED = [
    ("C-01", "male", "male", rules.MATCH),
    ("C-02", "female", "male", rules.DIFFERS),
    ("C-03", ["eth1", "eth2"], ["eth2", "eth1"], rules.MATCH),
    ("C-04", "eth3", ["eth3"], rules.MATCH),
    ("C-05", ["female", "child"], ["male", "adult"], rules.DIFFERS),
    ("C-06", ["eth1", "eth2"], ["eth1", "eht2", "eth3"], rules.DIFFERS),
    ("C-07 same", 20, 20, rules.MATCH),
    ("C-07 other", 20, 10, rules.DIFFERS),
    ("C-08 differ: one side known", "south", "", rules.ONE_SIDE),
    ("C-09 null", None, None, rules.UNKNOWN),
    ("C-09 empty", "", [], rules.UNKNOWN),
    ("C-10", ["arabic"], ["arabic", "kurdish"], rules.MATCH),
    ("C-10 differ: symmetric", ["arabic", "kurdish"], ["arabic"], rules.MATCH),
    ("C-12 differ: only the case", None, "camp", rules.ONE_SIDE),
    ("C-13", None, "", rules.UNKNOWN),
]


@pytest.mark.parametrize(("name", "left", "right", "verdict"), COMPARED, ids=[one[0] for one in COMPARED])
def test_two_facts_compare(name: str, left: Any, right: Any, verdict: str) -> None:
    assert rules.compare(left, right) == verdict


@pytest.mark.parametrize(("name", "left", "right", "verdict"), COMPARED, ids=[one[0] for one in COMPARED])
def test_it_does_not_matter_which_side_is_which(name: str, left: Any, right: Any, verdict: str) -> None:
    assert rules.compare(left, right) == rules.compare(right, left)


def shown(left: dict[str, Any], right: dict[str, Any]) -> dict[str, str]:
    """The verdict of every line of the page."""
    return {one.key: one.verdict for one in pair_view.facts({"missing": left, "found": right, "reasons": []})}


def test_c15_differ_a_father_is_compared_with_the_father_and_never_with_the_child() -> None:
    told = shown({"names": [{"text": "Yazan"}], "father": "Usama"}, {"names": [{"text": "Usama"}], "father": "Yazan"})
    assert (told["names"], told["father"]) == (rules.DIFFERS, rules.DIFFERS)


def test_c16_differ_what_one_side_does_not_know_is_no_mismatch() -> None:
    told = shown({"names": [{"text": "Ausama Al Rashid"}], "sex": "boy", "languages": ["ar"]},
                 {"names": [{"text": "Ausama Al Rashid"}], "sex": "unknown"})  # fmt: skip
    assert (told["names"], told["sex"], told["languages"]) == (rules.MATCH, rules.ONE_SIDE, rules.ONE_SIDE)
    assert told["father"] == told["marks"] == rules.UNKNOWN


def test_a_childs_own_word_for_home_is_shown_beside_the_reports_district_and_left_to_the_officer() -> None:
    told = {"missing": {"home_place": {"state": 10, "district": 196}}, "found": {"home_says": "Gaya"}, "reasons": []}
    (home,) = [one for one in pair_view.facts(told) if one.key == "home_place"]
    assert (home.found, home.verdict) == ("Gaya", rules.LOOK)
    told["reasons"] = [{"code": "home.word", "bits": 4.0, "facts": {}}]
    (home,) = [one for one in pair_view.facts(told) if one.key == "home_place"]
    assert home.verdict == rules.NEAR


def test_near_equal_candidates_are_named_to_the_officer(land: Land) -> None:
    """M-25 differ: three near-equals are not "possible" each, the page says that it cannot decide."""
    one = report(land)
    found = [case(land, town) for town in ("nashik", "pune", "gaya")]
    pairs = [give(one, other, LINE + 5 - step / 10) for step, other in enumerate(found)]
    police = land.bind("gaya.ps")
    assert [near.pk for near in pair_view.near(pairs[0], actor=police)] == [pairs[1].pk, pairs[2].pk]  # type: ignore[arg-type, union-attr]
    session.bind(machine("test"))
    match.propose(one, "missing", replace(hit(found[0], LINE + 30)), at=FOUND)
    police = land.bind("gaya.ps")
    fresh = stored(one, found[0])
    land.bind("gaya.ps")
    assert fresh is not None and pair_view.near(fresh, actor=police) == []


def test_a_match_needs_two_persons_with_access_and_not_one_who_may_write(land: Land) -> None:
    """M-13 differ: linking a trace to a case also needs access to the case, and a second person."""
    one, two = report(land), case(land)
    pair = decided(land, give(one, two, LINE + 3), ("gaya.ps", "same"))
    assert pair.verdict == "possible"
    with pytest.raises(Refused):
        match.decide(actor=replace(land.bind("nashik.cwc"), account_id=pair.missing_by), pair_id=pair.pk, says="same",
                     at=FOUND)  # fmt: skip


def test_the_stories_own_pair_is_the_one_candidate_in_both_directions(land: Land) -> None:
    """M-01 and M-02: whichever side is saved last, the same one pair stands."""
    story = Story(land)
    story.register()
    story.admit()
    session.bind(machine("test"))
    assert Pair.unscoped.filter(missing=story.report).count() == 1
    other = Story(land)
    other.admit(name="Sonu", father="Mohan Lal", age={"value": 6, "basis": "apparent"}, languages=["bho"],
                marks=[{"kind": "mole", "part": "cheek", "side": "right", "text": ""}], home_says="Patna")  # fmt: skip
    other.report = missing.register(
        actor=land.bind("gaya.ps"), at=FOUND + timedelta(hours=2),
        answers=missing_answers(name="सोनू", father="मोहन लाल", age={"value": 6, "basis": "told"}, languages=["bho"],
                                marks=[{"kind": "mole", "part": "cheek", "side": "right", "text": ""}]),
    )  # fmt: skip
    assert stored(other.report, other.case) is not None
