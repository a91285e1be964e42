"""Every step of a call to 1098 has its button on the call's page, down to the end."""

from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import Land, settle
from tests.desk.test_calls import TOLD
from tests.journeys.story import REPORTED, place
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.helpline import actions
from vatsalya.law.load import law
from vatsalya.matters.models import Clock, Matter, Move
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db
#: Moves with a box of their own on the page.
BOXES = {"close": "/close/", "link_child": "/child/", "unlink_child": "/child/"}
WAY = "accept go_out see_child give_aid inform produce place follow_up close".split()


def ring(land: Land, triage: str = "red") -> Matter:
    operator = land.bind("gaya.control_room")
    return actions.record(actor=operator, at=REPORTED, answers={**TOLD, "triage": triage, "place": place("Gaya")})


def standing(call: Matter) -> str:
    session.bind(machine("test"))
    return Matter.unscoped.values_list("state", flat=True).get(pk=call.pk)


def offered(client: Client, call: Matter) -> set[str]:
    """Steps whose button or box is on the page."""
    page = client.get(f"/desk/calls/{call.pk}/").content.decode()
    steps = {name for name in law().machine("helpline").moves if f"/desk/calls/{call.pk}/do/{name}/" in page}
    return steps | {name for name, tail in BOXES.items() if f"{call.pk}{tail}" in page}


@pytest.mark.parametrize("role", ["chl_operator", "chl_worker"])
def test_from_every_state_each_step_of_the_machine_is_on_the_page_and_leads_on(client: Client, role: str) -> None:
    land = settle()
    call = ring(land)
    sign_in(client, land.postings["gaya.control_room.0" if role == "chl_operator" else "gaya.chl.0"])
    moves, seen = law().machine("helpline").moves, set()
    for name in WAY:
        state = standing(call)
        lawful = {n for n, m in moves.items() if role in m.roles and (state in m.from_ or "*" in m.from_)}
        assert lawful - {"unlink_child"} == offered(client, call) - {"unlink_child"}, state
        seen |= lawful
        sent = {"note": "ठीक है", "whom": "sjpu", "disposition": "restored"}
        url = f"/desk/calls/{call.pk}/" + ("close/" if name == "close" else f"do/{name}/")
        assert client.post(url, sent).status_code == 302, name
    assert standing(call) == "CLOSED" and seen == {n for n, m in moves.items() if role in m.roles}
    assert not Clock.unscoped.filter(matter=call, stopped_at=None).exists()


@pytest.mark.parametrize(("triage", "code"), [("red", "D-ACCEPT-RED"), ("amber", "D-ACCEPT-AMBER")])
def test_accepting_ends_the_clock_of_acceptance_as_done(client: Client, triage: str, code: str) -> None:
    land = settle()
    call = ring(land, triage)
    sign_in(client, land.postings["gaya.chl.0"])
    done = client.post(f"/desk/calls/{call.pk}/do/accept/", {"note": "team from Gaya"}, follow=True).content.decode()
    assert "Written down: Accept the case." in done and "team from Gaya" in done
    session.bind(machine("test"))
    clock = Clock.unscoped.get(matter=call, code=code)
    assert clock.stopped_at is not None and not clock.lapsed


def test_to_inform_is_to_tell_an_office_of_the_district(client: Client) -> None:
    land = settle()
    call = ring(land)
    sign_in(client, land.postings["gaya.chl.0"])
    url = f"/desk/calls/{call.pk}/do/inform/"
    client.cookies["language"] = "hi"
    no = client.post(url, {"whom": ""})
    assert no.status_code == 422 and "चुनें कि किसे सूचना दी" in no.content.decode()
    assert client.post(url, {"whom": "cwc"}).status_code == 302
    told = Notice.objects.get(to_no=land.offices["gaya.cwc"].no, code="helpline.informed")
    assert told.number == call.number
    session.bind(machine("test"))
    facts: Any = Move.unscoped.get(matter=call, name="inform").facts
    assert facts == {"to": land.offices["gaya.cwc"].no}


def test_a_case_told_to_the_police_at_once_leaves_no_clock_that_nobody_can_stop(client: Client) -> None:
    land = settle()
    call = ring(land)
    sign_in(client, land.postings["gaya.chl.0"])
    for name in ("inform", "produce"):
        assert client.post(f"/desk/calls/{call.pk}/do/{name}/", {"whom": "sjpu"}).status_code == 302
    session.bind(machine("test"))
    assert not Clock.unscoped.filter(matter=call, stopped_at=None).exists()
    assert not Clock.unscoped.filter(matter=call, lapsed=True).exists()


def test_a_step_that_is_not_open_or_not_known_is_refused(client: Client) -> None:
    land = settle()
    call = ring(land)
    sign_in(client, land.postings["gaya.chl.0"])
    assert client.post(f"/desk/calls/{call.pk}/do/place/").status_code == 422
    assert client.post(f"/desk/calls/{call.pk}/do/close/").status_code == 404
    sign_in(client, land.postings["nashik.chl.0"])
    assert client.post(f"/desk/calls/{call.pk}/do/accept/").status_code == 404
    sign_in(client, land.postings["gaya.dcpu.0"])
    assert client.post(f"/desk/calls/{call.pk}/do/accept/").status_code == 403
    assert standing(call) == "RECEIVED"
