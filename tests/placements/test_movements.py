"""The movement register: times that cannot be are refused, the law's days hold, and only who may sees."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.matters.models import Clock, Matter
from vatsalya.placements import movement
from vatsalya.placements.models import Placement
from vatsalya.placements.movement import Line

pytestmark = pytest.mark.django_db
NOW = FOUND + timedelta(days=3)
ORDER = {"ordered_by": "committee", "order_no": "7/2026", "ordered_on": (FOUND + timedelta(days=1)).date()}


def stay_of(story: Story) -> Matter:
    session.bind(machine("test"))
    return Placement.unscoped.select_related("matter").get(case=story.case).matter


def leave(story: Story, *, left: datetime, back: datetime, hours: int = 0, at: datetime = NOW) -> None:
    stay = stay_of(story)
    line = Line(left, {"reason": "a wedding", "with_whom": "his uncle"}, back, ORDER)
    movement.leave(
        actor=story.land.bind("nashik.home"), at=at, matter_id=stay.pk, line=line, journey=timedelta(hours=hours)
    )


def test_leave_is_seven_days_and_the_journey_and_the_clock_ends_when_the_order_says(home: Story) -> None:
    with pytest.raises(Refused, match="movement.leave_too_long"):
        leave(home, left=NOW, back=NOW + timedelta(days=9))
    leave(home, left=NOW, back=NOW + timedelta(days=8), hours=40)
    clock = Clock.unscoped.get(matter=stay_of(home), code="T54")
    assert clock.due_at == NOW + timedelta(days=8) and clock.stopped_at is None
    movement.back(
        actor=home.land.bind("nashik.home"), at=NOW + timedelta(days=5), matter_id=stay_of(home).pk,
        back_at=NOW + timedelta(days=4),
    )  # fmt: skip
    clock = Clock.unscoped.get(matter=stay_of(home), code="T54")
    assert stay_of(home).state == "ADMITTED" and clock.stopped_at == NOW + timedelta(days=5)


@pytest.mark.parametrize(
    ("left", "back", "code"),
    [
        (NOW + timedelta(minutes=1), NOW + timedelta(days=1), "date.future"),
        (FOUND - timedelta(minutes=1), NOW, "movement.before_last"),
        (NOW, NOW, "movement.back_before_leaving"),
        (FOUND, NOW, "movement.ordered_later"),
    ],
)
def test_times_that_cannot_be_are_refused_and_nothing_is_written(home: Story, left: Any, back: Any, code: str) -> None:
    with pytest.raises(Refused, match=code):
        leave(home, left=left, back=back)
    assert stay_of(home).state == "ADMITTED"


def test_nobody_goes_twice_and_nobody_comes_back_before_leaving(home: Story) -> None:
    leave(home, left=NOW, back=NOW + timedelta(days=1))
    with pytest.raises(Refused, match="state.wrong"):
        leave(home, left=NOW, back=NOW + timedelta(days=1))
    with pytest.raises(Refused, match="movement.before_last"):
        movement.back(
            actor=home.land.bind("nashik.home"), at=NOW, matter_id=stay_of(home).pk,
            back_at=NOW - timedelta(minutes=1),
        )  # fmt: skip


def test_why_a_child_is_in_hospital_is_for_the_committee_and_not_for_the_district(home: Story, client: Client) -> None:
    line = Line(NOW, {"hospital": "Sadar", "why": "Zgopaniya"})
    stay = stay_of(home)
    movement.go(actor=home.land.bind("nashik.home"), at=NOW, matter_id=stay.pk, kind="hospital", line=line)
    seen = {}
    for post in ("nashik.cwc", "nashik.dcpu", "nashik.home"):
        sign_in(client, home.land.postings[f"{post}.0"])
        answer = client.get(f"/desk/residents/{stay.pk}/").content.decode()
        assert "Sadar" in answer, post
        seen[post] = "Zgopaniya" in answer
    assert seen == {"nashik.cwc": True, "nashik.dcpu": False, "nashik.home": False}


@pytest.mark.parametrize("post", ["pune.home", "nashik.saa", "nashik.ps", "nashik.sjpu", "nashik.scps", "gaya.cwc"])
def test_another_home_the_police_and_other_districts_do_not_find_the_stay(
    home: Story, client: Client, post: str
) -> None:
    stay = stay_of(home)
    with pytest.raises(NotVisible):
        movement.back(actor=home.land.bind(post), at=NOW, matter_id=stay.pk, back_at=NOW)
    sign_in(client, home.land.postings[f"{post}.0"])
    assert client.get(f"/desk/residents/{stay.pk}/").status_code in (403, 404)
    assert client.get(f"/desk/residents/{stay.pk}/leave/").status_code in (403, 404)


def test_a_leave_is_written_in_the_browser_and_stands_in_the_register(home: Story, client: Client) -> None:
    stay = stay_of(home)
    sign_in(client, home.land.postings["nashik.home.0"])
    url = f"/desk/residents/{stay.pk}/hearing/"
    assert client.post(url, {}).status_code == 422
    sent = {"court": "Committee of Nashik", "with_whom": "K", "left_at_0": "2099-01-01", "left_at_1": "10:00"}
    assert client.post(url, sent).status_code == 422  # not in the future
    assert client.get("/desk/residents/").status_code == 200


def test_a_return_in_the_minute_of_the_leaving_is_taken_as_the_form_gives_it(home: Story) -> None:
    leave(home, left=NOW.replace(second=40), back=NOW + timedelta(days=1), at=NOW.replace(second=45))
    movement.back(
        actor=home.land.bind("nashik.home"), at=NOW.replace(second=50), matter_id=stay_of(home).pk, back_at=NOW
    )
    assert stay_of(home).state == "ADMITTED"
