"""A family's report of a missing child never ends by one officer, and the family can always object."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.citizens.telling import AT, lodge, missing, row
from tests.country_of_tests import Land, settle
from tests.signing_in import sign_in
from vatsalya.citizens import answering, ending
from vatsalya.lib.errors import Forbidden, Refused
from vatsalya.notices.models import Message, Notice

pytestmark = pytest.mark.django_db
SOON, LATE = AT + timedelta(minutes=10), AT + timedelta(hours=3)
WHY = "The child is with an aunt"


@pytest.fixture
def land() -> Land:
    """The offices of three towns."""
    return settle()


def _open(number: str) -> Client:
    citizen = Client()
    citizen.cookies["language"] = "en"
    citizen.post("/track/", {"number": number})
    found = re.search(r"\b(\d{6})\b", Message.objects.order_by("-pk")[0].body)
    assert found
    citizen.post("/track/", {"number": number, "code": found[1]})
    return citizen


@pytest.mark.parametrize("outcome", ["not_missing", "false", "child_produced", "came_home"])
def test_one_officer_alone_ends_no_familys_report(land: Land, outcome: str) -> None:
    receipt = lodge("missing", missing())
    act = {"actor": land.bind("gaya.ps"), "matter_id": receipt.matter_id, "at": SOON}
    with pytest.raises(Refused) as alone:
        answering.close(**act, outcome=outcome, reason=WHY)
    assert alone.value.codes == ["citizen.ended_by_two"]
    with pytest.raises(Refused) as silent:
        ending.ask(**act, outcome=outcome, reason="no")
    assert silent.value.codes == ["citizen.reason_given"]
    ending.ask(**act, outcome=outcome, reason=WHY)
    for way in (lambda: answering.close(**act, outcome=outcome, reason=WHY), lambda: ending.answer(**act, agrees=True)):
        with pytest.raises(Refused):
            way()
    assert row(receipt).closed_at is None


def test_the_desk_asks_the_nodal_officer_confirms_and_the_family_brings_it_back(land: Land) -> None:
    receipt = lodge("missing", missing(), lang="en")
    url = f"/desk/citizens/{receipt.matter_id}/"
    station = sign_in(Client(headers={"accept-language": "en"}), land.postings["gaya.ps.0"])
    nodal = sign_in(Client(headers={"accept-language": "en"}), land.postings["gaya.nodal.0"])
    assert station.post(url + "close/", {"outcome": "not_missing", "reason": WHY}).status_code == 302
    assert "Confirm: the report ends" not in station.get(url).content.decode()
    assert station.post(url + "end/", {"answer": "agree"}).status_code == 422
    citizen = _open(receipt.number)
    page = citizen.get("/track/report/").content.decode()
    assert "asks to end your report" in page and "My child is still missing" in page
    page = nodal.get(url).content.decode()
    assert WHY in page and "Confirm: the report ends" in page
    assert nodal.post(url + "end/", {"answer": "agree"}).status_code == 302
    assert row(receipt).closed_at and row(receipt).citizen_report.outcome == "not_missing"
    assert "the child is not missing" in citizen.get("/track/report/").content.decode()
    citizen.post("/track/still-missing/")
    citizen.post("/track/still-missing/")
    kept = row(receipt)
    assert (kept.state, kept.closed_at, kept.citizen_report.outcome) == ("RECEIVED", None, "")
    told = Notice.objects.filter(matter_id=receipt.matter_id, code="citizen.still_missing")
    assert {n.to_no for n in told} == {land.offices["gaya.ps"].no, land.offices["gaya.nodal"].no}
    assert "My child is still missing" not in citizen.get("/track/report/").content.decode()
    Client().post("/track/still-missing/")


def test_a_second_officer_may_refuse_and_the_helpline_may_not(land: Land) -> None:
    receipt = lodge("missing", missing())
    ending.ask(
        actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, outcome="false", reason="nobody knows him", at=SOON
    )
    with pytest.raises(Forbidden):
        ending.answer(actor=land.bind("gaya.chl"), matter_id=receipt.matter_id, agrees=True, at=LATE)
    ending.answer(actor=land.bind("gaya.nodal"), matter_id=receipt.matter_id, agrees=False, at=LATE)
    assert (row(receipt).state, row(receipt).closed_at) == ("SEEN", None)


def test_a_family_that_reports_again_after_a_false_one_is_heard_anew(land: Land) -> None:
    receipt = lodge("missing", missing())
    ending.ask(
        actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, outcome="false", reason="nobody knows him", at=SOON
    )
    ending.answer(actor=land.bind("gaya.nodal"), matter_id=receipt.matter_id, agrees=True, at=LATE)
    assert lodge("missing", missing(), at=LATE).matter_id != receipt.matter_id
