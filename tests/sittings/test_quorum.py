"""Who makes the quorum: members whose posting is in force at this second, and nobody else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.cncp import actions as care
from vatsalya.lib.clock import now
from vatsalya.lib.errors import Refused
from vatsalya.offices.models import Posting
from vatsalya.sittings import queries

pytestmark = pytest.mark.django_db
AT = FOUND + timedelta(hours=12)
PLACING = {"period_from": "2026-11-24", "period_to": "2027-02-24", "reason": "safe", "home": "1"}


@pytest.fixture
def story() -> Story:
    """A child was produced; the Committee of Nashik is to sit."""
    found = Story(settle())
    found.admit()
    found.produce()
    return found


def relieve(story: Story, who: str, at: datetime) -> None:
    """The State society ends this member's posting."""
    Posting.objects.filter(pk=story.land.postings[who].pk).update(to_at=at)


def begin(story: Story, sitting: Any, at: datetime) -> None:
    care.begin_inquiry(
        actor=story.land.bind("nashik.cwc"), matter_id=story.case.pk, sitting_id=sitting.pk, at=at,
        home_id=story.land.offices["nashik.home"].pk, answers=PLACING,
    )  # fmt: skip


def test_a_member_relieved_during_the_sitting_no_longer_makes_the_quorum(story: Story) -> None:
    sitting = story.sit("nashik", 3, AT)
    assert len(queries.present(sitting, AT)) == 3
    relieve(story, "nashik.cwc.2", AT + timedelta(minutes=5))
    later = AT + timedelta(minutes=6)
    running = queries.running(sitting.office.no, later)
    assert running is not None and running.members == 2
    with pytest.raises(Refused) as no:
        begin(story, sitting, later)
    assert no.value.refusals[0].code == "sitting.three_members" and no.value.refusals[0].facts["present"] == 2


def test_until_the_second_of_relieving_the_order_stands_with_three_names(story: Story) -> None:
    sitting = story.sit("nashik", 3, AT)
    relieve(story, "nashik.cwc.2", AT + timedelta(minutes=5))
    begin(story, sitting, AT + timedelta(minutes=4))
    assert len(queries.names(sitting, AT + timedelta(minutes=4))) == 3


def test_a_member_whose_account_is_shut_is_not_counted(story: Story) -> None:
    sitting = story.sit("nashik", 3, AT)
    account = story.land.postings["nashik.cwc.1"].account
    account.is_active = False
    account.save(update_fields=["is_active"])
    assert len(queries.present(sitting, AT)) == 2


@pytest.mark.parametrize(("lang", "says"), [("en", "There is no quorum now"), ("hi", "अभी गणपूर्ति नहीं है")])
def test_the_page_of_a_sitting_whose_quorum_falls_says_so_and_names_who_no_longer_counts(
    story: Story, client: Client, lang: str, says: str
) -> None:
    at = now()
    sitting = story.sit("nashik", 3, at - timedelta(minutes=10))
    sign_in(client, story.land.postings["nashik.cwc.0"])
    client.cookies["language"] = lang
    assert says not in client.get(f"/desk/sittings/{sitting.pk}/").content.decode()
    relieve(story, "nashik.cwc.2", at - timedelta(minutes=5))
    page = client.get(f"/desk/sittings/{sitting.pk}/").content.decode()
    assert says in page and "<s>Officer nashik.cwc 2</s>" in page


def test_a_closed_sitting_keeps_the_members_it_had_when_it_ended(story: Story, client: Client) -> None:
    at = now()
    sitting = story.sit("nashik", 3, at - timedelta(minutes=10))
    sitting.closed_at = at - timedelta(minutes=7)
    sitting.save(update_fields=["closed_at"])
    relieve(story, "nashik.cwc.2", at - timedelta(minutes=5))
    sign_in(client, story.land.postings["nashik.cwc.0"])
    page = client.get(f"/desk/sittings/{sitting.pk}/").content.decode()
    assert "<s>" not in page and "Officer nashik.cwc 2" in page
