"""Attacks on a child's course: the wrong office, too early, too late, twice, at the same time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.country_of_tests import Land
from tests.journeys.story import FOUND, LOST, REPORTED, Story
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import handover
from vatsalya.law.load import law
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters.models import Matter
from vatsalya.missing import match
from vatsalya.missing.models import Pair
from vatsalya.offices.models import Posting

pytestmark = pytest.mark.django_db
Desk = Callable[..., Client]
SITTING = FOUND + timedelta(hours=12)


@pytest.fixture
def story(land: Land) -> Story:
    """Ankit is reported in Gaya and admitted in Nashik."""
    told = Story(land)
    told.register()
    told.admit()
    return told


def owner(story: Story) -> tuple[str, int]:
    """The case's step, and whose it is."""
    session.bind(machine("test"))
    case = Matter.unscoped.get(pk=story.case.pk)
    return case.state, case.unit_no


def refusal(act: Callable[[], object]) -> str:
    """The code with which an act is refused; every code has its Hindi."""
    with pytest.raises((Refused, Forbidden, NotVisible)) as no:
        act()
    if isinstance(no.value, Refused):
        assert all(law().words(one.code, "hi", **one.facts) for one in no.value.refusals)
        return no.value.codes[0]
    return "not visible" if isinstance(no.value, NotVisible) else no.value.code


def test_a_child_found_a_day_before_it_was_lost_is_not_confirmed_as_the_same(land: Land) -> None:
    story = Story(land)
    story.register(last_seen_at=(REPORTED - timedelta(hours=1)).isoformat())
    early = (LOST - timedelta(days=2)).isoformat()
    story.admit(found_at=early, charge_at=(LOST - timedelta(days=2) + timedelta(minutes=30)).isoformat())
    session.bind(machine("test"))
    pair = Pair.unscoped.filter(missing=story.report, found=story.case.pk).first()
    assert (
        pair is None
        or refusal(lambda: match.decide(actor=land.bind("gaya.ps"), pair_id=pair.pk, says="same", at=FOUND))
        == "found.before_lost"
    )


def test_one_person_cannot_confirm_a_match_alone(story: Story) -> None:
    pair, police = story.pair(), story.land.bind("gaya.ps")
    for _ in range(2):
        match.decide(actor=police, pair_id=pair.pk, says="same", at=FOUND)
    session.bind(machine("test"))
    assert Pair.unscoped.get(pk=pair.pk).verdict == "possible"


@pytest.mark.parametrize("who", ["gaya.sjpu", "pune.cwc", "nashik.home", "india.ministry", "nashik.dcpu.1", "pune.ps"])
def test_nobody_else_decides_a_possible_match(story: Story, who: str) -> None:
    pair = story.pair()
    assert refusal(lambda: match.decide(actor=story.land.bind(who), pair_id=pair.pk, says="same", at=FOUND)) in (
        "not visible",
        "gate.not_allowed",
    )


def test_a_decided_match_is_not_decided_again(story: Story) -> None:
    pair = story.confirm()
    assert (
        refusal(lambda: match.decide(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, says="different", at=FOUND))
        == "match.already_decided"
    )


@pytest.mark.parametrize("members", [1, 2])
def test_an_order_without_three_members_is_refused(story: Story, members: int) -> None:
    story.confirm()
    story.produce()
    before = owner(story)
    assert refusal(lambda: story.place(members=members)).startswith("sitting.")
    assert owner(story) == before


def test_a_child_is_not_brought_before_the_committee_twice(story: Story) -> None:
    story.produce()
    before = owner(story)
    assert refusal(lambda: story.produce())
    assert owner(story) == before


def test_a_transfer_has_one_owner_at_every_moment_and_is_agreed_once(story: Story) -> None:
    story.confirm()
    story.produce()
    sitting = story.place()
    story.inquire()
    at = FOUND + timedelta(days=4)
    nashik, gaya = story.land.offices["nashik.cwc"].no, story.land.offices["gaya.cwc"].no
    story.transfer(sitting, at=at)
    assert owner(story)[1] == gaya != nashik
    assert refusal(lambda: handover.agree(actor=story.land.bind("gaya.cwc"), matter_id=story.case.pk, at=at))
    assert refusal(lambda: handover.receive(actor=story.land.bind("gaya.cwc"), matter_id=story.case.pk, at=at))
    assert refusal(lambda: handover.receive(actor=story.land.bind("pune.cwc"), matter_id=story.case.pk, at=at))
    assert owner(story)[1] == gaya


def test_after_the_transfer_the_old_committee_and_the_old_home_find_nothing(story: Story, desk: Desk) -> None:
    page = f"/desk/cases/{story.case.pk}/"
    story.confirm()
    story.produce()
    sitting = story.place()
    story.inquire()
    assert desk("nashik.cwc").get(page).status_code == 200
    story.transfer(sitting)
    for who in ("nashik.cwc", "nashik.home", "nashik.dcpu", "pune.cwc"):
        assert desk(who).get(page).status_code == 404, who
    assert desk("gaya.cwc").get(page).status_code == 200


def test_a_posting_that_ended_a_second_ago_opens_nothing(story: Story, desk: Desk) -> None:
    page, station = f"/desk/missing/{story.report.pk}/", desk("gaya.ps")
    assert station.get(page).status_code == 200
    posting = story.land.postings["gaya.ps.0"]
    Posting.objects.filter(pk=posting.pk).update(to_at=REPORTED + timedelta(seconds=1))
    answer = station.get(page)
    assert answer.status_code == 302 and "/desk/missing" not in answer["Location"].split("?")[0]
    assert "अंकित" not in answer.content.decode()


def test_one_files_paper_under_anothers_address_is_not_found(story: Story, desk: Desk) -> None:
    chair = desk("nashik.cwc")
    story.produce()
    for address in (
        f"/desk/missing/{story.case.pk}/",
        f"/desk/cases/{story.report.pk}/",
        f"/desk/calls/{story.case.pk}/",
        f"/desk/papers/{story.case.pk}/",
        f"/desk/papers/{story.report.pk}/pdf/",
        f"/desk/photos/{story.case.pk}/",
        f"/desk/sittings/{story.case.pk}/",
        f"/desk/matches/{story.report.pk}/",
    ):
        assert chair.get(address).status_code == 404, address
