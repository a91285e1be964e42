"""A file opened on need: a real reason, three hours in a day, shut by its holder, told with who did and why."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access.models import Grant
from vatsalya.lib.clock import now
from vatsalya.lib.errors import Refused
from vatsalya.matters import breakglass as glass
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db
WHY = "The mother says that her boy lives there and the Collector must answer the Assembly today"


@pytest.fixture
def story() -> Story:
    """A boy in a home of Nashik."""
    found = Story(settle())
    found.admit()
    return found


def open_(story: Story, at: object = FOUND, minutes: int = 60, reason: str = WHY) -> None:
    officer = story.land.bind("nashik.dm")
    glass.open_glass(actor=officer, number=story.case.number, reason=reason, minutes=minutes, at=at)


@pytest.mark.parametrize("reason", ["a a a a a a a a a a", "need " * 10, "aaa bbb ccc ddd eee fff ggg hhh iii jjj kkk"])
def test_ten_words_that_say_nothing_are_no_reason(story: Story, reason: str) -> None:
    with pytest.raises(Refused, match="breakglass.no_reason"):
        open_(story, reason=reason)


def test_grants_of_one_file_are_not_joined_beyond_three_hours_in_a_day(story: Story) -> None:
    open_(story, minutes=170)
    for later in (timedelta(hours=1), timedelta(hours=3), timedelta(hours=20)):
        with pytest.raises(Refused, match="breakglass.again"):
            open_(story, at=FOUND + later)
    open_(story, at=FOUND + timedelta(days=1, hours=3))


def test_a_grant_is_shut_by_its_holder_and_told_with_office_and_reason(story: Story, client: Client) -> None:
    open_(story, at=now() - timedelta(minutes=5))
    sign_in(client, story.land.postings["nashik.dm.0"])
    case, need = f"/desk/cases/{story.case.pk}/", "/desk/need/"
    assert client.get(case).status_code == 200 and WHY in client.get(need).content.decode()
    assert client.post(need, {"close": f"{Grant.objects.get().pk}"}).status_code == 302
    assert client.get(case).status_code == 404
    assert "not open to you any more" in client.post(need, {"close": f"{Grant.objects.get().pk}"}).content.decode()
    line = Notice.objects.get(code="breakglass.opened", to_no=story.land.offices["nashik.cwc"].no)
    sign_in(client, story.land.postings["nashik.cwc.0"])
    assert "dm nashik" in client.get("/desk/").content.decode()
    assert WHY in client.post(f"/desk/told/{line.pk}/", follow=True).content.decode()


def test_the_auditor_reads_refusals_by_the_number_of_the_file(story: Story, client: Client) -> None:
    sign_in(client, story.land.postings["gaya.cwc.0"])
    assert client.get(f"/desk/cases/{story.case.pk}/").status_code == 404
    sign_in(client, story.land.postings["india.ministry.2"])
    shown = client.get("/desk/audit/").content.decode()
    assert story.case.number in shown and f"{story.case.pk}"[:8] not in shown and "Ankeet" not in shown
    assert "Officer gaya.cwc 0" in client.get(f"/desk/audit/?number={story.case.number}").content.decode()
    for other in ("BR-GAYA-26-00001-9", "no number"):
        assert "Officer gaya.cwc 0" not in client.get("/desk/audit/", {"number": other}).content.decode()
