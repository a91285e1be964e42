"""Replayed from peers' tests (M.2): which matches a search offers, and when, with the real engine on real files."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.country_of_tests import Land
from tests.journeys.story import FOUND, Story, found_answers, missing_answers
from tests.peers.conftest import record
from tests.peers.telling import SILENT_CASE, SILENT_REPORT, case, report, standing, stored
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.law.load import law
from vatsalya.law.shapes import Override
from vatsalya.matching import actions as engine
from vatsalya.matching import photo, queries, rules
from vatsalya.matching.record import traits
from vatsalya.matters.models import Matter, Move
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, pair_view
from vatsalya.missing import queries as reports
from vatsalya.missing.models import Pair

pytestmark = pytest.mark.django_db
AT = datetime(2020, 7, 24, 10, tzinfo=UTC)


def steps(one: Matter, name: str) -> list[datetime]:
    """When a report made this move; a first possible match is `suggest_match`."""
    session.bind(machine("test"))
    return list(Move.unscoped.filter(matter=one, name=name).order_by("at").values_list("at", flat=True))


def test_m41_a_name_or_a_place_finds_and_the_sex_alone_finds_nobody(bound: Any) -> None:
    """Theirs lists the third child once the sex is given; ours always asks it, and half of all children share it."""
    bound("1")
    aged = {"age_value": 10, "sex": "male"}
    eduardo = record(1, side="found", names=["Eduardo Aquiles"], **aged)
    john = record(2, side="found", names=["John Doe"], place_words=["Kampala"], **aged)
    foo = record(3, side="found", names=["Foo Bar"], sex="male")
    for one in (eduardo, john, foo):
        engine.publish(one, AT)
    asker = record(90, names=["Eduardo"], place_words=["Kampala"], **aged)
    assert {one.entry_id for one in queries.find(asker)} == {eduardo.id, john.id}
    scored = rules.score(traits(asker), [traits(foo)])
    assert scored.parts["sex"][0] > 0 and rules.band(float(scored.total[0])) == "weak"


def test_m42_nothing_in_common_gives_no_match_and_no_moment_of_one(land: Land) -> None:
    one = report(land, name="Dennis", father="", marks=[], languages=["kn"], age={"value": 3, "basis": "told"},
                 last_seen_text="Space", reporter_name="Dorothy", home_place=None)  # fmt: skip
    for name, home in (("Eduardo Aquiles", "Kyangwali"), ("Batman", "Kampala")):
        case(land, name=name, home_says=home)
    assert standing(one) == [] and steps(one, "suggest_match") == []
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=one.pk).state == "REPORTED"


def test_m43_more_that_is_known_the_next_day_gives_the_second_match_on_that_day(land: Land) -> None:
    seen = {"sex": "boy", "age": {"value": 9, "basis": "apparent"}}
    little = {**SILENT_REPORT, "name": "अंकित कुमार", "sex": "boy", "age": {"value": 9, "basis": "told"}}
    one = report(land, **little)
    by_name = case(land, **SILENT_CASE | seen | {"name": "Ankit Kumar"})
    by_rest = case(land, "pune", **found_answers(name=""))
    assert (len(standing(one)), stored(one, by_rest)) == (1, None)
    later = FOUND + timedelta(days=1)
    missing.add_details(actor=land.bind("gaya.ps"), matter_id=one.pk, at=later, answers=missing_answers(), version=1)
    assert len(standing(one)) == 2
    moments = [pair.proposed_at for other in (by_name, by_rest) if (pair := stored(one, other))]
    assert moments == [FOUND, later]


def test_m44_where_nothing_is_told_nobody_is_a_candidate(land: Land) -> None:
    empty = case(land, **SILENT_CASE)
    one = report(land, **SILENT_REPORT)
    assert standing(one) == [] and stored(one, empty) is None
    session.bind(machine("test"))
    assert queries.find(replace(record(90), event_on=date(2026, 11, 12))) == []


class Twins:
    """A plug-in that finds everybody's photograph alike."""

    name = "twins"

    def compare(self, ours: UUID, others: Any) -> list[float]:
        return [1.0 for _ in others]


def test_m49_a_fact_that_is_not_compared_lists_nobody_until_it_is_switched_on(
    bound: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Theirs switches the name; ours has one switch, by a State's order: the likeness of photographs (released off)."""
    bound("1")
    told = {"names": ["Ravi"], "sex": "male", "state_code": "10"}  # too little for a match of its own
    child = record(1, side="found", age_value=10, district_code="196", **told)
    asker = record(90, age_value=12, district_code="203", event_on=date(2020, 5, 20), **told)
    engine.publish(child, AT)
    monkeypatch.setattr(photo, "_plugins", {"twins": Twins()})

    def listed() -> list[UUID]:
        return [one.entry_id for one in queries.find(asker, at=AT) if one.band != "weak"]

    assert listed() == []
    rule = {"key": "matching.photo", "value": True, "valid_from": date(2020, 1, 1), "state": "BR", "valid_to": None,
            "mark": "unverified", "basis": "Order 7/2020"}  # fmt: skip
    ordered = Override(**{key: one for key, one in rule.items() if key in Override.__dataclass_fields__})
    monkeypatch.setattr(law(), "overrides", (*law().overrides, ordered))
    assert listed() == [child.id]


UNRELATED = ("Zubair", "Meenakshi", "Tenzin", "Gurpreet", "Lalrinpuii", "Oinam", "Venkat", "Khatija", "Bhaskar")


def test_m50_the_list_holds_the_reports_with_matches_and_one_report_shows_both_children(land: Land) -> None:
    said = {"marks": [], "languages": ["en"], "home_place": None, "reporter_relation": "neighbour"}
    report(land, **said | {"name": "Bob Chulu", "father": "Peter Chulu", "last_seen_text": "Kampala"})
    john = report(land, **said | {"name": "John Doe", "father": "Charles Doe", "last_seen_text": "London"})
    doe = {"name": "Jane Doe", "father": "Philip Doe", "sex": "girl"}
    jane = report(land, **said | doe | {"last_seen_text": "Adjumani"})
    seen = {"languages": ["en"], "age": {"value": 9, "basis": "apparent"}}
    found = [
        case(land, **seen | {"name": "John", "father": "Charles"}),
        case(
            land, "pune", **seen | {"name": "Doe", "father": "Charles Doe", "age": {"value": 12, "basis": "apparent"}}
        ),
        case(land, **seen | doe | {"name": "Jane"}),
    ]
    for name in UNRELATED:
        case(land, name=name, languages=["ta"])
    police = land.bind("gaya.ps")
    assert {one.missing_id for one in pair_view.listed(actor=police, show="mine")} == {john.pk, jane.pk}
    pairs = reports.pairs(actor=police, matter_id=john.pk)
    assert {pair.found for pair in pairs} == {one.pk for one in found[:2]}
    assert len({pair.bits for pair in pairs}) == 2
    page = sign_in(Client(), land.postings["gaya.ps.0"]).get(reverse("desk:missing", args=[john.pk]))
    assert all(reverse("desk:match", args=[pair.pk]) in page.content.decode() for pair in pairs)


def test_the_stories_own_pair_is_the_one_candidate_whichever_side_is_saved_last(land: Land) -> None:
    story = Story(land)
    story.register()
    story.admit()
    session.bind(machine("test"))
    assert Pair.unscoped.filter(missing=story.report).count() == 1
    mole = [{"kind": "mole", "part": "cheek", "side": "right", "text": ""}]
    two = admission.admit(
        actor=land.bind("nashik.home"), at=FOUND,
        answers=found_answers(name="Sonu", father="Mohan Lal", age={"value": 6, "basis": "apparent"},
                              languages=["bho"], marks=mole, home_says="Patna"),
    )  # fmt: skip
    one = missing.register(
        actor=land.bind("gaya.ps"), at=FOUND + timedelta(hours=2),
        answers=missing_answers(name="सोनू", father="मोहन लाल", age={"value": 6, "basis": "told"},
                                languages=["bho"], marks=mole),
    )  # fmt: skip
    assert stored(one, two) is not None
