"""The figures of missing children: they balance, who turned eighteen is counted apart, and each opens its list."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.story import REPORTED, missing_answers, place
from tests.missing.conftest import HOUR, recovery_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.clock import ist_date, now
from vatsalya.matters.models import Matter
from vatsalya.mis import engine
from vatsalya.mis.models import Figure
from vatsalya.missing import actions as missing
from vatsalya.missing import boards, crosscheck, grown, production
from vatsalya.missing.models import MissingReport
from vatsalya.offices import cascade, machines
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Posting

pytestmark = pytest.mark.django_db
LATER = REPORTED + timedelta(days=3)


def told(at: Any = LATER, **area: Any) -> dict[str, int]:
    """The board, counted now."""
    engine.refresh(at=at)
    return engine.board(**({"level": "nation"} | area)).total


def many(land: Any, count: int, **more: Any) -> list[Matter]:
    actor = land.bind("gaya.ps")
    return [missing.register(actor=actor, at=REPORTED, answers=missing_answers(**more)) for _ in range(count)]


def test_the_board_balances_when_one_is_traced_and_one_turns_eighteen(land: Any) -> None:
    three = many(land, 3)
    production.recover(
        actor=land.bind("gaya.ps"), matter_id=three[0].pk, at=LATER - HOUR, answers=recovery_answers(LATER - 2 * HOUR)
    )
    session.bind(machine("test"))
    MissingReport.unscoped.filter(pk=three[1].pk).update(turned_18_at=LATER - HOUR)
    total = told()
    assert (total["missing_reported"], total["missing_traced"], total["missing_open"]) == (3, 1, 1)
    assert (total["missing_turned_18_now"], total["missing_turned_18"]) == (1, 1)
    assert engine.balances(total)
    assert total["traced_other_state"] == 1 and total["traced_same_state"] == 0
    MissingReport.unscoped.filter(pk=three[1].pk).update(traced_at=LATER)
    again = told()
    assert engine.balances(again) and again["missing_traced"] == 1 and again["missing_turned_18"] == 0


def test_who_turned_eighteen_leaves_the_count_and_stays_on_the_desk(land: Any) -> None:
    one = many(land, 1)[0]
    session.bind(machine("test"))
    birth_to = Matter.unscoped.get(pk=one.pk).child.birth_to
    then = LATER.replace(year=birth_to + 19)
    grown.turn(at=then)
    total = told(at=then)
    assert total["missing_open"] == 0 and total["missing_turned_18"] == 1 and engine.balances(total)
    assert [m.pk for m in boards.open_reports(land.bind("gaya.ps"))] == [one.pk]


def test_every_band_is_somebodys_and_together_they_are_all(land: Any) -> None:
    for days in (0.5, 3, 20, 60, 200, 500, 2000, 3000):
        many(land, 1, last_seen_at=(REPORTED - timedelta(days=days)).isoformat())
    total = told(at=REPORTED)
    bands = {name: total[f"missing_age_{name}"] for name, _low, _high in boards.BANDS}
    assert bands == dict.fromkeys(bands, 1) and sum(bands.values()) == total["missing_open"]


def test_the_median_is_of_each_level_and_silent_under_five(land: Any) -> None:
    rows = many(land, 4)
    session.bind(machine("test"))
    for hours, report in enumerate(rows, 1):
        MissingReport.unscoped.filter(pk=report.pk).update(fir_no="1/2026", fir_linked_at=REPORTED + hours * HOUR)
    assert "fir_hours_half" not in told()
    last = many(land, 1)[0]
    session.bind(machine("test"))
    MissingReport.unscoped.filter(pk=last.pk).update(fir_no="1/2026", fir_linked_at=REPORTED + 20 * HOUR)
    for area in (
        {"level": "nation"},
        {"level": "state", "code": last.state_code},
        {"level": "district", "code": last.district_code},
    ):
        total = told(**area)
        assert (total["fir_hours_half"], total["fir_hours_p90"]) == (3, 14), area
    assert engine.board(level="nation").total["fir_linked"] == 5
    assert not any("fir_hours" in name for line in engine.board(level="nation").lines for name in line.values)
    assert Figure.objects.filter(indicator="fir_hours_half").count() == 3


def test_every_figure_opens_its_list(land: Any, desk: Any) -> None:
    many(land, 2)
    engine.refresh(at=LATER)
    client = desk("gaya.sjpu", "en")
    session.bind(machine("test"))
    for code in engine.indicators():
        answered = client.get(f"/desk/figures/list/{code}/")
        assert answered.status_code == 200, code
    page = client.get("/desk/figures/").content.decode()
    assert "R04" in page and "/desk/figures/list/fir_none/" in page


def test_what_only_one_register_knows(land: Any, report: Any) -> None:
    station = land.offices["gaya.ps"].no
    day = ist_date(REPORTED)
    missing.link_fir(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, fir_no="5/2026", fir_on=day)
    for number in ("0005/2026", "6/2026", "06/2026"):
        crosscheck.note(station_no=station, fir_no=number, fir_on=day, at=LATER)
    found = crosscheck.compare(actor=land.bind("gaya.sjpu"))
    assert [row.fir_no for row in found.outside_only] == ["6/2026"] and found.here_only == []
    assert crosscheck.compare(actor=land.bind("nashik.sjpu")).outside_only == []
    other = missing.register(
        actor=land.bind("gaya.ps"), at=LATER, answers=missing_answers(fir_no="9/2026", fir_on=day.isoformat())
    )
    assert [row.pk for row in crosscheck.compare(actor=land.bind("gaya.sjpu")).here_only] == [other.pk]
    assert told()["fir_here_only"] == 1


def test_a_station_without_entry_is_silent(land: Any, report: Any) -> None:
    district = place("Gaya")["district"]
    for at, silent in (
        (LATER, {"gaya.second", "gaya.rail_post"}),
        (REPORTED + timedelta(days=8), {"gaya.ps", "gaya.second", "gaya.rail_post"}),
    ):
        lines = boards.stations(actor=land.bind("gaya.sjpu"), district_code=district, at=at, lang="en")
        assert {line.no for line in lines if line.silent} == {land.offices[name].no for name in silent}
    line = next(line for line in lines if line.no == land.offices["gaya.ps"].no)
    assert (line.open, line.without_fir, line.without_photo) == (1, 1, 1) and line.bands["d30"] == 1


def test_the_public_knows_the_nodal_officer_and_sees_a_vacant_post(land: Any, client: Any) -> None:
    state, district = place("Gaya").values()
    address = f"/directory/?state={state}&district={district}"
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Officer gaya.nodal 0" in page and "Officer gaya.ps 0" not in page and "Post vacant" not in page
    session.bind(machine("test"))
    Posting.objects.filter(office=land.offices["gaya.nodal"]).update(to_at=REPORTED)
    offices.by_no.cache_clear()
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Post vacant" in page and "Officer gaya.nodal 0" not in page
    hindi = client.get(address, headers={"accept-language": "hi"}).content.decode()
    assert "पद रिक्त" in hindi


def test_a_system_with_a_key_holds_no_post_and_its_label_is_never_shown(land: Any, client: Any) -> None:
    state, district = place("Gaya").values()
    office, at = land.offices["gaya.nodal"], now()
    session.bind(machine("test"))
    Posting.objects.filter(office=office).update(to_at=REPORTED)
    for made, role in ((office, "nodal_officer"), (land.offices["gaya.dcpu"], "social_worker")):
        machines.post(name=f"vk-{role}", label="Vendor gateway X", office=made, role=role, by=None, at=at)
    address = f"/directory/?state={state}&district={district}"
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Post vacant" in page and "Vendor gateway X" not in page
    assert offices.holders(office.pk, "nodal_officer", at + timedelta(seconds=1)) == []
    found = offices.workers(land.offices["gaya.dcpu"].no, at + timedelta(seconds=1))
    assert found and "Vendor gateway X" not in {one.account.full_name for one in found}
    beside = cascade.colleagues(land.actor("gaya.dcpu"), at)
    assert "Vendor gateway X" not in {one.account.full_name for one in beside}


EMPTY = {"en": ("No such FIR.", "No such report."), "hi": ("ऐसी कोई FIR नहीं है।", "ऐसी कोई रिपोर्ट नहीं है।")}


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_the_board_shows_what_one_register_alone_knows_or_what_would_stand_there(land, desk, report, lang) -> None:
    address, day, station = "/desk/police/stations/", ist_date(REPORTED), land.offices["gaya.ps"].no
    page = desk("gaya.sjpu", lang).get(address).content.decode()
    assert all(said in page for said in EMPTY[lang]) and page.count("CCTNS") >= 2
    missing.link_fir(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, fir_no="5/2026", fir_on=day)
    crosscheck.note(station_no=station, fir_no="6/2026", fir_on=day, at=LATER)
    page = desk("gaya.sjpu", lang).get(address).content.decode()
    assert not any(said in page for said in EMPTY[lang])
    outside, here = page.split('id="outside"')[1].split('id="here"')
    assert "6/2026" in outside and "5/2026" not in outside
    assert "5/2026" in here.split("</section>")[0] and report.number in here.split("</section>")[0]


def test_the_console_begins_with_what_has_the_least_time_left(land, desk) -> None:
    made = [missing.register(actor=land.bind("gaya.ps"), at=REPORTED + n * HOUR, answers=missing_answers(name=name))
            for n, name in enumerate(("Zara", "Zubin", "Zeba", "Zoya"))]  # fmt: skip
    missing.acknowledge(actor=land.bind("gaya.nodal"), matter_id=made[0].pk, at=REPORTED + 5 * HOUR)
    rows = boards.complaints(actor=land.bind("gaya.nodal"))
    assert [row.pk for row in rows] == [made[1].pk, made[2].pk, made[3].pk, made[0].pk]
