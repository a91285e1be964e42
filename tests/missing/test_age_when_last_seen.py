"""The age of a missing child is that of the day it was last seen, however late the report is written."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.citizens.telling import PHONE, lodge
from tests.journeys.story import REPORTED, missing_answers
from tests.missing.conftest import again, recovery_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens.models import CitizenReport
from vatsalya.law.load import law
from vatsalya.lib import clock
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refused
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import grown, production
from vatsalya.papers import actions as papers
from vatsalya.papers import forms
from vatsalya.people import rules

pytestmark = pytest.mark.django_db
LOST = "2023-01-10T09:00:00+05:30"


def told(**more: Any) -> dict[str, Any]:
    return missing_answers(last_seen_at=LOST, **{"age": {"value": 16, "basis": "told"}, **more})


def late(land: Any, **more: Any) -> Matter:
    return missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=told(**more))


@pytest.mark.parametrize("no", ["missing", "citizen"])
def test_the_question_says_of_which_day_the_age_is(no: str) -> None:
    label = next(field.label for field in law().newest_form(no).fields if field.key == "age")
    assert "when last seen" in label["en"] and "आख़िरी बार देखे" in label["hi"]


def test_a_birth_date_right_for_the_day_of_loss_is_taken_and_one_right_for_today_is_not(land: Any) -> None:
    assert late(land, birth_date="2006-12-01").number
    with pytest.raises(Refused, match="age.against_birth_date"):
        late(land, birth_date="2010-06-01")


@pytest.mark.parametrize(("born", "fits"), [("2006-12-01", True), ("2010-06-01", False)])
def test_the_form_judges_by_the_same_day(born: str, fits: bool) -> None:
    data = {"age": "16", "birth_date": born, "last_seen_at_0": "2023-01-10", "last_seen_at_1": "09:00"}
    form = forms.build("missing", lang="en", on=REPORTED.date(), at=REPORTED, data=data)
    assert ("birth_date" not in form.errors) is fits


def test_the_sheet_keeps_the_day_and_the_years_go_on(land: Any) -> None:
    report = late(land)
    child = again(report).child
    assert child.age_on == date(2023, 1, 10) and (child.birth_from, child.birth_to) == (2005, 2008)
    assert rules.years_later(age=16, on=child.age_on, now=REPORTED.date()) == 19
    session.bind(machine("test"))
    assert grown.turn(at=REPORTED + timedelta(days=1)) == int(child.birth_to < 2008)


def test_adding_to_the_report_keeps_the_day(land: Any) -> None:
    report = late(land)
    answers = told(school="नया विद्यालय")
    missing.add_details(actor=land.bind("gaya.ps"), matter_id=report.pk, at=REPORTED, answers=answers, version=1)
    assert again(report).child.age_on == date(2023, 1, 10)


@pytest.mark.parametrize(
    ("lang", "words", "now"),
    [
        ("en", "16 when last seen, about {} now", "about {} now"),
        ("hi", "आख़िरी बार देखे जाने पर 16, अब लगभग {}", "अब लगभग {}"),
    ],
)
def test_lists_and_the_page_say_both_ages(land: Any, desk: Any, lang: str, words: str, now: str) -> None:
    report, client = late(land), desk("gaya.ps", lang)
    years = rules.years_later(age=16, on=date(2023, 1, 10), now=ist_date(clock.now()))
    for page in ("/desk/missing/", "/desk/police/"):
        assert words.format(years) in client.get(page).content.decode(), page
    assert now.format(years) in client.get(f"/desk/missing/{report.pk}/").content.decode()


def test_one_lost_today_has_one_age(land: Any, desk: Any) -> None:
    missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers())
    assert "when last seen, about" not in desk("gaya.ps", "en").get("/desk/missing/").content.decode()


def test_the_committee_is_told_the_age_of_today(land: Any) -> None:
    report = late(land, age={"value": 9, "basis": "told"})
    answers = recovery_answers(REPORTED)
    production.recover(
        actor=land.bind("gaya.ps"), matter_id=report.pk, at=REPORTED + timedelta(hours=1), answers=answers
    )
    production.produce(actor=land.bind("gaya.ps"), matter_id=report.pk, at=REPORTED + timedelta(hours=2))
    session.bind(machine("test"))
    case = Matter.unscoped.get(kind="cncp")
    signed = papers.newest(case, "17")
    assert papers.read(actor=land.bind("nashik.cwc"), paper_id=signed.pk)[1]["age"]["value"] == 12


def test_a_family_on_the_portal_means_the_same_day(land: Any) -> None:
    given = told(birth_date="2006-12-01", good_faith=["true_word", "no_post"], reporter_phone=PHONE)
    receipt = lodge("missing", given, at=REPORTED)
    session.bind(machine("test"))
    row = CitizenReport.unscoped.select_related("matter__child").get(pk=receipt.matter_id)
    assert row.matter.child.age_on == date(2023, 1, 10)
