"""Days in an order: none before what it may not precede, none beyond the time that the law gives."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.law.days import wrong_days
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, ist_date, now
from vatsalya.lib.errors import Refused
from vatsalya.matters.models import Clock
from vatsalya.plans import actions as plans

#: Midnight is past in India while it is still the day before in UTC.
SIGNED = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def wrong(no: str, **answers: Any) -> list[str]:
    found = wrong_days(
        law().newest_form(no), answers, signed_at=SIGNED, clock=lambda code: law().clock(code, on=SIGNED.date()),
        began_at=SIGNED - timedelta(days=5),
    )  # fmt: skip
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("no", "answers", "codes"),
    [
        ("18", {"period_from": "2026-11-25", "period_to": "2026-11-20"}, ["date.before_other"]),
        ("18", {"period_from": "2026-11-25", "period_to": "2026-11-25"}, []),
        ("18", {"next_date": "2026-11-24"}, ["date.before_order"]),
        ("21", {"due_on": "2026-12-10"}, []),
        ("21", {"due_on": "2026-12-11"}, ["date.beyond"]),
        ("21", {"due_on": "2026-11-24"}, ["date.before_order"]),
        ("21", {"due_on": "2026-11-25"}, []),
        ("45", {"by_date": "2027-06-01"}, ["date.beyond"]),
        ("45", {"by_date": "2026-12-10"}, []),
        ("45", {"by_date": ""}, []),
        ("44", {"effective_on": "1990-01-01"}, ["date.before_order"]),
        ("44", {"effective_on": "2026-11-25", "supervision_to": "2026-11-24"}, ["date.before_other"]),
        ("22", {"visited_on": "2026-11-19"}, ["date.before_began"]),
        ("22", {"visited_on": "2026-11-20"}, []),
        ("followup", {"visited_on": "1990-01-01"}, ["date.before_began"]),
    ],
)
def test_a_day_stands_within_its_limits(no: str, answers: dict[str, Any], codes: list[str]) -> None:
    assert wrong(no, **answers) == codes


def test_a_refusal_names_the_question_the_last_day_and_the_section_in_both_languages() -> None:
    no = wrong_days(
        law().newest_form("21"), {"due_on": "2027-03-01"}, signed_at=SIGNED,
        clock=lambda code: law().clock(code, on=SIGNED.date()),
    )[0]  # fmt: skip
    said = law().words(no.code, "en", **no.facts)
    assert "“Report due on”" in said and "10-12-2026" in said and "section 36(2)" in said
    said = law().words(no.code, "hi", **no.facts)
    assert "“रिपोर्ट की अंतिम तारीख”" in said and "10-12-2026" in said and "धारा 36(2)" in said


def test_a_state_that_shortens_the_time_shortens_the_limit() -> None:
    short = replace(law().clock("T12", on=SIGNED.date()), length=10)
    form = law().newest_form("21")
    late = wrong_days(form, {"due_on": "2026-12-06"}, signed_at=SIGNED, clock=lambda code: short)
    assert [one.code for one in late] == ["date.beyond"] and late[0].facts["until"] == "05-12-2026"


@pytest.fixture
def inquiry() -> dict[str, Any]:
    """A child before the Committee, three members sitting: what an order is asked with."""
    story = Story(settle())
    story.admit()
    story.produce()
    at = FOUND + timedelta(hours=12)
    sitting = story.sit("nashik", 3, at)
    ids = {"actor": story.land.bind("nashik.cwc"), "matter_id": story.case.pk, "sitting_id": sitting.pk, "at": at}
    return {"story": story, "ids": ids, "home": story.land.offices["nashik.home"].pk}


PLACING = {"period_from": "2026-11-24", "period_to": "2027-02-24", "reason": "safe", "home": "1"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "code"),
    [
        ({"period_from": "1990-01-01"}, "stay.before_charge"),
        ({"period_to": "2060-01-01"}, "stay.beyond_childhood"),
    ],
)
def test_a_stay_lies_between_charge_and_the_eighteenth_birthday(
    inquiry: dict[str, Any], period: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        care.begin_inquiry(home_id=inquiry["home"], answers=PLACING | period, **inquiry["ids"])


@pytest.mark.django_db
def test_the_day_that_the_committee_names_ends_the_time(inquiry: dict[str, Any]) -> None:
    care.begin_inquiry(home_id=inquiry["home"], answers=PLACING, **inquiry["ids"])
    care.order_investigation(answers={"due_on": "2026-11-30", "questions": "family"}, **inquiry["ids"])
    owed = plans.open_investigation(inquiry["story"].case)
    session.bind(machine("test"))
    clock = Clock.unscoped.get(matter=inquiry["story"].case, code="T12")
    assert ist_date(clock.due_at - timedelta(seconds=1)).isoformat() == "2026-11-30"
    assert owed is not None and owed.due_at == clock.due_at


@pytest.mark.django_db
def test_an_order_beyond_the_limit_is_not_made_and_no_time_runs(inquiry: dict[str, Any]) -> None:
    case = inquiry["story"].case
    care.begin_inquiry(home_id=inquiry["home"], answers=PLACING, **inquiry["ids"])
    with pytest.raises(Refused, match="date.beyond"):
        care.order_investigation(answers={"due_on": "2027-03-01", "questions": "family"}, **inquiry["ids"])
    assert plans.open_investigation(case) is None
    session.bind(machine("test"))
    assert not Clock.unscoped.filter(matter=case, code="T12").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "says"), [("en", "“Until” lies before “From”"), ("hi", "“तक” की तारीख “से” की तारीख से पहले")]
)
def test_the_page_refuses_an_end_before_its_beginning_and_keeps_what_was_typed(
    client: Client, lang: str, says: str
) -> None:
    story = Story(settle())
    story.admit()
    story.produce()
    story.sit("nashik", 3, now() - timedelta(minutes=5))
    sign_in(client, story.land.postings["nashik.cwc.0"])
    client.cookies["language"] = lang
    today = now().astimezone(IST).date()
    sent = {
        "home": str(story.land.offices["nashik.home"].pk), "period_from": f"{today}", "reason": "बच्चा सुरक्षित रहे",
        "kind": "interim", "period_to": f"{today - timedelta(days=5)}", "form_version": law().newest_form("18").version,
    }  # fmt: skip
    answer = client.post(f"/desk/cases/{story.case.pk}/order/18/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and "बच्चा सुरक्षित रहे" in page
    assert client.post(f"/desk/cases/{story.case.pk}/order/18/", sent | {"period_to": f"{today}"}).status_code == 302
