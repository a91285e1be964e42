"""Replayed from peers' tests (A): how old somebody is on a day, in every place where a date of birth is reckoned."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.country_of_tests import Land
from tests.journeys.story import REPORTED
from tests.peers.conftest import record
from tests.peers.replay import data, rows
from tests.peers.telling import report
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Refused
from vatsalya.matching.record import traits
from vatsalya.missing import grown, sheet
from vatsalya.papers import forms
from vatsalya.people import vault
from vatsalya.people.rules import age_agrees, age_at, day_of_year


@pytest.mark.parametrize("case", rows(data("ages")["age"]))
def test_whole_years_on_a_day(case: dict[str, Any]) -> None:
    for born, on, years in case["on"]:
        assert age_at(born=born, on=on) == years
        assert grown.certainly_adult(born=born, birth_to=None, on=on) is (years >= 18)
        assert age_agrees(born=born, age=years, on=on) and not age_agrees(born=born, age=years + 2, on=on)


@pytest.mark.django_db
def test_a12_a_birth_date_in_the_future_is_refused_and_gives_no_age(land: Land) -> None:
    assert age_at(born=date(2026, 1, 1), on=date(2025, 1, 1)) is None  # differ: theirs is minus one
    tomorrow = (REPORTED + timedelta(days=1)).date().isoformat()
    for age in ({"value": 0, "basis": "told"}, {"value": None, "basis": "told"}):
        with pytest.raises(Refused) as no:
            report(land, birth_date=tomorrow, age=age)
        assert no.value.codes == ["date.future"]


@pytest.mark.django_db
def test_a13_what_is_no_date_gives_no_age_and_no_error(land: Land) -> None:
    for text in ("not a date", "2015-02-30", "15", "", None):
        assert age_at(born=sheet.as_date(text), on=date(2020, 7, 24)) is None
    told = {"birth_date": "not a date", "age": {"value": 17, "basis": "told"}}  # as an old register may hold it
    kept = report(land, **told)
    session.bind(machine("test"))
    assert vault.read_for_engine(kept.child_id)["birth_date"] == "not a date"
    assert grown.turn(at=datetime(2030, 1, 2, tzinfo=UTC)) == 1  # by the band of the stated age; the night goes on


def test_a14_a_day_has_the_same_place_in_every_year() -> None:
    assert (day_of_year(date(2019, 7, 24)), day_of_year(date(2020, 7, 24))) == (205, 205)
    edges = [date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2019, 3, 1), date(2020, 12, 31)]
    assert [day_of_year(day) for day in edges] == [59, 60, 60, 60, 365]
    one, other = (traits(record(n, birth_date=day)) for n, day in ((1, date(2019, 7, 24)), (2, date(2020, 7, 24))))
    assert other.born - one.born == pytest.approx(1)  # type: ignore[operator]


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "told"), [("9", False), ("8", False), ("7", True), ("11", True)])
def test_the_form_and_the_register_agree_on_which_age_denies_a_date_of_birth(land: Land, age: str, told: bool) -> None:
    """Nine until the day before the birthday, ten from then on; a year either way is how people count."""
    born = (REPORTED - timedelta(days=1)).date().replace(year=2017)
    form = forms.build(
        "missing", lang="en", on=REPORTED.date(), at=REPORTED, data={"age": age, "birth_date": born.isoformat()}
    )
    said = [str(one) for one in form.errors.get("birth_date", [])]
    assert bool(said) is told
    answers = {"birth_date": born.isoformat(), "age": {"value": float(age), "basis": "told"}}
    if told:
        with pytest.raises(Refused, match="age.against_birth_date"):
            report(land, **answers)
    else:
        report(land, **answers)
