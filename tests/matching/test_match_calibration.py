"""The chance told is the chance that comes true; a score hangs on its two records alone."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.calibrate import FIRST
from bench.in_memory import Ask, Register, made, measured
from bench.synthetic import Country
from vatsalya.matching import calibration, rules
from vatsalya.matching.record import Record, traits

SEED = 77  # of neither the fitted nor the measured country


@pytest.fixture(scope="module")
def country() -> tuple[Register, list[Ask]]:
    """Ten thousand entries and searches among them, of which a fifth belong to nobody."""
    return made(10_000, 600, SEED)


def test_the_chance_told_comes_true(country: tuple[Register, list[Ask]]) -> None:
    register, asks = country
    groups, lists = measured(register, asks)
    told = [(rules.probability(bits, register.size), right) for found in lists for bits, right in found[:FIRST]]
    # a register ten times smaller than it was fitted on is judged as if it were that large, so it errs on the low side
    assert calibration.error(*zip(*told, strict=True)) <= 0.05
    alerts = [right for found in lists for bits, right in found[:1] if bits >= rules.ALERT]
    assert np.mean(alerts) >= 0.95
    assert groups["all"]["@10"] >= 0.88 and groups["2+ facts"]["@10"] >= 0.94


def test_what_was_measured_at_a_hundred_thousand_is_kept_with_its_date() -> None:
    found = calibration.standard()
    assert found.valid_from and "expected calibration error" in found.basis and len(found.distribution) > 10
    measured_error = float(found.basis.split("expected calibration error ")[1].split()[0])
    assert measured_error <= 0.03


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-40, 40), st.booleans()), min_size=1, max_size=60))
def test_pooled_shares_never_fall(pairs: list[tuple[float, bool]]) -> None:
    values, truths = zip(*pairs, strict=True)
    _, shares, weights = calibration.pooled(values, truths)
    assert (np.diff(shares) > 0).all() and weights.sum() == len(pairs)
    assert (shares * weights).sum() == pytest.approx(sum(truths))


def test_more_bits_always_mean_a_higher_chance() -> None:
    chances = [rules.probability(bits, 600_000) for bits in np.arange(-60, 90, 0.25)]
    assert all(one < other for one, other in zip(chances, chances[1:], strict=False))
    assert chances[0] > 0 and chances[-1] < 1


def test_knots_that_fall_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        calibration.read({"valid_from": date(2026, 1, 1), "basis": "", "bits": [1, 2], "odds": [2, 1]})


NAMES = st.sampled_from(
    "Ankit अंकित Raju Rajesh Golu Mohammad ফাতিমা Lakshmi லக்ஷ்மி Sunita Ram-Kumar Ramkumar unknown अज्ञात x Thangjam".split()
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "names": st.lists(st.lists(NAMES, min_size=1, max_size=3).map(" ".join), max_size=2),
        "father": st.lists(NAMES, min_size=1, max_size=2).map(" ".join),
        "mother": NAMES,
        "sex": st.sampled_from(["boy", "girl", "transgender", "unknown"]),
        "age_value": st.integers(0, 18),
        "age_basis": st.sampled_from(["parent", "judged by eye", "document", ""]),
        "state_code": st.sampled_from(["10", "27", "33"]),
        "district_code": st.sampled_from(["196", "487", "999999"]),
        "home_district": st.sampled_from(["196", "487"]),
        "place_words": st.lists(st.sampled_from(["Gaya", "गया जंक्शन", "Nashik Road", "Igatpuri"]), max_size=2),
        "languages": st.lists(st.sampled_from(["hi", "mag", "sat", "ta", "ur"]), max_size=3, unique=True),
        "marks": st.lists(
            st.tuples(
                st.sampled_from(["scar", "mole", "tattoo", "other"]),
                st.sampled_from(["wrist", "knee", ""]),
                st.sampled_from(["left", "right", ""]),
                st.sampled_from(["", "MAA", "माँ"]),
            ),
            max_size=4,
        ),
        "disability": st.sampled_from(["none", "hearing", "visual"]),
        "height_cm": st.integers(60, 180),
        "clothes": st.lists(st.sampled_from(["red shirt", "blue frock"]), max_size=2),
        "phone_hmac": st.sampled_from(["a" * 24, "b" * 24]),
        "words_said": st.lists(st.sampled_from(["Dadi", "Gaya", "chhat"]), max_size=2),
        "side": st.sampled_from(["missing", "found", "helpline", "sighting"]),
        "event_on": st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    },
)


def record(number: int, facts: dict) -> Record:
    given_ = {"side": "missing", "event_on": date(2026, 6, 1)} | facts
    return Record(id=UUID(int=number), office_no=1, **given_)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FACTS, FACTS, st.lists(FACTS, max_size=4))
def test_a_score_is_of_two_records_the_same_in_both_directions_and_the_sum_of_its_parts(
    one: dict, other: dict, strangers: list[dict]
) -> None:
    ours, theirs = traits(record(1, one)), traits(record(2, other))
    crowd = [traits(record(10 + n, facts)) for n, facts in enumerate(strangers)]
    alone = rules.score(ours, [theirs])
    among = rules.score(ours, [*crowd, theirs, *crowd])
    back = rules.score(theirs, [ours])
    for part, bits in alone.parts.items():
        assert among.parts[part][len(crowd)] == pytest.approx(bits[0], abs=1e-4), part
        assert back.parts[part][0] == pytest.approx(bits[0], abs=1e-4), part
    assert alone.total[0] == pytest.approx(sum(bits[0] for bits in alone.parts.values()), abs=1e-6)
    assert alone.levels(0) == among.levels(len(crowd))


def test_an_unrelated_record_in_the_register_changes_no_score(missing: Record, found: Record) -> None:
    other = Country(5)
    strangers = [replace(other.missing(other.child()), names=list(missing.names)) for _ in range(200)]
    small, large = Register([missing]), Register([missing, *strangers])
    score = dict(small.search(found))[missing.id]
    assert dict(large.search(found, limit=300))[missing.id] == pytest.approx(score)
