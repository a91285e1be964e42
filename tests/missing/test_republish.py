"""After an upgrade every open file's searchable form is written anew, in parts, and closed ones stay out."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.country_of_tests import settle
from tests.journeys.story import REPORTED, Story
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matching import actions as engine
from vatsalya.missing import republish

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    told = Story(settle())
    told.register()
    told.admit()
    session.bind(machine("matching"))
    return told


def test_each_open_file_is_written_once_and_the_parts_follow_each_other(story: Story, monkeypatch) -> None:
    monkeypatch.setattr(republish, "PART", 1)
    first, one = republish.part(after=None, at=REPORTED)
    second, two = republish.part(after=first, at=REPORTED)
    assert {first, second} == {story.report.pk, story.case.pk} and (one, two) == (1, 1)
    assert republish.part(after=second, at=REPORTED) == (None, 0)


def test_what_had_fallen_out_of_the_register_stands_in_it_again(story: Story) -> None:
    assert engine.withdraw(story.case.pk) and not engine.withdraw(story.case.pk)
    republish.part(after=None, at=REPORTED)
    assert engine.withdraw(story.case.pk)


def test_the_command_tells_how_many_and_changes_no_pair(story: Story, capsys) -> None:
    before = story.pair().bits
    call_command("match_again", "--json")
    assert '"files": 2' in capsys.readouterr().out
    assert story.pair().bits == before and connection.in_atomic_block
