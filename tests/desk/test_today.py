"""The first page: its numbers are those of the list behind them, and a limit has one word and one colour everywhere."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.country_of_tests import Land, settle
from tests.journeys.story import REPORTED, Story
from tests.signing_in import sign_in
from vatsalya.desk.templatetags.spans import read_clock
from vatsalya.law.load import law
from vatsalya.lib import clock
from vatsalya.matters import queries as matters

pytestmark = pytest.mark.django_db
MOMENTS = [timedelta(minutes=1), timedelta(minutes=60), timedelta(minutes=61), timedelta(hours=30), timedelta(days=130)]


@pytest.fixture
def land() -> Land:
    """Two children are reported in Gaya."""
    found = settle()
    for _ in range(2):
        Story(found).register()
    return found


@pytest.mark.parametrize("after", MOMENTS)
def test_the_counts_agree_with_the_colour_of_each_clock(land: Land, after: timedelta) -> None:
    at, actor = REPORTED + after, land.bind("gaya.ps")
    late, soon, every = matters.due_counts(actor=actor, at=at)
    tones = [
        read_clock(due_at=one.due_at, at=at, started_at=one.started_at).tone for one in matters.due(actor=actor, at=at)
    ]
    assert (tones.count("late"), tones.count("soon"), len(tones)) == (late, soon, every)
    assert len(matters.due(actor=actor, at=at, show="late")) == late
    assert len(matters.due(actor=actor, at=at, show="soon")) == soon


def test_a_minute_after_registering_nothing_is_past_its_limit(land: Land) -> None:
    late, soon, _ = matters.due_counts(actor=land.bind("gaya.ps"), at=REPORTED + timedelta(minutes=1))
    assert late == 0 and soon > 0


def test_a_post_finds_its_own_work_before_what_it_only_watches(land: Land) -> None:
    story = Story(land)
    story.admit()
    story.produce()
    story.place()
    actor = land.bind("nashik.cwc")
    owed = [actor.role in law().clocks[one.code].owner for one in matters.due(actor=actor, at=REPORTED)]
    assert owed == sorted(owed, reverse=True) and set(owed) == {True, False}


@pytest.mark.parametrize("show", ["late", "soon", "all"])
def test_a_tile_opens_its_own_list(land: Land, show: str) -> None:
    client = sign_in(Client(), land.postings["gaya.ps.0"])
    actor = land.bind("gaya.ps")
    body = client.get(f"/desk/?show={show}").content.decode()
    shown = len(re.findall(r'<td class="wide">', body))
    wanted = matters.due(actor=actor, at=clock.now(), show=show).count()
    assert shown == min(wanted, 12)


def test_a_desk_without_work_of_its_own_begins_with_what_it_is_for(land: Land) -> None:
    body = sign_in(Client(), land.postings["gaya.jjb.0"]).get("/desk/").content.decode()
    first = body[: body.index('id="due"')]
    assert 'class="figs"' not in first
    assert "figures are 0: show" in body


def test_the_figures_say_whose_they_are(land: Land) -> None:
    client = sign_in(Client(), land.postings["gaya.ps.0"])
    assert "Your district: Gaya" in client.get("/desk/").content.decode()
    client.cookies["language"] = "hi"
    assert "आपका जिला: गया" in client.get("/desk/").content.decode()
