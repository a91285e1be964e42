"""The invented steps are steps that the law's machines allow, in order of time."""

from datetime import UTC, datetime

import pytest

from vatsalya.country import course
from vatsalya.country.generate import generate
from vatsalya.law.load import law

UNTIL = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
# The first step of a matter opens it and is no move of the machine.
OPENINGS = {"register", "report", "record", "admit_emergency"}


def _aware(records):
    for row in records.rows():
        yield {k: v.replace(tzinfo=UTC) if isinstance(v, datetime) else v for k, v in row.items()}


@pytest.fixture(scope="module")
def courses() -> dict[str, list[list[course.Step]]]:
    """The steps of two thousand children's records."""
    batch = next(generate(children=2000, seed=11))
    found = list(_aware(batch.found))
    return {
        "missing": [course.of_missing(row, UNTIL) for row in _aware(batch.missing)],
        "cncp": [course.of_case(row, UNTIL) for row in found],
        "placement": [course.of_stay(row) for row in found],
        "helpline": [course.of_call(row, UNTIL) for row in _aware(batch.calls)],
    }


KINDS = ["missing", "cncp", "placement", "helpline"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_step_is_a_move_from_the_state_before(courses, kind):
    machine = law().machine(kind)
    wrong = set()
    for steps in courses[kind]:
        assert steps[0].name in OPENINGS and steps[0].to in machine.states
        for before, step in zip(steps, steps[1:], strict=False):
            move = machine.moves.get(step.name)
            if move is None or before.to not in move.from_ or move.to != step.to:
                wrong.add((before.to, step.name, step.to))
    assert wrong == set()


@pytest.mark.parametrize("kind", KINDS)
def test_no_step_comes_before_the_one_it_follows(courses, kind):
    assert all(a.at < b.at for steps in courses[kind] for a, b in zip(steps, steps[1:], strict=False))


@pytest.mark.parametrize("kind", KINDS)
def test_every_step_is_made_by_a_role_of_the_law_data(courses, kind):
    assert {step.role for steps in courses[kind] for step in steps} <= set(law().roles)


def test_records_stand_in_many_states(courses):
    states = {kind: {steps[-1].to for steps in some} for kind, some in courses.items()}
    assert {"TRACING", "CLOSED"} <= states["missing"]
    assert {"UNDER_INQUIRY", "LONG_TERM_CARE", "FOLLOW_UP", "CLOSED"} <= states["cncp"]
    assert states["placement"] == {"ADMITTED", "DISCHARGED"}
