"""The District Unit gives a social investigation to one person, who from then on sees this one child."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.country_of_tests import Land, settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access import gate
from vatsalya.cncp import actions as care
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.matters.models import Matter
from vatsalya.plans import actions as plans
from vatsalya.plans import queries

pytestmark = pytest.mark.django_db
AT = FOUND + timedelta(days=3)


@pytest.fixture
def story() -> Story:
    """An inquiry into Ankit's case is ordered and not yet given to anybody."""
    found = Story(settle())
    found.register()
    found.admit()
    found.produce()
    found.place()
    return found


def give(story: Story, land: Land, to: str, by: str = "nashik.dcpu") -> None:
    asked = plans.open_investigation(story.case)
    assert asked is not None
    plans.assign(actor=land.bind(by), investigation_id=asked.pk, posting_id=land.postings[f"{to}.0"].pk, at=AT)


def sees(story: Story, land: Land, who: str) -> bool:
    return gate.visible(land.bind(who), Matter).filter(pk=story.case.pk).exists()


def test_a_worker_of_an_ngo_in_the_district_sees_this_child_and_files_the_report(story: Story) -> None:
    land = story.land
    assert not sees(story, land, "nashik.ngo")
    give(story, land, "nashik.ngo")
    assert sees(story, land, "nashik.ngo")
    assert [one.matter_id for one in queries.investigations(actor=land.bind("nashik.ngo"))] == [story.case.pk]
    answers = {
        "visited_on": "2026-11-25", "visited_place": "Nashik", "met": "boy", "risk": "low", "recommendation": "home",
    }  # fmt: skip
    care.file_report(actor=land.bind("nashik.ngo"), matter_id=story.case.pk, at=AT, answers=answers)
    story.case.refresh_from_db()
    assert story.case.state == "SIR_FILED"


def test_an_ngo_of_another_district_is_refused(story: Story) -> None:
    with pytest.raises(Refused, match="sir.worker_of_own_office"):
        give(story, story.land, "gaya.ngo")
    assert not sees(story, story.land, "gaya.ngo")


def test_another_district_unit_finds_no_investigation(story: Story) -> None:
    with pytest.raises(NotVisible):
        give(story, story.land, "gaya.ngo", by="gaya.dcpu")


def test_giving_it_to_somebody_else_ends_the_sight_of_the_first(story: Story) -> None:
    give(story, story.land, "nashik.ngo")
    asked = plans.open_investigation(story.case)
    worker = story.land.postings["nashik.dcpu.1"]
    plans.assign(actor=story.land.bind("nashik.dcpu"), investigation_id=asked.pk, posting_id=worker.pk, at=AT)
    assert not sees(story, story.land, "nashik.ngo")
    assert sees(story, story.land, "nashik.dcpu.1")


def test_the_page_offers_the_ngo_and_refuses_a_made_up_worker_in_words(story: Story, client: Client) -> None:
    sign_in(client, story.land.postings["nashik.dcpu.0"])
    asked = plans.open_investigation(story.case)
    page = client.get(f"/desk/cases/{story.case.pk}/").content.decode()
    assert f'<option value="{story.land.postings["nashik.ngo.0"].pk}"' in page
    answer = client.post(f"/desk/cases/{story.case.pk}/give/{asked.pk}/", {"worker": "99999999"})
    assert answer.status_code == 422
    assert "NGO in your district" in answer.content.decode()
