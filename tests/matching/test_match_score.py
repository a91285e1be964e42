"""A score is absolute, adds up, treats the unknown as silence, and puts the journey's pair first."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from bench.synthetic import Country
from vatsalya.matching import block, rules
from vatsalya.matching.keys import hashed, locks, own_keys, probe_keys
from vatsalya.matching.record import Record, Traits, traits, unpack

LOCKS = locks(b"0" * 32)


def bits(one: Record, other: Record) -> dict[str, float]:
    """Each part's bits for one pair, with the sum."""
    scores = rules.score(traits(one), [traits(other)])
    return {part: float(worth[0]) for part, worth in scores.parts.items()} | {"total": float(scores.total[0])}


def test_the_journeys_pair_stands_far_above_the_alert_line(missing: Record, found: Record) -> None:
    got = bits(found, missing)
    assert got["total"] > rules.ALERT + 5
    assert rules.band(got["total"]) == "alert"
    assert got["name"] > 8 and got["mark"] > 6 and got["language"] > 4 and got["travel"] < 0


def test_a_larger_register_asks_for_more_before_both_offices_are_told_and_for_the_same_score() -> None:
    assert rules.alert_line(800_000) == rules.ALERT
    assert rules.ALERT + 1 < rules.alert_line(10_000_000) < rules.ALERT + 2
    assert rules.band(rules.ALERT) == "alert"
    assert rules.band(rules.ALERT, register=10_000_000) == "review"


def test_the_parts_add_up_and_the_direction_does_not_matter(missing: Record, found: Record) -> None:
    there, back = bits(found, missing), bits(missing, found)
    assert there["total"] == pytest.approx(sum(worth for part, worth in there.items() if part != "total"))
    assert there["total"] == pytest.approx(back["total"])


def test_another_record_changes_no_pairs_score(missing: Record, found: Record) -> None:
    country = Country(5)
    strangers = [traits(country.missing(country.child())) for _ in range(50)]
    alone = rules.score(traits(found), [traits(missing)]).total[0]
    among = rules.score(traits(found), [*strangers, traits(missing)])
    assert among.total[-1] == pytest.approx(alone)
    assert np.allclose(among.total[:-1], rules.score(traits(found), strangers).total)


@pytest.mark.parametrize(
    ("field", "part"),
    [("names", "name"), ("marks", "mark"), ("languages", "language"), ("sex", "sex"), ("age_value", "age")],
)
def test_what_is_not_known_is_silence_and_no_mismatch(missing: Record, found: Record, field: str, part: str) -> None:
    silent = replace(missing, **{field: None if field in {"sex", "age_value"} else []})
    assert bits(found, silent)[part] == 0


def test_a_parent_is_never_compared_with_the_child(missing: Record, found: Record) -> None:
    other = replace(missing, names=["सुरेश"], father="अंकित")
    assert bits(found, other)["name"] < 0
    assert bits(found, other)["father"] == 0


def test_order_and_joining_of_words_do_not_matter(missing: Record, found: Record) -> None:
    straight = bits(replace(found, names=["Ramesh Paswan"]), replace(missing, names=["रमेश पासवान"]))["name"]
    turned = bits(replace(found, names=["Paswan Ramesh"]), replace(missing, names=["रमेश पासवान"]))["name"]
    one_word = bits(replace(found, names=["Rameshpaswan"]), replace(missing, names=["रमेश पासवान"]))["name"]
    assert straight == pytest.approx(turned)
    assert one_word > 5


def test_an_eye_may_err_more_than_a_certificate(missing: Record, found: Record) -> None:
    by_eye = bits(replace(found, age_value=12), missing)["age"]
    by_paper = bits(replace(found, age_value=12, age_basis="birth certificate"), missing)["age"]
    assert by_paper < by_eye


def test_years_that_pass_are_allowed_for(missing: Record, found: Record) -> None:
    later = replace(found, event_on=date(2029, 6, 12), age_value=12)
    assert bits(later, missing)["age"] > 0


def test_a_child_found_before_it_was_lost_is_another_child(missing: Record, found: Record) -> None:
    assert bits(replace(found, event_on=date(2026, 5, 1)), missing)["time"] < -5


def test_left_and_right_confused_says_less_than_agreed(missing: Record, found: Record) -> None:
    turned = bits(replace(found, marks=[("scar", "wrist", "right")]), missing)["mark"]
    assert 0 < turned < bits(found, missing)["mark"] - 3


def test_the_chance_grows_with_bits_and_shrinks_with_the_register() -> None:
    chances = [rules.probability(bits, 600_000) for bits in range(-10, 50, 5)]
    assert chances == sorted(chances) and chances[0] > 0 and chances[-1] < 1
    assert rules.probability(22, 10_000_000) < rules.probability(22, 600_000)
    assert rules.probability(22, 10) == rules.probability(22, 1_000)


def test_the_missing_fact_that_would_help_most_is_named_first(found: Record) -> None:
    asked = rules.wanted(traits(found))
    assert asked[0] == "phone" and "name" not in asked and "mother" in asked


def test_traits_survive_being_stored(missing: Record) -> None:
    kept = traits(missing)
    columns = {"side": kept.side, "sex": kept.sex, "event_on": kept.event_on}
    again = unpack(kept.pack(), state=kept.state, district=kept.district, **columns)
    assert rules.score(again, [kept]).total[0] == pytest.approx(rules.score(kept, [kept]).total[0], abs=0.01)
    assert again.child == kept.child and again.marks == kept.marks


def test_keys_say_nothing_without_the_secret(missing: Record) -> None:
    found = traits(missing)
    assert not set(own_keys(found, LOCKS)) & set(own_keys(found, locks(b"1" * 32)))
    assert all(-(2**31) <= key < 2**31 for key in own_keys(found, LOCKS))
    assert hashed("a", LOCKS) == hashed("a", LOCKS) != hashed("b", LOCKS)


def test_the_journeys_pair_shares_several_keys(missing: Record, found: Record) -> None:
    assert len(set(own_keys(traits(missing), LOCKS)) & set(probe_keys(traits(found), LOCKS))) >= 4


def test_rarest_keys_are_asked_first_and_a_huge_one_is_left_out() -> None:
    assert block.rarest([1, 2, 3], {1: 9000, 2: 100}, budget=800) == [3, 2]
    assert block.rarest([1], {1: 9000}, budget=800) == [1]


@pytest.fixture(scope="module")
def country() -> list[Traits]:
    """Twenty thousand missing reports."""
    made = Country(11)
    return [traits(made.missing(made.child())) for _ in range(20_000)]


def test_the_journeys_pair_comes_first_among_twenty_thousand(
    country: list[Traits], missing: Record, found: Record
) -> None:
    kept = [*country, traits(missing)]
    ours, index = traits(found), {}
    for place, one in enumerate(kept):
        for key in own_keys(one, LOCKS):
            index.setdefault(key, []).append(place)
    probes = block.rarest(probe_keys(ours, LOCKS), {key: len(rows) for key, rows in index.items()})
    rows = sorted({row for key in probes for row in index.get(key, ())})
    totals = rules.score(ours, [kept[row] for row in rows]).total
    order = totals.argsort()[::-1]
    assert rows[order[0]] == len(country)
    assert totals[order[0]] > totals[order[1]] + 5
