"""Every step of the machine by every role: those whom the law names take it, everybody else is refused."""

from datetime import timedelta
from typing import Any

import pytest

from tests.access.world import POSTS
from tests.journeys.story import REPORTED, missing_answers
from tests.missing.conftest import PHOTO, again
from vatsalya.access import session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.law.load import law
from vatsalya.lib.errors import Forbidden, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import clocks
from vatsalya.matters.models import Matter, Move
from vatsalya.missing import actions as missing
from vatsalya.missing import ahtu, diary
from vatsalya.missing.models import Ending, MissingReport, Pair, Recovery, ZeroFir

pytestmark = pytest.mark.django_db
MISSING = law().machine("missing")
LATER = REPORTED + timedelta(days=400)
STEPS = [
    (name, state)
    for name, rule in MISSING.moves.items()
    for state in (MISSING.states if "*" in rule.from_ else rule.from_)
]


@pytest.fixture
def ready(land: Any) -> tuple[Matter, dict[str, Any]]:
    """A citizen's report with everything that any guard may ask for."""
    made = missing.register(actor=land.bind("nashik.ps"), at=REPORTED, answers=missing_answers(), channel="citizen")
    session.bind(machine("test"))
    MissingReport.unscoped.filter(pk=made.pk).update(
        outcome="other", zero_fir=True, fir_no="1/2026", turned_18_at=LATER
    )
    document = diary.keep(made, PHOTO, kind="death", actor=ENGINE, at=LATER)
    ending = Ending.objects.create(
        matter=made, outcome="dead", reason=b"x", document=document, asked_by=-1, asked_at=LATER,
    )  # fmt: skip
    ending.agreed, ending.answered_by, ending.answered_at = True, -2, LATER
    ending.save(update_fields=["agreed", "answered_by", "answered_at"])
    found = Recovery.objects.create(
        matter=made, recovered_at=LATER, found_state=1, found_district=1, found_by="police", condition="well",
        produce_before="cwc", office_no=1,
    )  # fmt: skip
    pair = Pair(missing_says="same", found_says="same", missing_by=1, found_by=2)
    return made, {"ending": ending, "recovery": found, "pair": pair, "why": "three good words"}


def put(matter: Matter, state: str) -> None:
    """The report in a state, as if it had come there (with its move, or the database refuses)."""
    session.bind(machine("test"))
    Move.unscoped.create(matter=matter, name="put", from_state=matter.state, to_state=state, at=REPORTED, role="test")
    Matter.unscoped.filter(pk=matter.pk).update(state=state, closed_at=None)


def facts_for(name: str, matter: Matter, actor: Actor, facts: dict[str, Any]) -> dict[str, Any]:
    """A zero FIR is asked of the one who answers it."""
    if name in ("accept_zero", "refuse_zero"):
        return facts | {"zero": ZeroFir(matter=matter, to_no=actor.office_no)}
    return facts


@pytest.mark.parametrize("role", POSTS)
def test_a_role_takes_exactly_the_steps_that_the_law_gives_it(land: Any, ready: Any, role: str) -> None:
    matter, facts = ready
    actor, taken, refused = land.actor(POSTS[role]), 0, 0
    tried = [(n, s) for n, s in STEPS if role in MISSING.moves[n].roles or s in (MISSING.moves[n].from_[0], "REPORTED")]
    with session.engine():
        for name, state in tried:
            put(matter, state)
            if name == "transfer_ahtu":
                clocks.start(matter, "T68", at=LATER)
            before = again(matter).state
            try:
                matters.move(again(matter), name, actor=actor, at=LATER, **facts_for(name, matter, actor, facts))
            except Forbidden:
                refused += 1
                assert role not in MISSING.moves[name].roles, name
                assert again(matter).state == before, name
            else:
                taken += 1
                assert role in MISSING.moves[name].roles, name
                to = MISSING.moves[name].to
                assert again(matter).state == (before if to == "=" else to), name
    assert taken + refused == len(tried) >= len(MISSING.moves)


@pytest.mark.parametrize("name", [n for n, m in MISSING.moves.items() if "*" not in m.from_])
def test_from_any_other_state_a_step_is_refused_in_words(land: Any, ready: Any, name: str) -> None:
    matter, facts = ready
    with session.engine():
        for state in set(MISSING.states) - set(MISSING.moves[name].from_):
            put(matter, state)
            with pytest.raises(Refused, match="state.wrong"):
                matters.move(again(matter), name, actor=ENGINE, at=LATER, **facts)
            assert again(matter).state == state


#: Asked of persons only, never of the portal: tried in tests/plans/test_visits.py.
OF_PERSONS = "missing.committee_decided"
GUARDED = [(name, guard) for name, rule in MISSING.moves.items() for guard in rule.guards if guard != OF_PERSONS]


@pytest.mark.parametrize(("name", "guard"), GUARDED)
def test_without_what_its_guards_ask_for_a_step_is_refused(land: Any, name: str, guard: str) -> None:
    made = missing.register(actor=land.bind("nashik.ps"), at=REPORTED, answers=missing_answers())
    with session.engine():
        MissingReport.unscoped.filter(pk=made.pk).update(outcome="")
        if guard == "missing.transfer_free":
            ZeroFir.objects.create(
                matter=made, number="x", fir_no="1/2026", fir_on=REPORTED.date(), from_no=1, to_no=2,
                asked_at=REPORTED, unit_no=made.unit_no, realm="missing",
            )  # fmt: skip
        froms = MISSING.moves[name].from_
        state = "REPORTED" if "*" in froms else "TRACED" if "TRACED" in froms else froms[0]
        put(made, "RECOVERED" if guard == "missing.produced_first" else state)
        with pytest.raises(Refused) as no:
            matters.move(again(made), name, actor=ENGINE, at=REPORTED)
        put(made, "REPORTED")
    assert guard in no.value.codes


@pytest.mark.parametrize("role", ["dm", "dcpo", "cwc_chair", "nodal_officer", "ahtu_officer", "pic", "auditor"])
def test_a_refused_step_is_written_to_the_audit(land: Any, desk: Any, owner_sql: Any, role: str) -> None:
    from vatsalya.audit import queries as audit

    made = missing.register(actor=land.bind("nashik.ps"), at=REPORTED, answers=missing_answers())
    client = desk(POSTS[role])
    answered = client.post(f"/desk/missing/{made.pk}/do/begin_tracing/")
    assert answered.status_code in (403, 404) and again(made).state == "REPORTED"
    session.bind(machine("test"))
    assert any(row.act in ("missing.step", "missing.read") for row in audit.refusals(5))


def test_the_months_and_the_suspicion_are_the_only_ways_to_the_unit(land: Any) -> None:
    made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers())
    ids = {"matter_id": made.pk, "reason": "not found for months"}
    with pytest.raises(Refused, match="missing.ahtu_due"):
        ahtu.hand_over(actor=land.bind("gaya.ps"), at=REPORTED + timedelta(days=100), **ids)
    ahtu.hand_over(actor=land.bind("gaya.ps"), at=REPORTED + timedelta(days=130), **ids)
    assert again(made).state == "WITH_AHTU"
