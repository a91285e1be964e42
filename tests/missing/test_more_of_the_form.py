"""What the police form asks beside the first eight answers, and how numbers stand in it again."""

from typing import Any

import pytest
from django.test import Client

from tests.journeys.story import REPORTED, missing_answers
from tests.signing_in import sign_in
from vatsalya.law.load import law
from vatsalya.missing import actions as missing
from vatsalya.missing.wanted import SECOND
from vatsalya.papers.forms import _flat

from .conftest import sheet

pytestmark = pytest.mark.django_db
ADDED = {"channel", "face", "home_subdistrict", "home_village", "nationality", "religion", "caste"}


def test_the_rest_asks_more_and_the_first_sitting_still_eight_questions() -> None:
    old, new = law().form_versions["missing"]
    assert {field.key for field in new.fields} - {field.key for field in old.fields} == ADDED
    assert len(new.in_sitting(1).fields) == 8 and new.in_sitting(SECOND).fields == old.in_sitting(SECOND).fields
    assert not any(field.required for field in new.fields if field.key in ADDED)


def test_how_a_report_came_in_is_the_officers_answer_and_never_makes_a_citizens_report(land: Any) -> None:
    told = {"nothing": "walk_in", "call_112": "call_112", "school": "school", "citizen": "walk_in"}
    for number, (said, kept) in enumerate(told.items()):
        answers = missing_answers(**({} if said == "nothing" else {"channel": said}))
        made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=answers)
        assert sheet(made).channel == kept, number


def test_a_report_that_a_citizen_sent_stays_one_whatever_the_form_says_later(land: Any) -> None:
    actor = land.bind("gaya.ps")
    made = missing.register(actor=actor, at=REPORTED, answers=missing_answers(), channel="citizen")
    missing.add_details(
        actor=actor, matter_id=made.pk, at=REPORTED, answers=missing_answers(channel="court"), version=1
    )
    assert sheet(made).channel == "citizen"


@pytest.mark.parametrize(("age", "height", "shown"), [(7.0, 124.0, ("7", "124")), (9.5, 124.5, ("9.5", "124.5"))])
def test_a_number_stands_in_the_box_as_people_write_it(
    land: Any, age: float, height: float, shown: tuple[str, str]
) -> None:
    answers = missing_answers(age={"value": age, "basis": "told"}, height_cm=height)
    made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=answers)
    page = sign_in(Client(), land.postings["gaya.ps.0"]).get(f"/desk/missing/{made.pk}/more/").content.decode()
    for value in shown:
        assert f'value="{value}"' in page
    flat = _flat(law().newest_form("missing"), answers)
    assert (str(flat["age"]), str(flat["height_cm"])) == shown


def test_religion_and_caste_go_to_no_sheet_and_no_list(land: Any) -> None:
    answers = missing_answers(religion="Zreligion", caste="Zcaste", nationality="Zland")
    missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=answers)
    client = sign_in(Client(), land.postings["gaya.ps.0"])
    for address in ("/desk/missing/", "/desk/police/", "/desk/"):
        page = client.get(address).content.decode()
        assert not any(word in page for word in ("Zreligion", "Zcaste", "Zland"))
