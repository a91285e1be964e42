"""The railway desk by Form 17, and the police's pages: what is typed wrong is said in words, in both languages."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.story import FOUND, REPORTED, found_answers, missing_answers
from tests.missing.conftest import HOUR, again, running, sheet
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters.models import Clock, Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import ending, rail
from vatsalya.missing.models import Pair, RailRecord
from vatsalya.papers import actions as papers

pytestmark = pytest.mark.django_db
POST = "nashik.rail_post"


@pytest.fixture
def found(land: Any) -> RailRecord:
    """The railway police found a boy at Igatpuri."""
    return rail.found(actor=land.bind(POST), at=FOUND, answers=found_answers())


def where(**more: Any) -> rail.Where:
    return rail.Where(**({"category": "runaway", "station": "Igatpuri", "train_no": "12168"} | more))


def case_of(record: RailRecord) -> Matter:
    session.bind(machine("test"))
    return Matter.unscoped.get(pk=record.case)


def test_the_committee_has_the_case_and_the_hours_run_less_the_journey(land: Any, found: RailRecord) -> None:
    case = case_of(found)
    assert case.unit_no == land.offices["nashik.cwc"].no and case.state == "INFO_RECEIVED"
    clock = Clock.unscoped.get(matter=case, code="T3")
    assert found.due_at == clock.due_at == FOUND - timedelta(hours=2, minutes=30) + timedelta(hours=24, minutes=90)


def test_the_missing_are_searched_in_the_same_act(land: Any) -> None:
    missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers())
    record = rail.found(actor=land.bind(POST), at=FOUND, answers=found_answers())
    session.bind(machine("test"))
    assert Pair.unscoped.filter(found=record.case).count() == 1


def test_handed_to_the_committee_is_produced(land: Any, found: RailRecord) -> None:
    made = rail.describe(
        actor=land.bind(POST), record_id=found.pk, at=FOUND + HOUR, where=where(handed_kind="cwc", handed_at=FOUND)
    )
    assert made.produced_at == FOUND + HOUR and made.handed_no == land.offices["nashik.cwc"].no
    assert case_of(found).state == "PRODUCED" and "T3" not in running(case_of(found))
    with pytest.raises(Refused, match="recovery.produced"):
        rail.produce(actor=land.bind(POST), record_id=found.pk, at=FOUND + 2 * HOUR)


def test_a_night_in_a_home_is_no_production(land: Any, found: RailRecord) -> None:
    rail.describe(
        actor=land.bind(POST), record_id=found.pk, at=FOUND + HOUR, where=where(handed_kind="home", handed_at=FOUND)
    )
    assert case_of(found).state == "INFO_RECEIVED"
    rail.produce(actor=land.bind(POST), record_id=found.pk, at=FOUND + 9 * HOUR)
    assert case_of(found).state == "PRODUCED"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"category": "thief"}, "rail.code"),
        ({"handed_kind": "cwc"}, "rail.code"),
        ({"handed_at": FOUND}, "rail.code"),
        ({"handed_kind": "cwc", "handed_at": FOUND + 5 * HOUR}, "date.future"),
        ({"handed_kind": "cwc", "handed_at": FOUND - timedelta(days=1)}, "rail.handed_before_found"),
    ],
)
def test_what_cannot_be_at_the_railway_is_refused(land: Any, found: RailRecord, more: dict, code: str) -> None:
    with pytest.raises(Refused, match=code):
        rail.describe(actor=land.bind(POST), record_id=found.pk, at=FOUND + HOUR, where=where(**more))


@pytest.mark.parametrize("who", ["nashik.ps", "gaya.rail_post", "nashik.cwc", "nashik.home"])
def test_another_post_does_not_know_the_record(land: Any, found: RailRecord, who: str) -> None:
    with pytest.raises((NotVisible, Forbidden)):
        rail.produce(actor=land.bind(who), record_id=found.pk, at=FOUND + HOUR)
    if who not in ("gaya.rail_post", "nashik.ps"):  # a station writes down the children that it finds itself
        with pytest.raises(Forbidden):
            rail.found(actor=land.bind(who), at=FOUND, answers=found_answers())


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_every_desk_of_the_police_opens(land: Any, desk: Any, report: Any, found: RailRecord, lang: str) -> None:
    pages = {
        "gaya.ps": ("/desk/police/", f"/desk/missing/{report.pk}/", *(
            f"/desk/missing/{report.pk}/{tail}/"
            for tail in ("sitting/1", "sitting/2", "sitting/3", "fir", "diary", "diary/new", "end", "suspect",
                         "recover")
        )),
        "gaya.sjpu": ("/desk/police/", "/desk/police/stations/", f"/desk/missing/{report.pk}/diary/"),
        "gaya.ahtu": ("/desk/police/ahtu/", "/desk/police/"),
        "gaya.nodal": ("/desk/police/complaints/", "/desk/police/complaints/feed/", "/desk/police/stations/"),
        "gaya.state_nodal": ("/desk/police/complaints/",),
        POST: ("/desk/railway/", "/desk/railway/new/", f"/desk/railway/{found.pk}/",
               f"/desk/railway/{found.pk}/where/"),
    }  # fmt: skip
    for who, addresses in pages.items():
        client = desk(who, lang)
        for address in addresses:
            answered = client.get(address)
            assert answered.status_code == 200, (who, address)
            assert address.endswith("/feed/") or f'lang="{lang}"' in answered.content.decode()
    assert desk("gaya.ps").get(f"/desk/missing/{report.pk}/sitting/9/").status_code == 404


def hidden(client: Any, address: str) -> dict[str, str]:
    """What the page's form carries along."""
    return dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', client.get(address).content.decode())
    )


def test_the_second_sitting_adds_and_takes_nothing_away(land: Any, desk: Any, report: Any) -> None:
    station, address = desk("gaya.ps"), f"/desk/missing/{report.pk}/sitting/2/"
    sent = hidden(station, address) | {"height_cm": "130", "not_known": "nobody knows more"}
    assert station.post(address, sent).status_code == 302
    answers = papers.read(actor=land.bind("gaya.ps"), paper_id=papers.newest(again(report), "missing").pk)[1]
    assert answers["height_cm"] == 130 and answers["name"] == "अंकित कुमार" and answers["last_seen_text"] == "गया जंक्शन"
    assert "D-WANTED" in running(report), "a sentence names no question"
    stale = hidden(desk("gaya.ps.1"), address) | {"height_cm": "99", "row_version": sent["row_version"]}
    assert desk("gaya.ps.1").post(address, stale).status_code == 422


def test_wrong_answers_are_said_in_hindi_and_nothing_moves(desk: Any, report: Any) -> None:
    station, base = desk("gaya.ps"), f"/desk/missing/{report.pk}/"
    for tail, sent, words in (
        ("fir/", {"fir_no": "x", "fir_on": "2026-11-12"}, "क्रमांक/वर्ष"),
        ("suspect/", {"reason": "हाँ"}, "तीन शब्द"),
        ("end/", {"outcome": "not_missing", "reason": "x"}, "तीन शब्द"),
        ("diary/new/", {"code": "cctv", "done_at_0": "2031-01-01", "done_at_1": "10:00"}, "अभी आया नहीं"),
        ("hand-over/", {"reason": "बच्चा नहीं मिला है"}, "तस्करी"),
        ("end/answer/", {"agrees": "yes"}, "प्रस्ताव नहीं"),
        ("do/reopen/", {}, "दर्ज"),
    ):
        answered = station.post(base + tail, sent)
        assert answered.status_code == 422 and words in answered.content.decode(), tail
    assert again(report).state == "REPORTED" and not sheet(report).fir_no


def test_the_same_officer_cannot_press_both_buttons(land: Any, desk: Any, report: Any) -> None:
    ending.ask(
        actor=land.bind("gaya.ps"),
        matter_id=report.pk,
        at=REPORTED + HOUR,
        outcome="not_missing",
        reason="was at home all day",
    )
    mine, other = desk("gaya.ps"), desk("gaya.ps.1")
    assert 'name="agrees"' not in mine.get(f"/desk/missing/{report.pk}/").content.decode()
    assert mine.post(f"/desk/missing/{report.pk}/end/answer/", {"agrees": "yes"}).status_code == 422
    assert 'name="agrees"' in other.get(f"/desk/missing/{report.pk}/").content.decode()
    assert other.post(f"/desk/missing/{report.pk}/end/answer/", {"agrees": "yes"}).status_code == 302
    assert again(report).state == "NOT_MISSING"
