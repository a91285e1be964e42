"""Visits after restoration: each in its own time, each of its own child; nobody goes home before the order holds."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.cncp import handover, homecoming
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.matters.models import Clock, Matter, Move
from vatsalya.missing import steps
from vatsalya.notices.models import Notice
from vatsalya.papers.models import Paper
from vatsalya.placements.models import Placement
from vatsalya.plans import actions as plans
from vatsalya.plans.models import FollowUp
from vatsalya.sittings.models import Sitting

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


def test_the_child_goes_to_the_person_of_the_order_not_before_its_day_and_the_page_says_both(client: Client) -> None:
    story = received()
    sitting = story.sit("gaya", 3, HOME)
    ids = {"matter_id": story.case.pk, "sitting_id": sitting.pk, "at": HOME}
    chair = story.land.bind("gaya.cwc")
    care.hear(actor=chair, wishes="to go home", **ids)
    care.mark_missing_checked(actor=chair, matter_id=story.case.pk, at=HOME)
    care.final_order(actor=chair, codes=["a"], reason="the mother came", **ids)
    order = {"carer_name": "सुनीता देवी", "carer_relation": "mother", "reason": "r", "carer_address": "a"}
    later = HOME + timedelta(days=10)
    handover.order_restoration(actor=chair, answers={**order, "effective_on": f"{later:%Y-%m-%d}"}, **ids)
    sign_in(client, story.land.postings["gaya.dcpu.0"])
    page = f"/desk/cases/{story.case.pk}/"
    assert f'href="{page}home/"' in client.get(page).content.decode()
    shown = client.get(f"{page}home/").content.decode()
    assert "सुनीता देवी" in shown and f"{later:%d-%m-%Y}" in shown and 'name="received_by"' in shown
    with pytest.raises(Refused, match="restoration.not_yet"):
        story.hand_over("gaya.dcpu", HOME + timedelta(days=9))
    early = {"handed_at": (HOME + timedelta(days=9)).isoformat()}
    with pytest.raises(Refused, match="restoration.not_yet"):  # nor is it written down as if it had been
        story.hand_over("gaya.dcpu", later, **early)
    for wrong, code in (
        ({"received_by": "रमेश यादव"}, "restoration.another_person"),
        ({"identity_seen": "no"}, "restoration.identity_unseen"),
        ({"handed_at": (later + timedelta(hours=1)).isoformat()}, "date.future"),
    ):
        with pytest.raises(Refused, match=code):
            story.hand_over("gaya.dcpu", later, **wrong)
    story.hand_over("gaya.dcpu", later)
    session.bind(machine("test"))
    kept = Move.unscoped.get(matter=story.case, name="restore").facts
    assert kept == {"handed_at": later.isoformat(), "identity_seen": True}
    assert Paper.unscoped.filter(matter=story.case, form="handover", move__name="restore").count() == 1


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


def unsafe(story: Story, at: datetime, **more: str) -> FollowUp:
    """The first visit finds that something is wrong."""
    asked = visit(story, 1)
    answers = {"visited_on": f"{at:%Y-%m-%d}", "child_present": "yes", "safe": "yes", **more}
    officer = story.land.bind("gaya.dcpu")
    return plans.file_follow_up(actor=officer, follow_up_id=asked.pk, at=at, answers=answers)


def take_back(story: Story, at: datetime, child_is: str, reason: str = "beaten at home") -> Sitting:
    """Gaya's Committee, which still sits, takes the child back."""
    session.bind(machine("test"))
    sitting = Sitting.objects.filter(office=story.land.offices["gaya.cwc"], closed_at=None).latest("opened_at")
    ids = {"matter_id": story.case.pk, "sitting_id": sitting.pk, "at": at}
    homecoming.take_back(actor=story.land.bind("gaya.cwc"), reason=reason, child_is=child_is, **ids)
    return sitting


@pytest.mark.parametrize("found", [{"child_present": "no"}, {"beaten": "yes"}, {"abuse": "yes"}, {"safe": "no"}])
def test_an_unsafe_visit_is_a_red_line_for_the_committee_and_told_to_both(
    restored: Story, client: Client, found: dict[str, str]
) -> None:
    assert not unsafe(restored, HOME + timedelta(days=3), **found).child_safe
    sign_in(client, restored.land.postings["gaya.cwc.0"])
    client.cookies["language"] = "en"
    shown = client.get(f"/desk/cases/{restored.case.pk}/").content.decode()
    assert "The latest visit found the child not safe, or not there." in shown and "Read the visit" in shown
    told = set(Notice.objects.filter(code="followup.unsafe").values_list("to_no", flat=True))
    assert told == {restored.land.offices[name].no for name in ("gaya.cwc", "gaya.dcpu")}


def test_a_child_not_safe_at_home_comes_back_into_care_and_goes_the_whole_way_again(
    restored: Story, client: Client
) -> None:
    story, at = restored, HOME + timedelta(days=4)
    unsafe(story, HOME + timedelta(days=3), safe="no")
    sign_in(client, story.land.postings["gaya.cwc.0"])
    client.cookies["language"] = "en"
    page = f"/desk/cases/{story.case.pk}/"
    nowhere = "The child stays in no home of this district yet: order a place."
    shown = client.get(page).content.decode()
    assert "Take the child back into care" in shown and nowhere not in shown
    with pytest.raises(Refused, match="take_back.reason_needed"):
        take_back(story, at, "here", reason=" ")
    sitting = take_back(story, at, "here")
    assert nowhere in client.get(page).content.decode()
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=story.case.pk).state == "UNDER_INQUIRY"
    running = Clock.unscoped.filter(matter=story.case, stopped_at=None).values_list("code", flat=True)
    assert {"T13", "T14"} <= set(running) and "T55" not in running
    assert not FollowUp.unscoped.filter(matter=story.case, done_at=None).exists()
    assert Notice.objects.filter(code="missing.taken_back", to_no=story.land.offices["gaya.ps"].no).exists()
    assert Matter.unscoped.get(pk=story.report.pk).state == "RESTORED"
    again(story, sitting, at)
    assert nowhere not in client.get(page).content.decode()
    session.bind(machine("test"))
    parts = FollowUp.unscoped.filter(matter=story.case, done_at=None).values_list("part", flat=True)
    assert sorted(parts) == list(range(10, 19))
    first = visit(story, 10)
    answers = {"visited_on": f"{at + timedelta(days=1):%Y-%m-%d}", "child_present": "yes", "safe": "yes"}
    officer, on = story.land.bind("gaya.dcpu"), at + timedelta(days=2)
    assert plans.file_follow_up(actor=officer, follow_up_id=first.pk, at=on, answers=answers).child_safe


def again(story: Story, sitting: Sitting, at: datetime) -> None:
    """A place, the investigation, the hearing, the orders and the way home, once more in Gaya."""
    ids = {"matter_id": story.case.pk, "sitting_id": sitting.pk, "at": at}
    day, chair = f"{at:%Y-%m-%d}", story.land.bind("gaya.cwc")
    stay = {"period_from": day, "period_to": "2027-02-24", "reason": "safe", "home": "1", "kind": "interim"}
    care.begin_inquiry(actor=chair, home_id=story.land.offices["gaya.home"].pk, answers=stay, **ids)
    due = {"due_on": f"{at + timedelta(days=9):%Y-%m-%d}", "questions": "family"}
    care.order_investigation(actor=chair, answers=due, **ids)
    worker = story.land.postings["gaya.dcpu.1"]
    asked = plans.open_investigation(story.case)
    plans.assign(actor=story.land.bind("gaya.dcpu"), investigation_id=asked.pk, posting_id=worker.pk, at=at)
    filed = {"visited_on": day, "visited_place": "Gaya", "met": "boy", "risk": "low", "recommendation": "home"}
    care.file_report(actor=story.land.bind("gaya.dcpu.1"), matter_id=story.case.pk, at=at, answers=filed)
    chair = story.land.bind("gaya.cwc")
    care.hear(actor=chair, wishes="to go home", **ids)
    care.final_order(actor=chair, codes=["a"], reason="the mother came", **ids)
    order = {"carer_name": "सुनीता देवी", "carer_relation": "mother", "reason": "r", "carer_address": "a"}
    handover.order_restoration(actor=chair, answers={**order, "effective_on": day}, **ids)
    story.hand_over("gaya.dcpu", at)


def test_a_child_gone_from_home_is_looked_for_again(restored: Story) -> None:
    at = HOME + timedelta(days=4)
    take_back(restored, at, "gone")
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=restored.report.pk).state == "REOPENED"
    station, police = (restored.land.offices[name].no for name in ("gaya.ps", "gaya.sjpu"))
    assert Notice.objects.filter(code="missing.gone_from_home", to_no=station).exists()
    assert Notice.objects.filter(code="cncp.gone_from_home", to_no=police).exists()
