"""One child's journey through all packages, told by the people who take the steps."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, LOST, Story
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matters.models import Clock, Matter, Move
from vatsalya.missing import match
from vatsalya.people.models import Child
from vatsalya.plans.models import FollowUp

pytestmark = pytest.mark.django_db


def test_a_child_lost_in_gaya_and_found_in_nashik_comes_home() -> None:
    story = Story(settle())
    story.whole()
    session.bind(machine("test"))
    report, case = Matter.unscoped.get(pk=story.report.pk), Matter.unscoped.get(pk=story.case.pk)
    assert (report.state, case.state) == ("RESTORED", "FOLLOW_UP")
    assert case.office == story.land.offices["gaya.cwc"]
    assert Child.unscoped.get(pk=report.child_id).person_id == Child.unscoped.get(pk=case.child_id).person_id
    assert FollowUp.unscoped.filter(matter=case).count() == 9
    assert not Clock.unscoped.filter(matter=case, code="T3", stopped_at=None).exists()
    assert Move.unscoped.filter(matter=case).count() >= 12
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_two_sides_compare_when_the_child_was_lost_and_found_not_when_it_was_written_down() -> None:
    story = Story(settle())
    story.register()
    story.admit()
    pair = story.pair()
    _, shown = match.read(actor=story.land.bind("gaya.ps"), pair_id=pair.pk)
    assert shown["missing"]["since"] == LOST.isoformat()
    assert shown["found"]["since"] == (FOUND - timedelta(hours=3)).isoformat()
