"""The clock of the 24 hours stops when each wanted question has an answer or is said to be known to nobody."""

from typing import Any

import pytest

from tests.journeys.story import REPORTED, missing_answers
from tests.missing.conftest import running
from tests.missing.test_rail_and_pages import hidden
from vatsalya.law.load import law
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import wanted

KEYS = [f.key for f in law().newest_form("missing").in_sitting(wanted.SECOND).fields]
ASKED = [key for key in KEYS if key not in (wanted.UNKNOWN, wanted.NOT_KNOWN)]


def left(*, has_photo: bool = False, **answers: Any) -> list[str]:
    return [field.key for field in wanted.still_open(answers, has_photo=has_photo)]


def test_every_wanted_question_can_be_said_to_be_unknown_in_its_own_words() -> None:
    fields = {f.key: f.label for f in law().newest_form("missing").in_sitting(wanted.SECOND).fields}
    assert {code: dict(words) for code, words in law().codes("wanted").items()} == {key: fields[key] for key in ASKED}


def test_a_cross_in_a_box_names_no_question_and_closes_nothing() -> None:
    assert left(not_known="x") == ASKED
    assert left(not_known="the mother and the teacher were asked") == ASKED


def test_what_is_ticked_is_not_wanted_once_it_is_said_who_was_asked() -> None:
    assert left(unknown=ASKED) == [wanted.NOT_KNOWN]
    assert left(unknown=ASKED, not_known="x") == [wanted.NOT_KNOWN]
    assert left(unknown=ASKED, not_known="mother and teacher asked") == []
    some = [key for key in ASKED if key != "height_cm"]
    assert left(unknown=some, not_known="mother and teacher asked") == ["height_cm"]
    assert left(unknown=some, not_known="mother and teacher asked", height_cm=130) == []


def test_when_all_is_answered_nobody_need_be_named() -> None:
    assert left(has_photo=True, **{key: "there" for key in ASKED if key != "photo"}) == []


@pytest.mark.django_db
def test_the_clock_stops_with_the_last_question_and_the_pages_name_what_is_open(land: Any, desk: Any) -> None:
    told = missing_answers(not_known="x")
    report: Matter = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=told)
    assert "D-WANTED" in running(report)
    station, page = desk("gaya.ps", "en"), f"/desk/missing/{report.pk}/"
    shown = station.get(page).content.decode()
    assert "Still wanted:" in shown and "Height (cm)" in shown and "the rest is not known" not in shown
    assert "अभी चाहिए" in desk("gaya.ps").get(page).content.decode()
    for who_was_asked, clock in (("x", True), ("the mother and the teacher", False)):
        sent = hidden(station, f"{page}sitting/2/") | {"height_cm": "130", "unknown": ASKED, "not_known": who_was_asked}
        assert station.post(f"{page}sitting/2/", sent).status_code == 302
        assert ("D-WANTED" in running(report)) is clock
    assert "the rest is not known" in station.get(page).content.decode()
