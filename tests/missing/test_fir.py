"""The FIR at once, once, in its own form; the zero FIR goes to the station of the place, always with one owner."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.journeys.story import REPORTED, missing_answers
from tests.missing.conftest import HOUR, again, running, sheet
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.missing import actions as missing
from vatsalya.missing import fir, zero

pytestmark = pytest.mark.django_db
TODAY = ist_date(REPORTED)


def link(land: Any, report: Any, *, who: str = "gaya.ps", at: Any = REPORTED + HOUR, **more: Any) -> Any:
    told = {"fir_no": "12/2026", "fir_on": TODAY, "sections": "137(2) BNS"} | more
    return missing.link_fir(actor=land.bind(who), matter_id=report.pk, at=at, **told)


def test_the_fir_is_written_and_its_clock_stops(land: Any, report: Any) -> None:
    assert "T67" in running(report)
    link(land, report, fir_no="0012/2026")
    kept = sheet(report)
    assert (kept.fir_no, kept.fir_on, kept.fir_linked_at) == ("12/2026", TODAY, REPORTED + HOUR)
    assert "T67" not in running(report) and again(report).state == "REGISTERED"


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"fir_no": "twelve"}, ["fir.format"]),
        ({"fir_no": "12"}, ["fir.format"]),
        ({"fir_no": "0/2026"}, ["fir.format"]),
        ({"fir_on": TODAY - timedelta(days=1)}, ["fir.before_report"]),
        ({"fir_on": TODAY + timedelta(days=1)}, ["fir.future"]),
        ({"fir_no": "12/2025"}, ["fir.year"]),
        ({"sections": "theft"}, ["fir.sections"]),
        ({"fir_on": None}, ["form.required"]),
        ({"fir_no": "x", "fir_on": TODAY + timedelta(days=1)}, ["fir.format", "fir.future"]),
    ],
)
def test_what_cannot_be_is_refused_with_every_reason(land: Any, report: Any, wrong: dict, codes: list[str]) -> None:
    with pytest.raises(Refused) as no:
        link(land, report, **wrong)
    assert no.value.codes == codes and not sheet(report).fir_no and again(report).state == "REPORTED"


def test_the_fir_is_written_once(land: Any, report: Any) -> None:
    link(land, report)
    with pytest.raises(Refused) as no:
        link(land, report, fir_no="13/2026")
    assert no.value.codes == ["fir.already"] and sheet(report).fir_no == "12/2026"


def test_an_fir_told_at_registering_stops_the_clock_too(land: Any) -> None:
    answers = missing_answers(fir_no="7/2026", fir_on=TODAY.isoformat(), zero_fir="yes")
    made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=answers)
    assert sheet(made).zero_fir and "T67" not in running(made) and again(made).state == "REGISTERED"


def test_an_fir_told_at_registering_may_be_older_than_the_report_but_not_than_the_loss(land: Any) -> None:
    for day, fits in ((date(2026, 11, 12), True), (date(2026, 11, 11), False)):
        answers = missing_answers(fir_no="7/2026", fir_on=day.isoformat())
        if fits:
            missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=answers)
        else:
            with pytest.raises(Refused, match="fir.before_report"):
                missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=answers)


@pytest.mark.parametrize("who", ["nashik.ps", "gaya.second", "gaya.cwc", "gaya.rail_post"])
def test_a_stranger_finds_no_report_to_write_an_fir_on(land: Any, report: Any, who: str) -> None:
    with pytest.raises((NotVisible, Forbidden)):
        link(land, report, who=who)


@pytest.fixture
def asked(land: Any, report: Any) -> Any:
    """Gaya registered a zero FIR and asks Nashik's station."""
    link(land, report, zero=True)
    station = land.offices["nashik.ps"].no
    return zero.ask(actor=land.bind("gaya.ps"), matter_id=report.pk, at=REPORTED + 2 * HOUR, station_no=station)


def test_the_zero_fir_has_one_owner_before_and_after(land: Any, report: Any, asked: Any) -> None:
    assert again(report).unit_no == land.offices["gaya.ps"].no and "D-ZERO" in running(report)
    zero.answer(actor=land.bind("nashik.ps"), zero_id=asked.pk, at=REPORTED + 3 * HOUR, takes=True)
    assert again(report).unit_no == land.offices["nashik.ps"].no and "D-ZERO" not in running(report)
    with pytest.raises(NotVisible):
        missing.add_details(
            actor=land.bind("gaya.ps"), matter_id=report.pk, at=REPORTED + 4 * HOUR, answers={}, version=1
        )


def test_a_refused_zero_fir_stays_and_may_go_elsewhere(land: Any, report: Any, asked: Any) -> None:
    zero.answer(actor=land.bind("nashik.ps"), zero_id=asked.pk, at=REPORTED + 3 * HOUR, takes=False)
    assert again(report).unit_no == land.offices["gaya.ps"].no
    zero.ask(
        actor=land.bind("gaya.ps"), matter_id=report.pk, at=REPORTED + 4 * HOUR, station_no=land.offices["pune.ps"].no
    )


def test_the_zero_fir_is_answered_once_and_by_the_asked_station_only(land: Any, report: Any, asked: Any) -> None:
    for who in ("pune.ps", "gaya.second", "nashik.cwc"):
        with pytest.raises((NotVisible, Forbidden)):
            zero.answer(actor=land.bind(who), zero_id=asked.pk, at=REPORTED + 3 * HOUR, takes=True)
    with pytest.raises(Refused, match="missing.transfer_asked"):
        zero.answer(actor=land.bind("gaya.ps"), zero_id=asked.pk, at=REPORTED + 3 * HOUR, takes=True)
    zero.answer(actor=land.bind("nashik.ps"), zero_id=asked.pk, at=REPORTED + 3 * HOUR, takes=True)
    with pytest.raises(Refused, match="missing.transfer_asked"):
        zero.answer(actor=land.bind("nashik.ps"), zero_id=asked.pk, at=REPORTED + 3 * HOUR, takes=True)


def test_one_station_is_asked_at_a_time_and_only_about_a_zero_fir(land: Any, report: Any, asked: Any) -> None:
    ids = {"actor": land.bind("gaya.ps"), "matter_id": report.pk, "at": REPORTED + 3 * HOUR}
    with pytest.raises(Refused, match="missing.transfer_free"):
        zero.ask(station_no=land.offices["pune.ps"].no, **ids)
    with pytest.raises(Refused, match="zero.no_station"):
        zero.ask(station_no=land.offices["gaya.ps"].no, **ids)


def test_an_ordinary_fir_does_not_travel(land: Any, report: Any) -> None:
    link(land, report)
    with pytest.raises(Refused, match="missing.is_zero_fir"):
        zero.ask(
            actor=land.bind("gaya.ps"), matter_id=report.pk, at=REPORTED + HOUR, station_no=land.offices["pune.ps"].no
        )


def test_an_fir_older_than_the_report_is_in_time_and_one_of_a_later_day_is_late(land: Any) -> None:
    yesterday = {"last_seen_at": (REPORTED - 48 * HOUR).isoformat()}
    for number, day, late in (("7/2026", TODAY - 24 * HOUR, False), ("8/2026", TODAY, True)):
        made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers(**yesterday))
        link(land, made, fir_no=number, fir_on=day, at=REPORTED + HOUR)
        clock = made.clock("T67")
        assert (clock.stopped_at > clock.due_at) is late
        assert clock.stopped_by is not None and "T67" not in running(made)


@pytest.mark.parametrize(
    ("told", "kept"),
    [("BNS 137(2)", "137(2) BNS"), ("137(2) BNS, POCSO 4", "137(2) BNS, 4 POCSO"), ("", ""), ("theft", "theft")],
)
def test_sections_are_kept_with_the_number_first(told: str, kept: str) -> None:
    assert fir.tidy(told) == kept
