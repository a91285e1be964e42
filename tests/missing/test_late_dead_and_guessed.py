"""A late report is overdue at once, a death is told on, a guess of age stays a guess."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.citizens.telling import AT, lodge, missing, sighting
from tests.country_of_tests import Land, settle
from tests.journeys.story import missing_answers
from tests.signing_in import sign_in
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matching import names
from vatsalya.missing import actions as police
from vatsalya.notices.models import Notice


@pytest.fixture
def land() -> Land:
    """The offices of three towns."""
    return settle()


@pytest.mark.django_db
def test_a_report_of_a_child_lost_long_ago_owes_the_hand_over_at_once(land: Land) -> None:
    answers = missing_answers(last_seen_at=(AT - timedelta(days=1030)).isoformat())
    clock = police.register(actor=land.bind("gaya.ps"), at=AT, answers=answers).clock("T69")
    assert clock is not None and clock.due_at < AT and clock.started_at == AT


@pytest.mark.django_db
def test_a_station_tells_who_records_a_death(land: Land) -> None:
    report = police.register(actor=land.bind("gaya.ps"), at=AT, answers=missing_answers())
    url = f"/desk/missing/{report.pk}/end/"
    station = sign_in(Client(headers={"accept-language": "en"}), land.postings["gaya.ps.0"])
    page = station.get(url).content.decode()
    assert "Needed when the child was found dead" not in page and "juvenile police unit" in page
    assert station.post(url + "tell/").status_code == 302
    told = Notice.objects.filter(matter_id=report.pk, code="missing.tell_of_death")
    assert {one.to_no for one in told} == {land.offices["gaya.sjpu"].no, land.offices["gaya.nodal"].no}
    juvenile = sign_in(Client(headers={"accept-language": "en"}), land.postings["gaya.sjpu.0"])
    assert "Needed when the child was found dead" in juvenile.get(url).content.decode()
    assert "OTHER" in law().machine("missing").moves["record_death"].from_


@pytest.mark.django_db
def test_the_list_says_the_age_band_of_a_sighting_as_the_citizen_did(land: Land) -> None:
    lodge("sighting", sighting())
    station = sign_in(Client(headers={"accept-language": "en"}), land.postings["gaya.ps.0"])
    page = station.get("/desk/citizens/").content.decode()
    assert "boy, 6 to 11 years" in page and "about 8" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "code"),
    [("तीन बच्चे", "citizen.two_children"), ("सीता123", "name.digits"), ("রাहुल", "name.scripts")],
)
def test_a_name_that_is_none_is_asked_about(land: Land, name: str, code: str) -> None:
    from vatsalya.citizens import actions

    with pytest.raises(Refused) as asked:
        actions.check("missing", missing(name=name), at=AT)
    assert asked.value.codes == [code]


def test_i_do_not_know_is_no_name_and_honest_names_pass() -> None:
    for said in ("నాకు తెలియదు", "मुझे नहीं पता", "আমি জানি না", "எனக்கு தெரியாது", "مجھے نہیں معلوم", "i don't know"):
        assert names.unknown(said), said
    for name in ("अंकित कुमार", "Md. Arif", "राहुल Kumar", "<script>alert(1)</script>", "Teen Murti", "O'Brien"):
        assert not names.oddly_written(name) and not names.counted(name), name
