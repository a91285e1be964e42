"""Replayed from a peer's tests (D.1): who shares an identifier, and on whom the alert stands.

An FIR's number counts within its own station; numbers of other portals count everywhere.
"""

from datetime import timedelta
from typing import Any

import pytest

from tests.country_of_tests import Land, settle
from tests.journeys.story import REPORTED, missing_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import ending, identifiers
from vatsalya.missing.rules import cleaned

pytestmark = pytest.mark.django_db
KIND = "portal"


@pytest.fixture
def land() -> Land:
    """The offices."""
    return settle()


def case(land: Land, number: str, step: int = 0) -> Matter:
    """A file with a number given elsewhere, one minute after the one before."""
    told = missing_answers(
        name=f"Zkalpit{step}", father="", marks=[], home_place=None, reporter_phone=f"00000{step:05}"
    )
    matter = missing.register(actor=land.bind("gaya.ps"), at=REPORTED + timedelta(minutes=step), answers=told)
    identifiers.keep(matter, kind=KIND, text=number, at=REPORTED + timedelta(minutes=step))
    return matter


def six(land: Land) -> list[Matter]:
    """c1 0001, c2 0001, c3 0001, c4 0002, c5 0003, c6 0002."""
    return [case(land, number, step) for step, number in enumerate(["0001", "0001", "0001", "0002", "0003", "0002"])]


def test_d01_to_d05_who_shares_and_the_newest_keeps_the_alert(land: Land) -> None:
    c1, c2, c3, c4, c5, c6 = six(land)
    assert identifiers.others(c1, kind=KIND) == [c2, c3]  # D-01
    assert identifiers.others(c5, kind=KIND) == []  # D-02
    assert identifiers.alert(c5, kind=KIND) is None  # D-03
    assert {identifiers.alert(one, kind=KIND) for one in (c1, c2, c3)} == {c3}  # D-03, D-04
    assert identifiers.alert(c4, kind=KIND) == c6
    identifiers.keep(c6, kind=KIND, text="0004", at=REPORTED + timedelta(hours=1))
    assert identifiers.alert(c6, kind=KIND) is None and identifiers.alert(c4, kind=KIND) is None  # D-05


#: id, one number, another one, are they the same?
NUMBERS = [
    ("D-09 test-1 twice", "test-1", "test-1", True),
    ("D-10 no prefix", "test1", "test1111", False),
    ("ours: slashes", "ER/054/8/56", "er 054 8 56", True),
    ("ours: one blank", "ER/054/8/56", "ER05485 6", True),
    ("ours: other digits", "ER/054/8/56", "ER/०५४/८/५६", True),
    ("ours: full width", "ER05485", "ＥＲ０５４８５", True),
    ("ours: another number", "ER/054/8/56", "ER/054/8/57", False),
]


@pytest.mark.parametrize(("name", "one", "two", "same"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_two_numbers_are_the_same_after_cleaning(name: str, one: str, two: str, same: bool) -> None:
    assert (cleaned(one) == cleaned(two)) is same


@pytest.mark.parametrize("blank", ["", " ", "-", "/ /", None, "\u200b"])
def test_d11_a_blank_is_never_a_duplicate(land: Land, blank: Any) -> None:
    one, two = case(land, blank, 1), case(land, blank, 2)
    assert identifiers.others(one, kind=KIND) == identifiers.others(two, kind=KIND) == []
    assert identifiers.sharing(kind=KIND, text=blank, office_no=one.unit_no) == []


def test_d12_no_cases_at_all(land: Land) -> None:
    assert identifiers.sharing(kind=KIND, text="0001", office_no=1) == []


def test_d14_closed_files_are_no_duplicates(land: Land) -> None:
    one, two = case(land, "0001", 1), case(land, "0001", 2)
    at = REPORTED + timedelta(hours=1)
    ending.ask(
        actor=land.bind("gaya.ps"), matter_id=two.pk, at=at, outcome="not_missing", reason="was at an aunt's home"
    )
    ending.answer(actor=land.bind("gaya.sjpu"), matter_id=two.pk, at=at, agrees=True)
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=two.pk).closed_at is not None
    assert identifiers.others(one, kind=KIND) == []


def test_an_fir_of_another_station_with_the_same_number_is_another_fir(land: Land) -> None:
    office, other = land.offices["gaya.ps"].no, land.offices["pune.ps"].no
    assert identifiers.key("fir", "12/2026", office_no=office) != identifiers.key("fir", "12/2026", office_no=other)
    assert identifiers.key("fir", "12/2026", office_no=office) == identifiers.key("fir", "12 / 2026", office_no=office)
