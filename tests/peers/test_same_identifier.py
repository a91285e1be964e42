"""Replayed from a peer's tests (D.1): who shares an identifier, and on whom the alert stands.

An FIR's number counts within its own station; numbers of other portals count everywhere. The peer's export of all
duplicates is here the same question asked of each file, since no number is kept in clear to be listed or ordered by.
"""

import csv
import io
from datetime import timedelta
from string import ascii_lowercase
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.country_of_tests import Land
from tests.journeys.story import REPORTED, missing_answers
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matters.models import Matter
from vatsalya.mis import engine
from vatsalya.missing import actions as missing
from vatsalya.missing import duplicates, ending, identifiers
from vatsalya.missing.rules import cleaned
from vatsalya.places import queries as places

pytestmark = pytest.mark.django_db
KIND = "portal"


def case(land: Land, number: Any, step: int = 0) -> Matter:
    """A file with a number given elsewhere, one minute after the one before."""
    name = "Zkalpit" + ascii_lowercase[step // 26 % 26] + ascii_lowercase[step % 26]
    told = missing_answers(
        name=name, father="", marks=[], home_place=None, reporter_phone=f"00000{step:05}",
        reporter_relation="neighbour",
    )  # fmt: skip
    matter = missing.register(actor=land.bind("gaya.ps"), at=REPORTED + timedelta(minutes=step), answers=told)
    identifiers.keep(matter, kind=KIND, text=number, at=REPORTED + timedelta(minutes=step))
    return matter


def cases(land: Land, *numbers: Any) -> list[Matter]:
    """A file for each number, in this order."""
    return [case(land, number, step) for step, number in enumerate(numbers)]


def six(land: Land) -> list[Matter]:
    """c1 0001, c2 0001, c3 0001, c4 0002, c5 0003, c6 0002."""
    return cases(land, "0001", "0001", "0001", "0002", "0003", "0002")


def alerts(files: list[Matter]) -> set[Matter]:
    """The files on which an alert stands."""
    return {one for file in files if (one := identifiers.alert(file, kind=KIND))}


def listed(files: list[Matter]) -> list[Matter]:
    """The files that share their number with another one."""
    return [one for one in files if identifiers.others(one, kind=KIND)]


def test_d01_the_others_with_the_same_number(land: Land) -> None:
    c1, c2, c3, *_ = six(land)
    assert identifiers.others(c1, kind=KIND) == [c2, c3]


def test_d02_nobody_shares_a_number_that_is_held_once(land: Land) -> None:
    *_, c5, _ = six(land)
    assert identifiers.others(c5, kind=KIND) == []


def test_d03_the_alert_that_concerns_a_file_may_stand_on_another_one(land: Land) -> None:
    c1, c2, *rest = cases(land, "0001", "0001", "0003")
    assert identifiers.alert(c1, kind=KIND) == c2
    assert identifiers.alert(rest[0], kind=KIND) is None


def test_d04_one_alert_stands_in_all_and_the_newest_keeps_it(land: Land) -> None:
    c1, c2, c3, c4, _, c6 = six(land)
    assert alerts([c1, c2, c3]) == {c3} and alerts([c4, c6]) == {c6}


def test_d05_with_another_number_the_alert_is_gone(land: Land) -> None:
    *_, c4, _, c6 = six(land)
    assert identifiers.alert(c6, kind=KIND) == c6
    identifiers.keep(c6, kind=KIND, text="0004", at=REPORTED + timedelta(hours=1))
    assert identifiers.alert(c6, kind=KIND) is None and identifiers.alert(c4, kind=KIND) is None


def test_d06_a_second_file_with_the_same_number_is_told_before_it_is_saved(land: Land) -> None:
    """Theirs queues a check for later; ours asks in the same act, while the family still stands at the desk."""
    told = {"fir_no": "54/2026", "fir_on": "2026-11-12"}
    first = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers(**told))
    blank = {"name": "", "father": "", "marks": [], "languages": [], "home_place": None, "last_seen_text": "",
             "reporter_relation": "neighbour"}  # fmt: skip
    actor = land.bind("gaya.ps")
    (warning,) = duplicates.of_answers(
        missing_answers(**blank, **told), form="missing", office_no=actor.office_no, at=REPORTED, actor=actor
    )
    assert (warning.why, warning.matter_id) == ("number", first.pk)


def test_d07_only_those_who_share_are_listed(land: Land) -> None:
    files = cases(land, "test2", "test3", None, "", "test1", "test1")
    assert listed(files) == files[4:]


def test_d08_every_pair_is_listed_with_its_own(land: Land) -> None:
    files = cases(land, "test2", "test3", None, "", "test1", "test1", "test5", "test5", "test3")
    assert listed(files) == [files[1], *files[4:]]
    pairs = {number: identifiers.sharing(kind=KIND, text=number, office_no=1) for number in ("test1", "test3", "test5")}
    assert pairs == {"test1": files[4:6], "test3": [files[1], files[8]], "test5": files[6:8]}


def test_d09_a_hyphen_parts_no_number_from_itself(land: Land) -> None:
    files = cases(land, "test-1", "test-1")
    assert listed(files) == files


def test_d10_the_beginning_of_a_number_is_another_number(land: Land) -> None:
    assert listed(cases(land, "test1", "test1111")) == []


def test_d11_a_blank_is_never_a_duplicate(land: Land) -> None:
    blanks = ("", " ", "-", "/ /", None, "\u200b")
    assert listed(cases(land, *blanks, *blanks)) == []
    for blank in blanks:
        assert identifiers.sharing(kind=KIND, text=blank, office_no=1) == []


def test_d12_no_cases_at_all(land: Land) -> None:
    assert identifiers.sharing(kind=KIND, text="0001", office_no=1) == []


def test_d13_a_name_in_a_table_is_never_reckoned(land: Land, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our tables to take away hold no child's name; the names in them are of places."""
    case(land, "0001")
    engine.refresh(at=REPORTED)
    monkeypatch.setattr(places, "district_name", lambda code, lang: "=10+10")
    state = land.offices["gaya.ps"].state_id
    client = sign_in(Client(), land.postings["gaya.state_nodal.0"])
    table = client.get(reverse("desk:figures_csv") + f"?state={state}").content.decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(table))][1:]
    assert names and set(names) == {"'=10+10"}


def test_d14_closed_files_are_no_duplicates(land: Land) -> None:
    one, two = cases(land, "0001", "0001")
    at = REPORTED + timedelta(hours=1)
    ending.ask(
        actor=land.bind("gaya.ps"), matter_id=two.pk, at=at, outcome="not_missing", reason="was at an aunt's home"
    )
    ending.answer(actor=land.bind("gaya.sjpu"), matter_id=two.pk, at=at, agrees=True)
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=two.pk).closed_at is not None
    assert listed([one, two]) == [] and alerts([one, two]) == set()
    three = case(land, "0001", 5)
    assert listed([one, two, three]) == [one, three] and alerts([one, two, three]) == {three}


#: one number, another one, are they the same?
NUMBERS = [
    ("ER/054/8/56", "er 054 8 56", True),
    ("ER/054/8/56", "ER05485 6", True),
    ("er 054 8 56", "ER05485 6", True),
    ("ER/054/8/56", "ER/०५४/८/५६", True),
    ("ER05485", "ＥＲ０５４８５", True),
    ("ER/054/8/56", "ER/054/8/57", False),
]


@pytest.mark.parametrize(("one", "two", "same"), NUMBERS)
def test_two_numbers_are_the_same_after_cleaning(one: str, two: str, same: bool) -> None:
    assert (cleaned(one) == cleaned(two)) is same


def test_who_has_no_access_to_the_other_file_learns_the_office_to_ask_and_nothing_else(land: Land) -> None:
    first = case(land, "ER/054/8/56", 1)
    record = duplicates.sheet.unsaved(
        missing_answers(name="Other", father="", marks=[]), side="missing", office_no=land.offices["pune.ps"].no,
        event_on=REPORTED.date(), district_code=first.district_code, on=REPORTED.date(),
    )  # fmt: skip
    for who, seen in (("gaya.ps", first.pk), ("pune.ps", None)):
        told = duplicates.likely(record, REPORTED, actor=land.bind(who), numbers={KIND: "er 054 8 56"})
        (one,) = [one for one in told if one.why == "number"]
        assert (one.office_no, one.matter_id, bool(one.number)) == (first.unit_no, seen, bool(seen))
        assert seen or (str(first.pk) not in repr(one) and first.number not in repr(one))


def test_an_fir_of_another_station_with_the_same_number_is_another_fir(land: Land) -> None:
    office, other = land.offices["gaya.ps"].no, land.offices["pune.ps"].no
    assert identifiers.key("fir", "12/2026", office_no=office) != identifiers.key("fir", "12/2026", office_no=other)
    assert identifiers.key("fir", "12/2026", office_no=office) == identifiers.key("fir", "12 / 2026", office_no=office)
