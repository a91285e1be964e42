"""A clock is kept, missed, or no longer owed; and what is due at once is late from its second hour on."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, REPORTED, Story
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.desk.templatetags.spans import read_clock
from vatsalya.matters import clocks
from vatsalya.matters.models import Clock
from vatsalya.notices import actions as notices
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story(settle())


def clock(matter: object, code: str) -> Clock:
    session.bind(machine("test"))
    return Clock.unscoped.filter(matter=matter, code=code).latest("started_at")


def test_the_sweep_in_the_second_of_registering_tells_what_has_words(story: Story, client: Client) -> None:
    report = story.register()
    session.bind(machine("test"))
    clocks.sweep(at=REPORTED + timedelta(milliseconds=180))
    codes = set(Notice.objects.filter(matter_id=report.pk).values_list("code", flat=True))
    assert "clock.now" in codes and "clock.0" not in codes
    sign_in(client, story.land.postings["gaya.ps.0"])
    assert client.get("/desk/").status_code == 200


def test_a_notice_without_words_does_not_shut_the_desk(story: Story, client: Client) -> None:
    posting = story.land.postings["gaya.ps.0"]
    notices.tell(to_no=posting.office.no, code="made.up", matter_id=None, number="", at=REPORTED)
    sign_in(client, posting)
    answer = client.get("/desk/")
    assert answer.status_code == 200 and "Something new in a matter of yours" in answer.content.decode()


def test_what_is_due_at_once_is_asked_for_first_and_then_late() -> None:
    asked = {"due_at": REPORTED, "started_at": REPORTED}
    assert read_clock(at=REPORTED + timedelta(minutes=5), **asked).tone == "soon"
    assert read_clock(at=REPORTED + timedelta(minutes=61), **asked).tone == "late"
    # a limit with a length gets no such hour
    assert read_clock(at=REPORTED + timedelta(minutes=5), due_at=REPORTED, started_at=FOUND).tone == "late"


def test_a_plan_that_was_never_made_is_not_called_done_when_the_child_is_home(story: Story) -> None:
    story.whole()
    plan, inquiry = clock(story.case, "T14"), clock(story.case, "T13")
    assert plan.stopped_at and plan.lapsed
    assert inquiry.stopped_at and not inquiry.lapsed
    shown = read_clock(due_at=plan.due_at, at=FOUND, stopped_at=plan.stopped_at, lapsed=plan.lapsed)
    assert (shown.tone, shown.words) == ("wait", "no longer owed")
