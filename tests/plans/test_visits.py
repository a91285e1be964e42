"""Visits after restoration: each in its own time, each of its own child; nobody goes home before the order holds."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.cncp import handover
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.matters.models import Matter, Move
from vatsalya.missing import steps
from vatsalya.placements.models import Placement
from vatsalya.plans import actions as plans
from vatsalya.plans.models import FollowUp

pytestmark = pytest.mark.django_db
HOME = FOUND + timedelta(days=7)


@pytest.fixture
def restored() -> Story:
    """The boy is with his mother; nine visits stand on the calendar."""
    story = Story(settle())
    story.whole()
    return story


def visit(story: Story, part: int) -> FollowUp:
    session.bind(machine("test"))
    return FollowUp.unscoped.get(matter=story.case, part=part)


@pytest.mark.parametrize(
    ("part", "on", "code"),
    [
        (1, HOME - timedelta(days=2), "followup.before_home"),
        (2, HOME + timedelta(days=1), "followup.too_early"),
        (9, HOME + timedelta(days=1), "followup.too_early"),
    ],
)
def test_a_visit_lies_in_its_own_time(restored: Story, part: int, on: object, code: str) -> None:
    asked = visit(restored, part)
    officer = restored.land.bind("gaya.dcpu")
    answers = {"visited_on": f"{on:%Y-%m-%d}", "child_present": "yes", "safe": "yes"}
    with pytest.raises(Refused, match=code):
        plans.file_follow_up(actor=officer, follow_up_id=asked.pk, at=HOME + timedelta(days=3), answers=answers)


def test_a_visit_in_its_time_is_recorded(restored: Story) -> None:
    asked = visit(restored, 1)
    answers = {"visited_on": f"{HOME + timedelta(days=1):%Y-%m-%d}", "child_present": "yes", "safe": "yes"}
    done = plans.file_follow_up(
        actor=restored.land.bind("gaya.dcpu"), follow_up_id=asked.pk, at=HOME + timedelta(days=2), answers=answers
    )
    assert done.done_at and done.child_safe


def test_a_visit_does_not_open_under_another_childs_case(restored: Story) -> None:
    asked = visit(restored, 1)
    officer = restored.land.bind("gaya.dcpu")
    assert plans.follow_up_of(actor=officer, matter_id=restored.case.pk, follow_up_id=asked.pk)
    with pytest.raises(NotVisible):
        plans.follow_up_of(actor=officer, matter_id=uuid4(), follow_up_id=asked.pk)


def received() -> Story:
    """Gaya's Committee has received the boy."""
    story = Story(settle())
    story.register()
    story.admit()
    story.confirm()
    story.produce()
    sitting = story.place()
    story.inquire()
    story.transfer(sitting)
    return story


def test_the_police_alone_do_not_send_a_child_home_that_is_before_a_committee() -> None:
    story = received()
    officer = story.land.bind("gaya.ps")
    with pytest.raises(Refused, match="missing.committee_decided"):
        steps.take(actor=officer, matter_id=story.report.pk, at=HOME, name="restore", reason="the parents came for it")


def test_the_order_to_go_home_is_not_carried_out_before_its_day() -> None:
    story = received()
    sitting = story.sit("gaya", 3, HOME)
    ids = {"matter_id": story.case.pk, "sitting_id": sitting.pk, "at": HOME}
    chair = story.land.bind("gaya.cwc")
    care.hear(actor=chair, wishes="to go home", **ids)
    care.mark_missing_checked(actor=chair, matter_id=story.case.pk, at=HOME)
    care.final_order(actor=chair, codes=["a"], reason="the mother came", **ids)
    order = {"carer_name": "सुनीता", "carer_relation": "mother", "reason": "r", "carer_address": "a"}
    later = HOME + timedelta(days=10)
    handover.order_restoration(actor=chair, answers={**order, "effective_on": f"{later:%Y-%m-%d}"}, **ids)
    unit = story.land.bind("gaya.dcpu")
    with pytest.raises(Refused, match="restoration.not_yet"):
        handover.restore(actor=unit, matter_id=story.case.pk, at=HOME + timedelta(days=9))
    handover.restore(actor=unit, matter_id=story.case.pk, at=later)


def test_the_committee_that_received_a_child_places_it_in_a_home_of_its_own_once() -> None:
    story = received()
    sitting = story.sit("gaya", 3, HOME)
    home = story.land.offices["gaya.home"]
    answers = {"period_from": f"{HOME:%Y-%m-%d}", "period_to": "2027-02-24", "reason": "safe", "home": "1"}
    ids = {"matter_id": story.case.pk, "sitting_id": sitting.pk, "at": HOME, "home_id": home.pk, "answers": answers}
    chair = story.land.bind("gaya.cwc")
    care.begin_inquiry(actor=chair, **ids)
    with pytest.raises(Refused, match="placement.nowhere"):
        care.begin_inquiry(actor=chair, **ids)
    session.bind(machine("test"))
    assert Placement.unscoped.get(case=story.case, discharged_at=None).home == home
    assert Matter.unscoped.get(pk=story.case.pk).state == "RECEIVED"
    assert Move.unscoped.filter(matter=story.case, name="place_here").count() == 1
