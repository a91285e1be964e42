"""A station or the juvenile unit has a child without a report: Form 17, the Committee's case, 24 hours, all India."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.story import FOUND, REPORTED, found_answers, missing_answers
from tests.missing.conftest import HOUR, running
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Forbidden, Refused
from vatsalya.matters.models import Clock, Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import rail
from vatsalya.missing.models import Pair, RailRecord
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db
POSTS = ("nashik.ps", "nashik.sjpu")


def found_at(land: Any, post: str) -> RailRecord:
    return rail.found(actor=land.bind(post), at=FOUND, answers=found_answers(producer_kind="police"))


def case_of(record: RailRecord) -> Matter:
    session.bind(machine("test"))
    return Matter.unscoped.get(pk=record.case)


@pytest.mark.parametrize("post", POSTS)
def test_the_committee_has_the_case_and_the_clock_runs_from_the_charge(land: Any, post: str) -> None:
    record = found_at(land, post)
    case = case_of(record)
    assert case.unit_no == land.offices["nashik.cwc"].no and case.state == "INFO_RECEIVED"
    clock = Clock.unscoped.get(matter=case, code="T3")
    assert record.due_at == clock.due_at == FOUND - timedelta(hours=2, minutes=30) + timedelta(hours=24, minutes=90)
    assert Notice.objects.filter(to_no=case.unit_no, code="police.found").count() == 1
    rail.produce(actor=land.bind(post), record_id=record.pk, at=FOUND + HOUR)
    assert case_of(record).state == "PRODUCED" and "T3" not in running(case)


@pytest.mark.parametrize("post", POSTS)
def test_a_report_of_another_state_is_found_in_the_same_act(land: Any, post: str) -> None:
    missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers())
    record = found_at(land, post)
    session.bind(machine("test"))
    assert Pair.unscoped.filter(found=record.case).count() == 1


def test_a_station_counts_no_trains_and_may_say_where_the_child_sleeps(land: Any) -> None:
    record = found_at(land, "nashik.ps")
    told = {"actor": land.bind("nashik.ps"), "record_id": record.pk, "at": FOUND + HOUR}
    with pytest.raises(Refused, match="found.handed"):
        rail.describe(where=rail.Where(category="runaway"), **told)
    with pytest.raises(Refused, match="found.handed"):
        rail.describe(where=rail.Where(handed_kind="home"), **told)
    made = rail.describe(where=rail.Where(handed_kind="home", handed_at=FOUND), **told)
    assert made.handed_no == land.offices["nashik.home"].no and made.produced_at is None


def test_the_units_list_holds_its_own_children_only(land: Any) -> None:
    at_the_station = found_at(land, "nashik.ps")
    assert list(rail.records(actor=land.bind("nashik.ps"))) == [at_the_station]
    assert list(rail.records(actor=land.bind("nashik.sjpu"))) == []
    with pytest.raises(Forbidden):
        rail.produce(actor=land.bind("nashik.sjpu"), record_id=at_the_station.pk, at=FOUND + HOUR)


@pytest.mark.parametrize("who", ["nashik.cwc", "nashik.home", "nashik.nodal", "nashik.dcpu"])
def test_nobody_else_writes_a_found_child_down_as_the_police(land: Any, who: str) -> None:
    with pytest.raises(Forbidden):
        found_at(land, who)


@pytest.mark.parametrize(("lang", "words"), [("en", "A child was found"), ("hi", "एक बच्चा मिला")])
@pytest.mark.parametrize("post", ["nashik.ps", "nashik.sjpu"])
def test_the_desk_leads_to_the_form_and_shows_who_waits(land: Any, desk: Any, post: str, lang: str, words: str) -> None:
    record, client = found_at(land, post), desk(post)
    client.cookies["lang"] = lang
    page = client.get("/desk/police/", headers={"accept-language": lang}).content.decode()
    assert f"/desk/found/{record.pk}/" in page and "/desk/found/new/" in page
    opened = client.get("/desk/found/new/", headers={"accept-language": lang})
    assert opened.status_code == 200
    for tail in ("", f"{record.pk}/", f"{record.pk}/where/"):
        shown = client.get(f"/desk/found/{tail}").content.decode()
        assert "Ankeet" not in shown and "<h1>" in shown
    client.post(f"/desk/found/{record.pk}/produce/")
    assert f"/desk/found/{record.pk}/" not in client.get("/desk/police/").content.decode()


def test_a_found_child_told_twice_stops_the_form(land: Any) -> None:
    from vatsalya.missing import duplicates

    found_at(land, "nashik.ps")
    again = duplicates.of_answers(
        found_answers(producer_kind="police"), form="17", office_no=land.offices["pune.ps"].no, at=FOUND + HOUR,
        actor=land.bind("pune.ps"),
    )  # fmt: skip
    assert [one.matter_id for one in again] == [None]  # whom to ask, and no more


def test_a_stations_found_child_is_not_counted_at_the_railway(land: Any) -> None:
    from vatsalya.mis import engine

    rail.found(actor=land.bind("nashik.rail_post"), at=FOUND, answers=found_answers(name="Ravi", father="Zpita"))
    at_the_station = found_at(land, "nashik.ps")
    session.bind(machine("test"))
    with session.engine():
        counted = engine.indicators()["rail_found"].population(Matter.unscoped.all(), FOUND + HOUR)
        assert counted.count() == 1 and at_the_station.case not in {one.pk for one in counted}
