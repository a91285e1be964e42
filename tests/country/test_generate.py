"""The synthetic country is the same for a seed, has the shapes of the real one, and keeps its truth outside."""

import itertools
import time
import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from vatsalya.country import truth
from vatsalya.country.dice import IST
from vatsalya.country.generate import PART, generate
from vatsalya.country.parameters import parameters
from vatsalya.country.records import Found, Missing

LAW = Path(__file__).resolve().parents[2] / "src" / "vatsalya" / "law" / "codes"


@pytest.fixture(scope="module")
def country():
    """Fifty thousand children in three parts."""
    return list(generate(children=50_000, seed=7))


@pytest.fixture(scope="module")
def missing(country) -> Missing:
    """All missing reports."""
    return Missing.join([batch.missing for batch in country])


@pytest.fixture(scope="module")
def found(country) -> Found:
    """All found children."""
    return Found.join([batch.found for batch in country])


def _pairs(country, kind):
    return [row for batch in country for row in batch.pairs.rows() if row["kind"] == kind]


def _same(one, other) -> bool:
    return all(list(a.rows()) == list(b.rows()) for a, b in zip(one, other, strict=True))


def test_a_seed_gives_the_same_country_twice():
    first, second = (list(generate(children=700, seed=3)) for _ in range(2))
    assert _same([b.missing for b in first], [b.missing for b in second])
    assert _same([b.found for b in first], [b.found for b in second])
    assert _same([b.pairs for b in first], [b.pairs for b in second])


def test_another_seed_gives_another_country():
    first, second = (next(generate(children=700, seed=seed)) for seed in (3, 4))
    assert first.missing.name.tolist()[:50] != second.missing.name.tolist()[:50]


def test_the_first_part_does_not_change_when_the_country_grows():
    small, large = next(generate(children=PART, seed=5)), next(generate(children=PART * 3, seed=5))
    assert small.missing.number.tolist() == large.missing.number.tolist()


def test_the_smallest_country_has_something_of_everything():
    batch = next(generate(children=200, seed=1))
    assert min(map(len, (batch.missing, batch.found, batch.calls, batch.pairs))) >= 5


def test_ten_thousand_children_take_under_three_seconds():
    next(generate(children=1, seed=1))  # the names are read once
    start = time.process_time()
    total = sum(batch.children for batch in generate(children=10_000, seed=2))
    assert total == 10_000 and time.process_time() - start < 3


def test_any_size_streams_in_the_memory_of_one_part():
    ten_million = generate(children=10_000_000, seed=1)
    assert [batch.start for batch in itertools.islice(ten_million, 2)] == [0, PART]


def test_no_record_number_is_given_twice(country, missing, found):
    calls = [number for batch in country for number in batch.calls.number]
    numbers = [*missing.number, *found.number, *calls]
    assert len(set(numbers)) == len(numbers)
    assert missing.serial.tolist() == sorted(set(missing.serial.tolist()))


def test_the_three_states_of_the_published_order_come_first(missing):
    states, counts = np.unique(missing.state, return_counts=True)
    order = states[np.argsort(-counts)][:3].tolist()
    assert order == [19, 23, 33]
    assert counts.max() / len(missing) == pytest.approx(0.16, abs=0.02)


def test_a_fifth_of_the_districts_holds_four_fifths_of_the_children(missing):
    here = missing.home_district[missing.state == 9]
    counts = np.sort(np.unique(here, return_counts=True)[1])[::-1]
    assert counts[:15].sum() / counts.sum() == pytest.approx(0.8, abs=0.06)


def test_three_of_four_missing_children_are_girls(missing):
    assert (missing.sex == "girl").mean() == pytest.approx(0.74, abs=0.03)


def test_most_missing_girls_are_over_fourteen(missing):
    girls = missing.age[missing.sex == "girl"]
    assert (girls >= 15).mean() == pytest.approx(0.72, abs=0.06)


def test_half_are_recovered_within_a_week_and_three_quarters_within_a_month(country):
    told = Missing.join([batch.missing for batch in country])
    told = told.take(told.lost_at < told.reported_at.max() - np.timedelta64(400, "D"))
    days = (told.traced_at - told.lost_at) / np.timedelta64(86400, "s")
    assert np.nanmean(np.where(np.isnat(told.traced_at), False, days <= 7.2)) == pytest.approx(0.5, abs=0.07)
    assert np.nanmean(np.where(np.isnat(told.traced_at), False, days <= 31)) == pytest.approx(0.75, abs=0.09)


def test_one_father_in_seven_is_unknown(missing):
    assert (missing.father == "").mean() == pytest.approx(0.15, abs=0.02)


def test_one_report_in_ten_has_no_photograph_and_two_an_old_one(missing):
    assert (missing.photo == 0).mean() == pytest.approx(0.10, abs=0.02)
    assert (missing.photo == 1).mean() == pytest.approx(0.20, abs=0.02)


def test_names_are_written_in_at_least_a_dozen_scripts(missing, found):
    letters = {name[0] for name in [*missing.name, *found.name] if name}
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    assert {"DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "GUJARATI", "GURMUKHI", "ARABIC", "LATIN"} <= scripts
    assert {"KANNADA", "MALAYALAM", "ORIYA", "MEETEI"} <= scripts


def test_a_name_is_written_in_one_script(missing):
    def scripts(text: str) -> set[str]:
        return {unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha()}

    assert [name for name in missing.name if len(scripts(name)) > 1] == []


def test_a_true_pair_crosses_a_state_border_in_one_case_of_seven(country):
    pairs = _pairs(country, "same_child")
    assert len(pairs) > 2000
    assert np.mean([pair["interstate"] for pair in pairs]) == pytest.approx(0.16, abs=0.03)


def test_true_pairs_spell_the_child_anew_and_guess_the_age(country, missing, found):
    left = dict(zip(missing.number, zip(missing.name, missing.age, strict=True), strict=True))
    right = dict(zip(found.number, zip(found.name, found.age, strict=True), strict=True))
    both = [(left[pair["left"]], right[pair["right"]]) for pair in _pairs(country, "same_child")]
    drift = np.array([theirs[1] - ours[1] for ours, theirs in both])
    assert 0.4 < np.mean([ours[0] != theirs[0] for ours, theirs in both]) < 0.95
    assert set(drift.tolist()) <= {-2, -1, 0, 1, 2} and (abs(drift) == 2).mean() > 0.1


def test_three_in_a_hundred_found_children_are_entered_twice(country, found):
    twice = len(_pairs(country, "entered_twice"))
    assert twice / (len(found) - twice) == pytest.approx(0.03, abs=0.005)


def test_eight_in_a_hundred_citizens_reports_repeat_one_of_the_police(country, missing):
    citizens = (missing.channel == "citizen").sum()
    assert len(_pairs(country, "citizen_repeats")) / citizens == pytest.approx(0.08, abs=0.01)


def test_an_unrecognised_child_is_still_missing_and_still_in_care(country, missing, found):
    traced = dict(zip(missing.number, missing.traced_at, strict=True))
    left_home = dict(zip(found.number, found.discharged_at, strict=True))
    open_pairs = [pair for pair in _pairs(country, "same_child") if not pair["recognised"]]
    assert len(open_pairs) > 500
    assert all(np.isnat(traced[pair["left"]]) for pair in open_pairs)
    assert all(np.isnat(left_home[pair["right"]]) for pair in open_pairs)


def test_nobody_is_found_before_being_lost_nor_reported_in_the_future(country, missing, found):
    until = np.datetime64(parameters()["time"]["until"].isoformat(), "s")
    assert (missing.reported_at >= missing.lost_at).all() and (missing.reported_at < until).all()
    assert (found.charge_at >= found.found_at).all() and (found.found_at < until).all()
    assert (found.produced_at[~np.isnat(found.produced_at)] > found.charge_at[~np.isnat(found.produced_at)]).all()
    known = ~np.isnat(missing.traced_at)
    assert (missing.traced_at[known] > missing.reported_at[known]).all()


def test_final_orders_are_made_in_office_hours(found):
    at = found.ordered_at[~np.isnat(found.ordered_at)] + IST
    hours = (at - at.astype("datetime64[D]")).astype(int) // 3600
    assert np.isin(hours, [10, 11, 15, 16]).mean() > 0.6


def test_calls_are_most_in_may_and_in_the_evening(country):
    called = np.concatenate([batch.calls.called_at for batch in country]) + IST
    months = np.bincount(called.astype("datetime64[M]").astype(int) % 12, minlength=12)
    hours = np.bincount((called - called.astype("datetime64[D]")).astype(int) // 3600, minlength=24)
    assert set(np.argsort(-months)[:2].tolist()) == {4, 5}
    assert hours[17:21].sum() / hours.sum() > 0.28


def test_the_truth_is_written_beside_the_database_and_read_back(tmp_path):
    batches = list(truth.write(generate(children=500, seed=9), tmp_path))
    kept = list(truth.read(tmp_path))
    assert len(kept) == sum(len(batch.pairs) for batch in batches) > 0
    assert {pair["kind"] for pair in kept} <= {"same_child", "entered_twice", "citizen_repeats", "call"}


def test_the_last_day_can_be_given_and_changes_nothing_but_dates():
    one = next(generate(children=300, seed=2))
    other = next(generate(children=300, seed=2, until=date(2027, 1, 1)))
    assert one.missing.name[:20].tolist() == other.missing.name[:20].tolist()
    assert (other.missing.lost_at[:20] > one.missing.lost_at[:20]).all()


LISTS = {
    "circumstances": "circumstances", "producers": "producers", "grounds": "grounds", "sides": "sides",
    "helpline_callers": "helpline_callers", "helpline_needs": "helpline_needs", "triage": "triage",
    "mark_kinds": "mark_kinds", "body_parts": "body_parts", "disability": "disability",
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_codes_are_those_of_the_law_data(name):
    known = tomllib.loads((LAW / f"{LISTS[name]}.toml").read_text(encoding="utf-8"))
    assert set(parameters()["codes"][name]) <= set(known)


def test_languages_are_those_of_the_law_data(missing):
    known = tomllib.loads((LAW / "languages.toml").read_text(encoding="utf-8"))
    assert {code for some in missing.languages for code in some} <= set(known)
