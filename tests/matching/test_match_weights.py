"""Weights are data; they learn from decided pairs; nothing is applied before a second person approved it."""

import io
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from vatsalya.lib.errors import Refused
from vatsalya.matching import actions, learn, learned, queries, rules, weights
from vatsalya.matching.record import Record, traits
from vatsalya.missing import decided

AT = datetime(2026, 6, 12, 10, tzinfo=UTC)
GOOD = {"gain": 0.1, "calibration_gain": 0.01}


def test_the_release_carries_dated_weights_with_their_basis() -> None:
    found = weights.standard()
    assert found.version == 0 and found.valid_from == date(2026, 11, 25) and found.basis and not found.learned


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("time", "up_to", [30, 7, 90, 180, 730, 10000]),
        ("time", "bits", [1.0]),
        ("sex", "same", "much"),
        ("thresholds", "alert", 1.0),
        ("thresholds", "near_equal_odds", 0.5),
        ("learned", "name", 1.0),
        ("learned", "name.same", 99.0),
        ("learned", "name.same", float("nan")),
    ],
)
def test_a_mistake_in_the_file_stops_the_start_with_its_place(table: str, key: str, value: Any) -> None:
    with weights.FILE.open("rb") as file:
        given = weights.tomllib.load(file)
    given[table][key] = value
    with pytest.raises(weights.BadWeights):
        weights.read(given)


def test_a_file_without_date_or_basis_is_refused() -> None:
    with pytest.raises(weights.BadWeights):
        weights.read({"version": 1})


def test_a_learned_shift_moves_its_own_level_and_stays_inside_its_part(missing: Record, found: Record) -> None:
    moved = weights.standard().with_learned({"mark.one": 1.5}, version=7, valid_from=date(2026, 12, 1), basis="test")
    before = rules.score(traits(found), [traits(missing)])
    after = rules.score(traits(found), [traits(missing)], weights=moved)
    assert after.parts["mark"][0] == pytest.approx(before.parts["mark"][0] + 1.5)
    assert after.total[0] == pytest.approx(sum(part[0] for part in after.parts.values()))
    assert {part for part in before.parts if before.parts[part][0] != after.parts[part][0]} == {"mark"}


def pairs(count: int, *, seed: int, mark_tells: float) -> list[learn.Pair]:
    """Decided pairs in which an agreeing mark is seen in this share of true pairs, and in one of ten others."""
    luck, made = random.Random(seed), []
    for number in range(count):
        same = number % 2 == 0
        mark = luck.random() < (mark_tells if same else 0.1)
        levels = {
            "mark": "one" if mark else "none",
            "name": "same" if luck.random() < (0.8 if same else 0.5) else "differs",
        }
        made.append(learn.Pair(levels, luck.gauss(20 if same else 17, 4), 0, same))
    return made


def blocked(count: int = 400) -> list[learn.Pair]:
    return [replace(pair, same=None) for pair in pairs(count, seed=5, mark_tells=0.3)]


def test_a_mark_that_tells_more_than_was_believed_gains_bits() -> None:
    made = learn.estimate(pairs(300, seed=1, mark_tells=0.95), blocked(), weights.standard(), chance=rules.probability)
    assert made.learned["mark.one"] > 0.2 and made.learned["mark.none"] < -0.2
    assert made.gain > 0
    assert made.report["before"]["log_loss"] > made.report["after"]["log_loss"]
    assert {"precision", "recall"} == set(made.report["after"]["alert"])


def test_few_or_one_sided_labels_teach_nothing() -> None:
    with pytest.raises(learn.TooFew):
        learn.estimate(pairs(20, seed=1, mark_tells=0.9), blocked(), weights.standard(), chance=rules.probability)
    only = [replace(pair, same=True) for pair in pairs(200, seed=1, mark_tells=0.9)]
    with pytest.raises(learn.TooFew):
        learn.estimate(only, blocked(), weights.standard(), chance=rules.probability)


def test_labels_that_say_what_is_believed_move_nearly_nothing() -> None:
    believed = blocked(2_000)
    decided_so = [
        replace(one, same=rules.probability(one.bits) > random.Random(n).random())
        for n, one in enumerate(believed[:600])
    ]
    made = learn.estimate(decided_so, believed, weights.standard(), chance=rules.probability)
    assert all(abs(bits) < 0.5 for bits in made.learned.values())


@pytest.fixture
def machine(be: Any) -> None:
    """The transaction belongs to a duty of the machine."""
    be("")


def propose(learned_: dict[str, float], report: dict[str, float] = GOOD, by: str = "estimator") -> int:
    return actions.propose_weights(learned=learned_, report=report, by=by, at=AT)


def test_proposing_changes_no_score_and_approving_does(machine: None, missing: Record, found: Record) -> None:
    actions.publish(missing, AT)
    (before,) = queries.find(found)
    number = propose({"mark.one": 2.0})
    (proposed,) = queries.find(found)
    assert proposed.score_bits == before.score_bits and proposed.weights == 0
    actions.approve_weights(version=number, by="a second officer", at=AT)
    (after,) = queries.find(found)
    assert after.score_bits == pytest.approx(before.score_bits + 2.0, abs=0.11) and after.weights == number
    actions.approve_weights(version=0, by="a third officer", at=datetime(2026, 6, 13, tzinfo=UTC))
    (back,) = queries.find(found)
    assert back.score_bits == before.score_bits and back.weights == 0


def test_one_person_does_not_propose_and_approve(machine: None) -> None:
    number = propose({"mark.one": 1.0}, by="one officer")
    for by in ("one officer", " one officer ", ""):
        with pytest.raises(Refused) as refused:
            actions.approve_weights(version=number, by=by, at=AT)
        assert refused.value.codes == ["matching.weights_second_person"]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT match_weights_approve(%s, 'one officer', now())", [number])


def test_weights_that_tell_no_better_are_refused_unless_somebody_insists(machine: None) -> None:
    number = propose({"mark.one": 1.0}, {"gain": 0.1, "calibration_gain": -0.02})
    with pytest.raises(Refused) as refused:
        actions.approve_weights(version=number, by="a second officer", at=AT)
    assert refused.value.codes == ["matching.weights_no_better"] and learned.now().version == 0
    assert actions.approve_weights(version=number, by="a second officer", at=AT, anyway=True).version == number


def test_unusable_shifts_are_not_even_kept(machine: None) -> None:
    with pytest.raises(weights.BadWeights):
        propose({"mark.one": 40.0})
    assert [row["version"] for row in learned.versions()] == [0]


def test_no_officers_account_proposes_approves_or_draws_a_sample(officer: str) -> None:
    for statement in (
        "SELECT match_weights_propose('2026-11-24', '{}', '{}', 'x', now())",
        "SELECT match_weights_approve(0, 'x', now())",
        "SELECT * FROM match_sample(10)",
        "INSERT INTO matching_weights VALUES (9)",
        "SELECT * FROM matching_weights",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def run(*words: str, **more: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("match_weights", *words, "--json", stdout=out, **more)
    return json.loads(out.getvalue())


def test_the_command_estimates_shows_and_approves(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decided, "pairs", lambda: (pairs(300, seed=1, mark_tells=0.95), 4))
    made = run("estimate", "--by", "nodal office")
    assert made["in_force"] == 0 and made["report"]["decided_before_levels_were_kept"] == 4
    assert {"before", "after"} <= set(made["report"])
    with pytest.raises(CommandError, match="Somebody else"):
        run("approve", "--version", str(made["version"]), "--by", "nodal office")
    with pytest.raises(CommandError, match="--by"):
        run("approve", "--version", str(made["version"]))
    done = run("approve", "--version", str(made["version"]), "--by", "State nodal officer", "--anyway")
    assert done["in_force"] == made["version"] == run("show")["in_force"]
    assert [row["approved_by"] for row in run("show")["versions"]] == ["released", "State nodal officer"]


def test_the_command_says_when_there_is_nothing_to_learn_from(db: None) -> None:
    with pytest.raises(CommandError, match="decided pairs"):
        run("estimate")


def test_the_two_lines_follow_from_what_reviewers_can_look_at(db: None) -> None:
    derived = run("thresholds", "--searches", "2000")
    assert derived["derived"]["alert"] >= derived["derived"]["review"]
    busy = run("thresholds", "--searches", "2000", "--per-day", "0.2")
    assert busy["derived"]["review"] > derived["derived"]["review"]


def test_thresholds_by_hand() -> None:
    rows = [(30, 10, 10), (24, 10, 9.5), (18, 40, 20), (12, 100, 5), (6, 1000, 1)]
    assert rules.thresholds(rows, districts=20, per_day=3) == {"review": 18.0, "alert": 24.0}
    assert rules.thresholds(rows, districts=60, per_day=3) == {"review": 12.0, "alert": 24.0}
    assert rules.thresholds(rows, districts=1, per_day=3)["review"] > 30  # nobody can look at anything
