"""Form 17: times that can be, a home that may take this child, and a form whose writer can read it."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.institutions.models import Unit
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.papers.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story(settle())


def test_a_home_cannot_have_received_a_child_before_it_was_taken_in_charge(story: Story) -> None:
    early = (FOUND - timedelta(hours=9)).isoformat()
    with pytest.raises(Refused, match="received.before_charge"):
        story.admit(received_at=early)


def test_a_home_takes_only_children_it_is_registered_for_also_for_one_night(story: Story) -> None:
    Unit.objects.filter(office=story.land.offices["nashik.home"]).update(sexes="boy")
    with pytest.raises(Refused, match="placement.fits_child"):
        story.admit(sex="girl")


def test_a_home_says_when_the_child_came(story: Story) -> None:
    with pytest.raises(Refused, match="form.required"):
        story.admit(received_at="")


def test_no_journey_is_longer_than_the_time_in_which_it_was_made(story: Story) -> None:
    with pytest.raises(Refused, match="journey.longer_than_time"):
        story.admit(journey_minutes=2000)


def test_no_child_is_found_before_it_was_born(story: Story) -> None:
    with pytest.raises(Refused, match="found.before_birth"):
        story.admit(found_at="1990-01-01T10:00:00+05:30")


@pytest.mark.parametrize("who", ["nashik.home.0", "nashik.cwc.0"])
def test_the_writer_and_the_committee_read_the_whole_form_17(story: Story, client: Client, who: str) -> None:
    story.admit(producer_name="Ramesh Patil", producer_phone="0000012399")
    session.bind(machine("test"))
    paper = Paper.unscoped.get(matter=story.case, form="17")
    sign_in(client, story.land.postings[who])
    page = client.get(f"/desk/papers/{paper.pk}/").content.decode()
    for told in ("Ramesh Patil", "0000012399", law().codes("mark_kinds")["scar"]["en"]):
        assert told in page, told
    assert "not for your post" not in page
