"""Calls to 1098: one child, not a second record."""

from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import REPORTED, Story, place
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.helpline import actions
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.matters.models import Matter
from vatsalya.people.models import Child

pytestmark = pytest.mark.django_db

TOLD = {
    "caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "a boy is missing", "name": "अंकित",
    "sex": "boy", "age": {"value": 9, "basis": "told"},
}  # fmt: skip


def test_a_call_hangs_on_the_child_of_the_report_and_not_on_a_second_record() -> None:
    story = Story(settle())
    report = story.register()
    operator = story.land.bind("gaya.control_room")
    call = actions.record(actor=operator, at=REPORTED, answers={**TOLD, "place": place("Gaya")})
    actions.candidates(actor=operator, matter=call, at=REPORTED)
    actions.hang_on(actor=operator, matter_id=call.pk, number=report.number, at=REPORTED)
    session.bind(machine("test"))
    persons = {Child.unscoped.get(pk=m.child_id).person_id for m in Matter.unscoped.filter(pk__in=[report.pk, call.pk])}
    assert len(persons) == 1


def test_a_number_that_nobody_has_is_refused_with_what_to_do() -> None:
    story = Story(settle())
    operator = story.land.bind("gaya.control_room")
    call = actions.record(actor=operator, at=REPORTED, answers={**TOLD, "place": place("Gaya")})
    with pytest.raises(Refused, match="helpline.no_such_number"):
        actions.hang_on(actor=operator, matter_id=call.pk, number="BR-XXXX-26-00001-2", at=REPORTED)


def test_another_states_control_room_cannot_tell_that_there_was_a_call() -> None:
    story = Story(settle())
    operator = story.land.bind("gaya.control_room")
    call = actions.record(actor=operator, at=REPORTED, answers={**TOLD, "place": place("Gaya")})
    stranger = story.land.bind("nashik.control_room")
    with pytest.raises(NotVisible):
        actions.hang_on(actor=stranger, matter_id=call.pk, number=call.number, at=REPORTED)


def test_a_call_hangs_on_one_child_only() -> None:
    story = Story(settle())
    report, other = story.register(), story.register(name="मोहन", reporter_phone="0000012346")
    operator = story.land.bind("gaya.control_room")
    call = actions.record(actor=operator, at=REPORTED, answers={**TOLD, "place": place("Gaya")})
    actions.hang_on(actor=operator, matter_id=call.pk, number=report.number, at=REPORTED)
    with pytest.raises(Refused, match="helpline.already_linked"):
        actions.hang_on(actor=operator, matter_id=call.pk, number=other.number, at=REPORTED)


def test_a_child_far_away_and_unlike_is_not_to_be_had_by_its_number() -> None:
    story = Story(settle())
    case = story.admit(name="रीना", sex="girl", age={"value": 4, "basis": "apparent"}, marks=[], languages=["ta"])
    operator = story.land.bind("gaya.control_room")
    call = actions.record(actor=operator, at=REPORTED, answers={**TOLD, "place": place("Gaya")})
    with pytest.raises(Refused, match="helpline.no_such_number"):  # word for word as for a number nobody has
        actions.hang_on(actor=operator, matter_id=call.pk, number=case.number, at=REPORTED)


@pytest.mark.parametrize("other", [{"sex": "girl"}, {"age": {"value": 15, "basis": "told"}}])
def test_a_boys_call_does_not_hang_on_a_girl_or_on_a_child_of_another_age(other: dict[str, Any]) -> None:
    story = Story(settle())
    report = story.register(**other)
    operator = story.land.bind("gaya.control_room")
    call = actions.record(actor=operator, at=REPORTED, answers={**TOLD, "place": place("Gaya")})
    with pytest.raises(Refused, match="helpline.no_such_number"):
        actions.hang_on(actor=operator, matter_id=call.pk, number=report.number, at=REPORTED)


def test_both_pages_name_the_other_file(client: Client) -> None:
    story = Story(settle())
    report = story.register()
    operator = story.land.bind("gaya.control_room")
    call = actions.record(actor=operator, at=REPORTED, answers={**TOLD, "place": place("Gaya")})
    actions.hang_on(actor=operator, matter_id=call.pk, number=report.number, at=REPORTED)
    for who, url, number, under in (
        ("gaya.control_room.0", f"/desk/calls/{call.pk}/", report.number, "note calm"),
        # A possible match names the call too; it must stand under what hangs on the child, and not who called.
        ("gaya.ps.0", f"/desk/missing/{report.pk}/", call.number, "Hangs on the same child"),
    ):
        sign_in(client, story.land.postings[who])
        client.cookies["language"] = "en"
        shown = client.get(url).content.decode()
        assert number in shown.partition(under)[2], url
    assert "a boy is missing" not in shown


def test_a_call_on_the_wrong_child_is_taken_off_and_can_hang_on_the_right_one() -> None:
    story = Story(settle())
    report, other = story.register(), story.register(name="मोहन", reporter_phone="0000012346")
    operator = story.land.bind("gaya.control_room")
    call = actions.record(actor=operator, at=REPORTED, answers={**TOLD, "place": place("Gaya")})
    with pytest.raises(Refused, match="helpline.not_linked"):
        actions.take_off(actor=operator, matter_id=call.pk, at=REPORTED)
    session.bind(machine("test"))
    own = Child.unscoped.get(pk=call.child_id).person_id
    story.land.bind("gaya.control_room")
    actions.hang_on(actor=operator, matter_id=call.pk, number=other.number, at=REPORTED)
    actions.take_off(actor=operator, matter_id=call.pk, at=REPORTED)
    session.bind(machine("test"))
    assert Child.unscoped.get(pk=call.child_id).person_id == own
    assert other.unit_no not in Matter.unscoped.get(pk=call.pk).shared_with
    story.land.bind("gaya.control_room")
    actions.hang_on(actor=operator, matter_id=call.pk, number=report.number, at=REPORTED)
