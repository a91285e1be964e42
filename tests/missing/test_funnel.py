"""R08: the funnel adds up, its precision is same over decided, and small counts are hidden to outsiders."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.mis import engine, funnel
from vatsalya.mis.models import Figure
from vatsalya.missing import match
from vatsalya.missing.models import Pair
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db
NOW = FOUND + timedelta(days=8)


@pytest.fixture
def story() -> Story:
    """One possible match, proposed when the home saved the child."""
    told = Story(settle())
    told.register()
    told.admit()
    return told


def nation(at: object = NOW) -> list[funnel.Line]:
    """The funnel of India in the month of the story, counted now."""
    engine.refresh(at=at)  # type: ignore[arg-type]
    return funnel.lines(month=funnel.month_of(FOUND), level="nation", code=None)


def test_an_unanswered_suggestion_is_open_and_after_a_week_late(story: Story) -> None:
    (line,) = nation(FOUND + timedelta(days=6))
    assert (line.source, line.counts["sug"], line.counts["open7"], line.precision) == ("save", 1, 0, None)
    (line,) = nation()
    assert line.counts["open7"] == 1


def test_what_was_decided_counts_with_its_hours_and_its_precision(story: Story) -> None:
    story.confirm(FOUND + timedelta(hours=10))
    (line,) = nation()
    assert (line.counts["same"], line.counts["diff"], line.counts["seen"]) == (1, 0, 1)
    assert (line.precision, line.hours) == (1.0, 10)


def test_a_no_counts_against_and_a_question_counts_as_asked(story: Story) -> None:
    pair = story.pair()
    police = story.land.bind("gaya.ps")
    match.decide(actor=police, pair_id=pair.pk, says="more", question="mark", at=FOUND)
    assert nation()[0].counts["more"] == 1
    match.decide(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, says="different", at=FOUND)
    (line,) = nation()
    assert (line.counts["diff"], line.precision) == (1, 0.0)


def test_the_same_line_stands_in_its_state_and_its_district_and_nowhere_else(story: Story) -> None:
    engine.refresh(at=NOW)
    session.bind(machine("test"))
    missing = Pair.unscoped.select_related("missing").get().missing
    month = funnel.month_of(FOUND)
    for level, code in (("state", missing.state_code), ("district", missing.district_code)):
        assert [line.counts["sug"] for line in funnel.lines(month=month, level=level, code=code)] == [1]
    assert funnel.lines(month=month, level="state", code=27) == []
    assert funnel.lines(month="2601", level="nation", code=None) == []


def test_what_is_taken_back_leaves_the_funnel_again(story: Story) -> None:
    pair = story.confirm()
    assert nation()[0].counts["same"] == 1
    match.unconfirm(actor=story.land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=FOUND + timedelta(hours=2))
    assert nation()[0].counts["same"] == 0


def test_the_board_of_figures_is_not_mixed_with_the_funnel(story: Story) -> None:
    engine.refresh(at=NOW)
    assert Figure.objects.filter(indicator__startswith="r08.").exists()
    board = engine.board(level="nation")
    assert all(line.code for line in board.lines) and board.total["match_open"] == 1 == board.total["match_late"]


def test_small_counts_are_hidden_to_those_outside_and_shown_inside(story: Story) -> None:
    engine.refresh(at=NOW)
    month = funnel.month_of(FOUND)
    district = story.land.offices["gaya.ps"].district_id
    for post, hidden in (("nashik.cwc.0", True), ("gaya.ps.0", False)):
        client = Client()
        sign_in(client, story.land.postings[post])
        text = client.get(f"/desk/figures/matches/csv/?district={district}&month={month}").content.decode()
        assert ("< 5" in text) is hidden
        assert client.get(f"/desk/figures/matches/?district={district}").status_code == 200


@pytest.mark.parametrize(("who", "seen"), [("gaya.ps.0", 1), ("nashik.cwc.0", 1), ("gaya.dm.0", 0), ("nashik.ps.0", 0)])
def test_opening_the_pair_from_any_list_counts_as_seen_when_one_of_those_asked_does_it(story, who, seen) -> None:
    pair = story.pair()
    client = sign_in(Client(), story.land.postings[who])
    client.get(f"/desk/matches/{pair.pk}/")
    assert nation()[0].counts["seen"] == seen
    assert Notice.objects.filter(matter_id=pair.pk, code="match.possible").exclude(seen_at=None).count() == seen
