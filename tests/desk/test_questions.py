"""The pages that officers open all day ask the database at most fifteen times, whatever has happened to the child."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.citizens.telling import lodge, missing
from tests.country_of_tests import settle
from tests.desk.test_calls import TOLD
from tests.journeys.story import FOUND, Story, found_answers, place
from tests.signing_in import sign_in
from vatsalya.citizens import home
from vatsalya.helpline import actions as helpline
from vatsalya.missing import rail

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def story() -> Story:
    """Reported, admitted, and possibly the same child."""
    told = Story(settle())
    told.register()
    told.admit()
    return told


@pytest.fixture
def asked(story: Story) -> Callable[[str, str], int]:
    """How often a page asks, when it was opened before: offices and districts are remembered."""

    def count(who: str, url: str) -> int:
        client = sign_in(Client(HTTP_HOST="localhost"), story.land.postings[f"{who}.0"])
        for _ in range(2):
            with CaptureQueriesContext(connection) as questions:
                answer = client.get(url)
            assert answer.status_code == 200, url
        return len([one for one in questions if "SAVEPOINT" not in one["sql"]])

    return count


def test_the_pages_of_a_report_a_case_and_a_pair(story: Story, asked: Any) -> None:
    case = f"/desk/cases/{story.case.pk}/"
    operator = story.land.bind("gaya.control_room")
    call = helpline.record(actor=operator, at=FOUND, answers={**TOLD, "place": place("Gaya")})
    helpline.hang_on(actor=operator, matter_id=call.pk, number=story.report.number, at=FOUND)
    assert asked("gaya.ps", f"/desk/missing/{story.report.pk}/") <= MOST
    assert asked("gaya.ps", f"/desk/matches/{story.pair().pk}/") <= MOST
    story.produce()
    assert asked("nashik.cwc", case) <= MOST
    story.place()
    assert asked("nashik.cwc", case) <= MOST
    story.confirm()
    assert asked("gaya.ps", f"/desk/missing/{story.report.pk}/") <= MOST
    assert asked("nashik.cwc", case) <= MOST


def test_the_page_of_an_order(story: Story, asked: Any) -> None:
    story.produce()
    story.sit("nashik", 1, FOUND + timedelta(hours=11))
    assert asked("nashik.cwc", f"/desk/cases/{story.case.pk}/order/18/") <= MOST


def test_the_board_of_the_stations(story: Story, asked: Any) -> None:
    assert asked("gaya.sjpu", "/desk/police/stations/") <= MOST


@pytest.mark.parametrize("who", ["gaya.ps", "gaya.nodal", "nashik.cwc", "nashik.home", "nashik.dcpu"])
def test_every_desk(asked: Any, who: str) -> None:
    assert asked(who, "/desk/") <= MOST


@pytest.mark.parametrize("who", ["nashik.ps", "nashik.sjpu"])
def test_the_pages_of_found_children_and_of_a_family(story: Story, asked: Any, who: str) -> None:
    land = story.land
    record = rail.found(actor=land.bind(who), at=FOUND, answers=found_answers(name="Ravi", producer_kind="police"))
    for page in ("/desk/police/", "/desk/missing/", "/desk/found/", "/desk/found/new/", f"/desk/found/{record.pk}/"):
        assert asked(who, page) <= MOST, page
    receipt = lodge("missing", missing())
    home.say(matter_id=str(receipt.matter_id), at=FOUND)
    assert asked("gaya.ps", f"/desk/citizens/{receipt.matter_id}/") <= MOST
    assert asked("gaya.ps", "/desk/police/") <= MOST
