"""Likeness of photographs is off; a State that orders it gets one capped part with a reason, behind sex and age."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from vatsalya.law.load import law
from vatsalya.law.shapes import Override
from vatsalya.matching import actions, photo, queries
from vatsalya.matching.record import Record

AT = datetime(2026, 6, 12, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Twins:
    """Finds everybody alike, and notes whom it was shown."""

    name = "twins"

    def __init__(self) -> None:
        self.shown: list[UUID] = []

    def compare(self, ours: UUID, others: Sequence[UUID]) -> Sequence[float | None]:
        self.shown += others
        return [5.0 for _ in others]


@pytest.fixture
def plugin() -> Iterator[Twins]:
    twins = Twins()
    photo.register(twins)
    yield twins
    photo.unregister("twins")


@pytest.fixture
def ordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bihar and Maharashtra have switched it on by order."""
    rule: dict[str, Any] = {"key": "matching.photo", "value": True, "valid_from": date(2026, 1, 1), "valid_to": None}
    names = Override.__dataclass_fields__
    more = {"mark": "unverified", "basis": "Order 7/2026: to find children of the flood camps"}
    rows = [
        Override(**{key: value for key, value in (rule | more | {"state": state}).items() if key in names})
        for state in ("BR", "MH")
    ]
    monkeypatch.setattr(law(), "overrides", (*law().overrides, *rows))


def test_no_release_switches_it_on() -> None:
    assert law().options["matching.photo"].default is False
    assert not [rule for rule in law().overrides if rule.key == "matching.photo" and rule.value]


def test_it_is_off_even_with_a_plug_in(officer: str, plugin: Twins, missing: Record, found: Record) -> None:
    actions.publish(missing, AT)
    (best,) = queries.find(found, at=AT)
    assert plugin.shown == [] and "photo" not in {one.part for one in best.reasons}


def test_switched_on_it_adds_one_capped_part_with_its_own_reason(
    officer: str, plugin: Twins, ordered: None, missing: Record, found: Record
) -> None:
    actions.publish(missing, AT)
    (without,) = queries.find(found)  # nobody said which day it is: off
    (best,) = queries.find(found, at=AT)
    (reason,) = [one for one in best.reasons if one.part == "photo"]
    assert best.score_bits == pytest.approx(without.score_bits + 4.0, abs=0.11) and reason.bits == 4.0
    assert "photographs" in reason.words("en") and "फ़ोटो" in reason.words("hi")
    kept = {one.code: one.bits for one in best.reasons if one.part != "photo"}
    assert kept == {one.code: one.bits for one in without.reasons}


@pytest.mark.parametrize(
    "unlike", [{"sex": None}, {"age_value": 14, "age_basis": "judged by eye"}, {"age_value": None}]
)
def test_another_or_unknown_sex_or_age_is_never_shown_to_a_plug_in(
    officer: str, plugin: Twins, ordered: None, missing: Record, found: Record, unlike: dict[str, Any]
) -> None:
    actions.publish(replace(missing, **unlike), AT)
    queries.find(found, at=AT)
    assert plugin.shown == []


def test_a_state_that_did_not_order_it_keeps_its_children_out(
    officer: str, plugin: Twins, ordered: None, missing: Record, found: Record
) -> None:
    actions.publish(replace(missing, state_code="9", district_code="118"), AT)
    queries.find(found, at=AT)
    assert plugin.shown == []
