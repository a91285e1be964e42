"""The reporter follows the report by code or by phrase, and says in one tap that the child is home."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.citizens.telling import AT, PHONE, lodge, missing, row, sighting
from tests.country_of_tests import Land, settle
from tests.journeys.story import missing_answers
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens import answering, home, queries
from vatsalya.citizens.models import HomeSaid
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.lib.ids import readable
from vatsalya.missing import actions as police
from vatsalya.missing.models import MissingReport
from vatsalya.notices.models import Message, Notice

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(minutes=10)


@pytest.fixture
def land() -> Land:
    """The offices of three towns."""
    return settle()


@pytest.fixture
def citizen() -> Client:
    """Somebody without a login, who reads English."""
    client = Client()
    client.cookies["language"] = "en"
    return client


def _open(citizen: Client, number: str) -> str:
    """Number, code, page."""
    citizen.post("/track/", {"number": number})
    found = re.search(r"\b(\d{6})\b", Message.objects.order_by("-pk")[0].body)
    assert found
    citizen.post("/track/", {"number": number, "code": found[1]})
    return citizen.get("/track/report/").content.decode()


def test_number_and_code_show_what_came_of_it_and_whom_to_call(land: Land, citizen: Client) -> None:
    receipt = lodge("missing", missing())
    page = _open(citizen, receipt.number)
    assert "has reached the police station" in page and "ps gaya.ps" in page and "nodal gaya.nodal" in page
    answering.see(actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, at=SOON)
    assert "has read your report" in citizen.get("/track/report/").content.decode()
    answering.close(actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, outcome="accepted", at=SOON)
    page = citizen.get("/track/report/").content.decode()
    assert "registered the child as missing" in page and "अंकित" not in page


@pytest.mark.parametrize("zero", "०০੦૦୦௦౦೦൦٠۰")
def test_a_code_may_be_typed_in_the_digits_of_any_script_with_a_gap(land: Land, citizen: Client, zero: str) -> None:
    number = lodge("missing", missing()).number
    page = citizen.post("/track/", {"number": number}).content.decode()
    assert "pattern=" not in page, "the browser must not refuse what the server reads"
    found = re.search(r"\b(\d{6})\b", Message.objects.order_by("-pk")[0].body)
    assert found
    typed = "".join(chr(ord(zero) + int(digit)) for digit in found[1])
    answer = citizen.post("/track/", {"number": number, "code": f" {typed[:3]} {typed[3:]} "})
    assert answer.status_code == 302 and answer["Location"] == "/track/report/"


def test_who_reported_the_same_follows_with_the_own_number(land: Land, citizen: Client) -> None:
    lodge("missing", missing())
    second = lodge("missing", missing(reporter_phone="9000000002"), address="10.0.0.2")
    assert "has reached the police station" in _open(citizen, second.number)


def test_an_anonymous_reporter_opens_it_with_the_phrase_only(land: Land, citizen: Client) -> None:
    receipt = lodge("sighting", sighting())
    other = lodge("sighting", sighting(sex="girl", clothes="blue frock", doing="working", place_text="Bodh Gaya gate"))
    for wrong in ("", "AAAA-BBBB-CCCC", other.phrase):
        answer = citizen.post("/track/", {"number": receipt.number, "phrase": wrong})
        assert answer.status_code == 422 and "letter by letter" in answer.content.decode()
    typed = receipt.phrase.lower().replace("-", " ")
    assert citizen.post("/track/", {"number": receipt.number, "phrase": typed}).status_code == 302
    page = citizen.get("/track/report/").content.decode()
    assert "has reached the police station" in page and "My child is home" not in page
    before = Message.objects.count()
    Client().post("/track/", {"number": receipt.number})
    assert Message.objects.count() == before, "there is no telephone to send a code to"


def test_the_words_typed_where_the_code_belongs_open_it_or_are_said_to_be_wrong(land: Land, citizen: Client) -> None:
    receipt = lodge("sighting", sighting())
    body = citizen.post("/track/", {"number": receipt.number, "code": "AAAA-BBBB-CCCC"}).content.decode()
    assert "The words are not right" in body and "<details open>" in body and "latest message" not in body
    assert citizen.post("/track/", {"number": receipt.number, "code": receipt.phrase}).status_code == 302


def test_a_report_gets_five_codes_a_day_and_a_number_that_nobody_has_looks_the_same(land: Land) -> None:
    number = lodge("missing", missing(), lang="en").number
    before = Message.objects.count()
    for asked in (number, readable("BR", "GAYA", year=2026, serial=99999)):
        said = []
        for n in range(6):
            client = Client(headers={"accept-language": "en"}, REMOTE_ADDR=f"10.7.{n}.1")
            said.append(client.post("/track/", {"number": asked.lower()}))
        assert [one.status_code for one in said] == [200] * 5 + [422]
        assert "Five codes were asked for this number today" in said[-1].content.decode()
    assert Message.objects.count() == before + 5


def test_guessing_phrases_is_braked(land: Land, citizen: Client) -> None:
    receipt = lodge("sighting", sighting())
    said = [citizen.post("/track/", {"number": receipt.number, "phrase": f"AAAA-BBBB-CCC{n}"}) for n in range(7)]
    assert "fifteen minutes" in said[-1].content.decode()


def test_my_child_is_home_is_one_tap_and_the_police_confirm(land: Land, citizen: Client) -> None:
    receipt = lodge("missing", missing())
    assert "My child is home" in _open(citizen, receipt.number)
    citizen.post("/track/home/")
    citizen.post("/track/home/")
    page = citizen.get("/track/report/").content.decode()
    assert "You told us that the child is home" in page and row(receipt).closed_at is None
    assert HomeSaid.unscoped.count() == 1
    assert Notice.objects.filter(code="citizen.home_said", to_no=land.offices["gaya.ps"].no).count() == 1
    (said,) = queries.homes(actor=land.bind("gaya.ps"))
    home.answer(actor=land.bind("gaya.ps"), said_id=said.pk, confirmed=True, reason="", at=SOON)
    assert row(receipt).citizen_report.outcome == "came_home"
    with pytest.raises(Refused):
        home.answer(actor=land.bind("gaya.ps"), said_id=said.pk, confirmed=False, reason="not at all home", at=SOON)


def test_a_registered_report_ends_too_when_the_police_confirm(land: Land, citizen: Client) -> None:
    report = police.register(actor=land.bind("gaya.ps"), at=AT, answers=missing_answers(reporter_phone=PHONE))
    assert "My child is home" in _open(citizen, report.number)
    citizen.post("/track/home/")
    session.bind(machine("test"))
    before = type(report).unscoped.get(pk=report.pk).state
    assert before == "REPORTED", "only the police move it"
    (said,) = queries.homes(actor=land.bind("gaya.ps"))
    home.answer(actor=land.bind("gaya.ps"), said_id=said.pk, confirmed=True, reason="", at=SOON)
    session.bind(machine("test"))
    kept = MissingReport.unscoped.select_related("matter").get(pk=report.pk)
    assert (kept.matter.state, kept.outcome, kept.traced_at) == ("RESTORED", "came_back", SOON)


def test_the_police_may_deny_with_a_reason_and_the_search_goes_on(land: Land, citizen: Client) -> None:
    receipt = lodge("missing", missing())
    home.say(matter_id=str(receipt.matter_id), at=AT)
    (said,) = queries.homes(actor=land.bind("gaya.ps"))
    with pytest.raises(Refused) as refused:
        home.answer(actor=land.bind("gaya.ps"), said_id=said.pk, confirmed=False, reason="no", at=SOON)
    assert refused.value.codes == ["citizen.reason_needed"]
    home.answer(actor=land.bind("gaya.ps"), said_id=said.pk, confirmed=False, reason="nobody at the house", at=SOON)
    assert row(receipt).closed_at is None and "My child is home" in _open(citizen, receipt.number)


def test_only_the_station_answers_the_family(land: Land) -> None:
    receipt = lodge("missing", missing())
    home.say(matter_id=str(receipt.matter_id), at=AT)
    session.bind(machine("test"))
    said = HomeSaid.unscoped.get()
    for post in ("gaya.nodal", "gaya.chl"):
        with pytest.raises(Forbidden):
            home.answer(actor=land.bind(post), said_id=said.pk, confirmed=True, reason="", at=SOON)
    for post in ("pune.ps", "gaya.home", "gaya.cwc"):
        with pytest.raises(NotVisible):
            home.answer(actor=land.bind(post), said_id=said.pk, confirmed=True, reason="", at=SOON)


def test_nobody_says_home_without_having_opened_the_report(land: Land) -> None:
    lodge("missing", missing())
    Client().post("/track/home/")
    session.bind(machine("test"))
    assert not HomeSaid.unscoped.exists()


def test_the_desk_shows_inbox_and_report_and_takes_the_answer(land: Land) -> None:
    receipt = lodge("sighting", sighting(danger="yes"))
    client = sign_in(Client(), land.postings["gaya.ps.0"])
    client.cookies["language"] = "hi"
    assert receipt.number in client.get("/desk/citizens/").content.decode()
    url = f"/desk/citizens/{receipt.matter_id}/"
    assert "red shirt" in client.get(url).content.decode()
    assert client.get(url + "?search=1").status_code == 200
    client.post(url + "do/see/")
    client.post(url + "do/team/")
    refused = client.post(url + "close/", {"outcome": ""})
    assert refused.status_code == 422 and "परिणाम" in refused.content.decode()
    client.post(url + "close/", {"outcome": "child_produced"})
    assert row(receipt).citizen_report.outcome == "child_produced"
    assert receipt.number in client.get("/desk/citizens/?answered=1").content.decode()
    assert client.post(url + "do/nonsense/").status_code == 302


@pytest.mark.parametrize("registered", [False, True])
def test_the_stations_page_says_that_the_child_is_home_and_takes_the_answer(land: Land, registered: bool) -> None:
    if registered:
        at = police.register(actor=land.bind("gaya.ps"), at=AT, answers=missing_answers(reporter_phone=PHONE)).pk
    else:
        at = lodge("missing", missing()).matter_id
    url = f"/desk/{'missing' if registered else 'citizens'}/{at}/"
    client = sign_in(Client(headers={"accept-language": "hi"}), land.postings["gaya.ps.0"])
    assert "परिवार कहता है: बच्चा घर पर है।" not in client.get(url).content.decode()
    home.say(matter_id=str(at), at=AT)
    session.bind(machine("test"))
    said = HomeSaid.unscoped.get()
    page = client.get(url).content.decode()
    assert "परिवार कहता है: बच्चा घर पर है।" in page and f"/{said.pk}/" in page
    nodal = sign_in(Client(headers={"accept-language": "hi"}), land.postings["gaya.nodal.0"]).get(url).content.decode()
    assert "परिवार कहता है: बच्चा घर पर है।" in nodal and f"/{said.pk}/" not in nodal
    address = re.search(rf'action="([^"]*{said.pk}[^"]*)"', page)
    assert address is not None
    answer = client.post(address[1], {"answer": "confirmed", "here": "1"})
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert "परिवार कहता है: बच्चा घर पर है।" not in client.get(url).content.decode()
