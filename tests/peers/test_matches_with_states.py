"""Replayed from peers' tests (M.2, stored matches with states): same facts in, same answer out.

Where the peer's answer is not ours, the case says so with its reason. Scores are given to `propose` as the
engine would give them; the threshold is the engine's own (`rules.REVIEW`).
"""

from datetime import timedelta
from typing import Any

import pytest

from tests.country_of_tests import Land
from tests.journeys.story import FOUND, Story, found_answers
from tests.peers.replay import rows
from tests.peers.telling import LINE, OTHER, case, confirmed, decided, give, report, standing, stored, verdict
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter, Move
from vatsalya.missing import admission, match
from vatsalya.missing.models import Pair, PairStep

pytestmark = pytest.mark.django_db
#: Another child of the same station, reported by somebody else.
SONU: dict[str, Any] = {
    "name": "सोनू", "father": "मोहन", "marks": [], "reporter_name": "रीता देवी", "reporter_phone": "0000054321",
}  # fmt: skip


def test_m30_both_candidates_are_stored_with_their_scores(land: Land) -> None:
    one, two, three = report(land), case(land), case(land, "pune")
    give(one, two, LINE + 9)
    give(one, three, LINE + 4)
    assert standing(one) == [LINE + 9, LINE + 4]


#: Scores given one after the other, how the pair stands at the end (empty: no row), the score that is kept.
RUNS: list[dict[str, Any]] = [
    {"id": "M-31", "scores": [LINE + 2, LINE + 0.9], "verdict": "possible", "kept": LINE + 0.9},
    {"id": "M-32", "scores": [LINE + 2, LINE - 0.1], "verdict": "dropped", "kept": LINE - 0.1},
    {"id": "M-33", "scores": [LINE - 0.1], "verdict": "", "kept": None},
    {"id": "M-34", "scores": [LINE + 2, LINE - 5, LINE - 0.1], "verdict": "dropped", "kept": LINE - 5},
    {"id": "M-35", "scores": [LINE + 2, LINE - 5, LINE + 0.5], "verdict": "possible", "kept": LINE + 0.5},
]


@pytest.mark.parametrize("run", rows(RUNS))
def test_a_pair_follows_the_score_of_each_run(land: Land, run: dict[str, Any]) -> None:
    one, two = report(land), case(land)
    for bits in run["scores"]:
        give(one, two, bits)
    pair = stored(one, two)
    assert (verdict(one, two), pair and pair.bits) == (run["verdict"], run["kept"])
    assert Pair.unscoped.filter(missing=one, found=two.pk).count() == bool(pair)


def test_m36_a_pair_stands_once_and_each_side_may_have_others(land: Land) -> None:
    one, again = report(land), report(land, **SONU)
    two, three = case(land), case(land, "pune")
    first = give(one, two, LINE + 3)
    assert give(one, two, LINE + 3) == first
    give(one, three, LINE + 3)
    give(again, two, LINE + 3)
    assert Pair.unscoped.filter(found__in=[two.pk, three.pk]).count() == 3


def four(land: Land) -> tuple[Matter, list[Matter]]:
    """A report and four children with .5 below, on, 1.5 above and .8 below the line; a fifth without a score."""
    one = report(land)
    found = [case(land, town) for town in ("nashik", "nashik", "pune", "gaya", "gaya")]
    for other, bits in zip(found[:4], (LINE - 0.5, LINE, LINE + 1.5, LINE - 0.8), strict=True):
        give(one, other, bits)
    return one, found


#: The scores of the next run, the fifth child among them.
NEXT = (LINE - 0.5, LINE - 0.9, LINE + 1.9, LINE - 0.8, LINE + 1.1)


def test_m37_only_those_on_or_above_the_line_are_offered_best_first(land: Land) -> None:
    one, _ = four(land)
    assert standing(one) == [LINE + 1.5, LINE]


def test_m38_a_later_run_offers_a_new_one_and_drops_what_fell_below_the_line(land: Land) -> None:
    one, found = four(land)
    for other, bits in zip(found, NEXT, strict=True):
        give(one, other, bits)
    assert standing(one) == [LINE + 1.9, LINE + 1.1]
    assert verdict(one, found[1]) == "dropped"


def test_m39_a_confirmed_pair_stays_confirmed_in_a_later_run_without_it(land: Land) -> None:
    one, found = four(land)
    confirmed(land, stored(one, found[1]))
    for other, bits in zip(found, NEXT, strict=True):
        give(one, other, bits)
    assert verdict(one, found[1]) == "confirmed"


def test_m40_a_rejected_pair_stays_rejected_and_is_not_offered_again(land: Land) -> None:
    one, found = four(land)
    decided(land, stored(one, found[1]), ("gaya.ps", "different"))
    for other, bits in zip(found, NEXT, strict=True):
        give(one, other, bits)
    give(one, found[1], LINE + 8)  # a better score alone is no new evidence
    assert verdict(one, found[1]) == "rejected" and standing(one) == [LINE + 1.9, LINE + 1.1]


def test_new_evidence_that_speaks_more_strongly_asks_again_and_keeps_the_history(land: Land) -> None:
    """To M-40: the peer never asks again; we do when somebody learnt more, because a wrong no loses a child."""
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


def test_m45_a_report_that_is_over_gets_no_new_match(land: Land) -> None:
    story = Story(land)
    story.register()
    story.admit()
    story.confirm()
    twin = admission.admit(actor=land.bind("pune.home"), at=FOUND + timedelta(days=1), answers=found_answers())
    assert verdict(story.report, twin) == ""  # the search of the same facts that found Ankit finds nobody
    assert give(story.report, twin, LINE + 9) is None and verdict(story.report, twin) == ""


def home(one: Matter) -> None:
    """The child comes home: the report's own move."""
    session.bind(machine("test"))
    matters.move(Matter.unscoped.get(pk=one.pk), "restore", actor=machine("test"), at=FOUND + timedelta(days=2))


def reunited(land: Land) -> tuple[Matter, Matter, Matter]:
    """A report whose child is home, the child, and another child that was possible too."""
    one, two, three = report(land), case(land), case(land, "pune")
    pair = give(one, two, LINE + 3)
    give(one, three, LINE + 2)
    confirmed(land, pair)
    assert (verdict(one, two), verdict(one, three)) == ("confirmed", "elsewhere")
    home(one)
    return one, two, three


def test_m46_the_child_comes_home_and_its_pairs_follow(land: Land) -> None:
    one, two, three = reunited(land)
    assert (verdict(one, two), verdict(one, three)) == ("reunited", "reunited_elsewhere")
    assert Matter.unscoped.get(pk=one.pk).state == "RESTORED"


def test_m47_the_child_is_missing_again_and_the_pairs_go_back(land: Land) -> None:
    one, two, three = reunited(land)
    matters.move(
        Matter.unscoped.get(pk=one.pk),
        "reopen",
        actor=machine("test"),
        at=FOUND + timedelta(days=3),
        why="left home again",
    )
    assert (verdict(one, two), verdict(one, three)) == ("confirmed", "possible")
    assert Matter.unscoped.get(pk=one.pk).state in ("REOPENED", "MATCH_SUGGESTED")


def told_of(file: Matter) -> list[tuple[str, str]]:
    """The lines of a file about its pairs: from which state to which."""
    session.bind(machine("test"))
    lines = Move.unscoped.filter(matter=file, name="note_match").order_by("pk")
    return [(line.facts["pair_from"], line.facts["pair_to"]) for line in lines]


def test_m48_every_change_of_state_is_a_line_on_both_files(land: Land) -> None:
    one, two = report(land), case(land)
    pair = confirmed(land, give(one, two, LINE + 3))
    match.unconfirm(actor=land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=FOUND + timedelta(hours=2))
    lines = [("possible", "confirmed"), ("confirmed", "possible"), ("possible", "dropped")]  # the search drops it again
    assert told_of(one) == told_of(two) == lines
    other, third = report(land, **SONU), case(land, "nashik")
    decided(land, give(other, third, LINE + 3), ("gaya.ps", "different"))
    assert told_of(other) == told_of(third) == [("possible", "rejected")]
    match.undo(actor=land.bind("gaya.ps"), pair_id=stored(other, third).pk, at=FOUND)  # type: ignore[union-attr]
    assert told_of(other) == told_of(third) == [("possible", "rejected"), ("rejected", "possible")]


def test_a_child_that_comes_home_is_a_line_on_both_files_too(land: Land) -> None:
    one, two, _ = reunited(land)
    assert told_of(two)[-1] == ("confirmed", "reunited") and ("confirmed", "reunited") in told_of(one)
