"""What the replays tell the portal: reports, found children, candidates of the engine, and people's answers."""

from datetime import date
from typing import Any
from uuid import UUID

from tests.country_of_tests import Land, district
from tests.journeys.story import FOUND, REPORTED, found_answers, missing_answers
from tests.peers.conftest import CASES
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matching import rules as scale
from vatsalya.matching.queries import Candidate
from vatsalya.matching.record import Record
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, match, pair_view, sheet
from vatsalya.missing.models import Pair

LINE = scale.REVIEW
#: A child of whom nothing agrees with Ankit, so that the search alone proposes no pair.
OTHER: dict[str, Any] = {
    "name": "Zubair", "languages": ["ta"], "marks": [], "home_says": "", "age": {"value": 15, "basis": "apparent"},
}  # fmt: skip
#: Answers of a report and of Form 17 that tell nothing of the child but what a form cannot do without.
SILENT_REPORT: dict[str, Any] = {
    "name": "", "father": "", "marks": [], "languages": [], "home_place": None, "last_seen_text": "",
    "age": {"value": None, "basis": "told"}, "sex": "unknown", "reporter_relation": "neighbour",
}  # fmt: skip
SILENT_CASE: dict[str, Any] = {
    "name": "", "marks": [], "languages": [], "home_says": "", "found_text": "", "sex": "unknown",
    "age": {"value": None, "basis": "apparent"},
}  # fmt: skip


def report(land: Land, **more: Any) -> Matter:
    """A missing report."""
    return missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers(**more))


def case(land: Land, town: str = "nashik", **more: Any) -> Matter:
    """A found child, another one than Ankit when nothing else is said."""
    return admission.admit(actor=land.bind(f"{town}.home"), at=FOUND, answers=found_answers(**{**OTHER, **more}))


def reported(land: Land, name: str, /, **more: Any) -> Matter:
    """One of the peers' sought children, reported in our days: as old as then, without the date of birth."""
    return report(land, **{**SILENT_REPORT, **CASES["children"][name], "birth_date": "", **more})


def admitted(land: Land, name: str, /, **more: Any) -> Matter:
    """One of the peers' cases, in a home."""
    return case(land, **{**SILENT_CASE, **CASES["children"][name], "birth_date": "", **more})


def as_record(name: str, side: str, number: int) -> Record:
    """The record that these answers make before they are saved, under a number of its own."""
    town = {"missing": "Gaya", "found": "Nashik"}[side]
    made = sheet.unsaved(
        CASES["children"][name], side=side, office_no=1, event_on=date(2020, 7, 1), on=date(2020, 7, 1),
        district_code=district(town).code,
    )  # fmt: skip
    return numbered(made, number)


def numbered(made: Record, number: int) -> Record:
    """The same record under ids of its own."""
    ids = {"id": UUID(int=number), "matter_id": UUID(int=1000 + number), "child_id": UUID(int=2000 + number)}
    return Record(**{**vars(made), **ids})


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


def verdict(one: Matter, other: Matter) -> str:
    """How a pair stands; empty when there is none."""
    pair = stored(one, other)
    return pair.verdict if pair else ""


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


def confirmed(land: Land, pair: Pair | None) -> Pair:
    """Both sides, two persons, say that it is the same child."""
    return decided(land, pair, ("gaya.ps", "same"), ("nashik.cwc", "same"))


def side_by_side(land: Land, pair: Pair | None) -> dict[str, pair_view.Fact]:
    """Every line of the review page, as the police of the report read it."""
    assert pair is not None
    _, shown = match.read(actor=land.bind("gaya.ps"), pair_id=pair.pk)
    return {one.key: one for one in pair_view.facts(shown)}
