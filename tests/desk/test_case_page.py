"""The page of a case says what was done, offers what can be done, and names things as they are."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.lib.clock import now
from vatsalya.matters.models import Move
from vatsalya.plans import actions as plans

pytestmark = pytest.mark.django_db
AT = FOUND + timedelta(days=3)


@pytest.fixture
def story() -> Story:
    """A child was produced before the Committee of Nashik."""
    found = Story(settle())
    found.admit()
    found.produce()
    return found


def page(client: Client, story: Story, who: str, lang: str = "en") -> str:
    sign_in(client, story.land.postings[f"{who}.0"])
    client.cookies["language"] = lang
    return client.get(f"/desk/cases/{story.case.pk}/").content.decode()


def test_to_have_looked_among_the_missing_is_said_stands_in_the_file_and_is_asked_once(
    story: Story, client: Client
) -> None:
    sitting = story.place()
    story.inquire()
    care.hear(actor=story.land.bind("nashik.cwc"), matter_id=story.case.pk, sitting_id=sitting.pk, at=AT, wishes="home")
    url = f"/desk/cases/{story.case.pk}/do/check/"
    assert url in page(client, story, "nashik.cwc")
    done = client.post(url, follow=True).content.decode()
    assert "Written down: Looked among the missing: done." in done and url not in done
    assert "<b>Looked among the missing: done</b>" in done
    again = client.post(url)
    assert again.status_code == 422 and "stands in the file already" in again.content.decode()
    session.bind(machine("test"))
    assert Move.unscoped.filter(matter=story.case, name="check_missing").count() == 1


@pytest.mark.parametrize(("lang", "words"), [("en", "Given to"), ("hi", "जिन्हें सौंपी गई:")])
def test_an_investigation_that_was_given_says_to_whom_and_when(
    story: Story, client: Client, lang: str, words: str
) -> None:
    story.place()
    assert words not in page(client, story, "nashik.dcpu", lang)
    asked, worker = plans.open_investigation(story.case), story.land.postings["nashik.dcpu.1"]
    url = f"/desk/cases/{story.case.pk}/give/{asked.pk}/"
    done = client.post(url, {"worker": worker.pk}, follow=True).content.decode()
    name = "Officer nashik.dcpu 1"
    assert f"{words} <b>{name}</b> <small>" in done and done.count(name) >= 3
    assert f"{words} <b>{name}</b>" in page(client, story, "nashik.cwc", lang)


def test_nothing_is_promised_below_where_nothing_is(story: Story, client: Client) -> None:
    assert "See below what is yours to do" not in page(client, story, "nashik.dcpu")
    story.place()
    assert "See below what is yours to do" in page(client, story, "nashik.dcpu")
    story.inquire()
    assert "See below what is yours to do" not in page(client, story, "nashik.dcpu")


@pytest.mark.parametrize(("lang", "why"), [("en", "The Committee is sitting now"), ("hi", "समिति अभी बैठक में है")])
def test_placing_as_a_single_member_says_why_it_waits_while_the_committee_sits(
    story: Story, client: Client, lang: str, why: str
) -> None:
    assert "/order/18-alone/" in page(client, story, "nashik.cwc", lang)
    story.sit("nashik", 3, now() - timedelta(minutes=5))
    shown = page(client, story, "nashik.cwc", lang)
    assert "/order/18-alone/" not in shown and why in shown


@pytest.mark.parametrize(
    ("lang", "says", "not_this"),
    [("en", "Record the final order", "Sign the order"), ("hi", "अंतिम आदेश दर्ज करें", "आदेश पर हस्ताक्षर")],
)
def test_the_final_order_is_recorded_for_no_paper_is_signed(
    story: Story, client: Client, lang: str, says: str, not_this: str
) -> None:
    sign_in(client, story.land.postings["nashik.cwc.0"])
    client.cookies["language"] = lang
    shown = client.post(f"/desk/cases/{story.case.pk}/final/").content.decode()  # a GET opens only when it is time
    assert says in shown and not_this not in shown


def test_one_opening_of_a_file_is_one_line_of_who_saw_it(story: Story, client: Client) -> None:
    page(client, story, "nashik.cwc")
    page(client, story, "nashik.dcpu")
    page(client, story, "nashik.cwc")
    seen = client.get(f"/desk/child/{story.case.child_id}/who/").content.decode()
    assert seen.count("Officer nashik.dcpu 0") == 1
