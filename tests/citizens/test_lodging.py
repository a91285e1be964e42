"""A citizen's report reaches station, both nodal officers and the helpline of that place in one act."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.citizens.telling import AT, lodge, missing, row, sighting, texts, told
from tests.country_of_tests import Land, settle
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens import queries
from vatsalya.citizens.models import CitizenReport, Repeat
from vatsalya.lib.errors import Refused
from vatsalya.matters import clocks
from vatsalya.matters import queries as matters
from vatsalya.matters.models import Clock
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Land:
    """The offices of three towns."""
    return settle()


PLACES = ("gaya.ps", "gaya.nodal", "gaya.state_nodal", "gaya.chl")


@pytest.mark.parametrize("what", ["missing", "sighting"])
def test_it_lands_on_all_four_desks_in_the_same_transaction(land: Land, what: str) -> None:
    answers = missing() if what == "missing" else sighting()
    receipt = lodge(what, answers)
    numbers = {land.offices[name].no for name in PLACES}
    assert set(told(receipt)) == numbers
    late = Notice.objects.filter(matter_id=receipt.matter_id, at__gt=AT + timedelta(seconds=10))
    assert not late.exists()
    for name in PLACES:
        actor = land.bind(name)
        assert [m.pk for m in queries.inbox(actor=actor)] == [receipt.matter_id], name
        assert queries.read(actor=actor, matter_id=receipt.matter_id).report.what == what
    assert [c.code for c in matters.due(actor=land.bind("gaya.ps"), at=AT)] == ["D-SIGHT"]


@pytest.mark.parametrize(("danger", "minutes"), [("yes", 15), ("no", 120)])
def test_the_answers_clock_is_short_for_a_child_in_danger(land: Land, danger: str, minutes: int) -> None:
    receipt = lodge("sighting", sighting(danger=danger))
    session.bind(machine("test"))
    clock = Clock.unscoped.get(matter_id=receipt.matter_id)
    assert clock.due_at - clock.started_at == timedelta(minutes=minutes)


def test_a_missing_child_under_twelve_counts_in_minutes(land: Land) -> None:
    receipt = lodge("missing", missing(age={"value": 5, "basis": "told"}))
    assert row(receipt).citizen_report.danger
    assert set(told(receipt).values()) == {"citizen.danger"}


def test_when_nobody_answers_in_time_the_nodal_officer_is_told(land: Land) -> None:
    receipt = lodge("sighting", sighting(danger="yes"))
    session.bind(machine("test"))
    clocks.sweep(at=AT + timedelta(minutes=14))
    breached = Notice.objects.filter(code="clock.100", matter_id=receipt.matter_id)
    assert not breached.exists()
    clocks.sweep(at=AT + timedelta(minutes=16))
    assert {n.to_no for n in breached} == {land.offices["gaya.ps"].no, land.offices["gaya.nodal"].no}


def test_a_missing_child_is_never_reported_anonymously_not_even_by_raw_sql(land: Land) -> None:
    with pytest.raises(Refused) as refused:
        lodge("missing", missing(), confirmed=False)
    assert refused.value.codes == ["citizen.number_needed"]
    receipt = lodge("missing", missing())
    session.bind(machine("test"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE citizens_citizenreport SET phone_hmac = NULL WHERE matter_id = %s", [receipt.matter_id])


def test_a_sighting_without_a_number_gets_a_phrase_and_nothing_is_sent(land: Land) -> None:
    receipt = lodge("sighting", sighting())
    assert len(receipt.phrase) == 14 and receipt.number
    kept = row(receipt).citizen_report
    assert kept.phone_hmac is None and receipt.phrase.encode() not in bytes(kept.phrase_digest)
    assert texts() == []


def test_a_number_that_was_not_confirmed_is_no_reporter(land: Land) -> None:
    receipt = lodge("sighting", sighting(reporter_phone="9000000001"), confirmed=False)
    assert receipt.phrase and row(receipt).citizen_report.phone_hmac is None


def test_the_message_to_the_reporter_names_no_child(land: Land) -> None:
    receipt = lodge("missing", missing())
    (text,) = texts()
    assert receipt.number in text and "अंकित" not in text


def test_the_chosen_station_of_the_district_has_it_a_strangers_does_not(land: Land) -> None:
    pune = land.offices["pune.ps"].no
    assert row(lodge("sighting", sighting(station=str(pune)))).unit_no == land.offices["gaya.ps"].no
    rail = land.offices["gaya.rail_post"].no
    assert row(lodge("sighting", sighting(station=str(rail), clothes="x"), address="10.0.0.2")).unit_no in (
        rail, land.offices["gaya.ps"].no,
    )  # fmt: skip


def test_the_same_report_twice_is_one_line_with_a_count(land: Land) -> None:
    first = lodge("sighting", sighting())
    second = lodge("sighting", sighting(clothes="  Red   SHIRT "), address="10.0.0.2")
    assert second.repeat and second.matter_id == first.matter_id and second.number != first.number
    actor = land.bind("gaya.ps")
    opened = queries.read(actor=actor, matter_id=first.matter_id)
    assert len(list(queries.inbox(actor=actor))) == 1 and opened.again[0][1]["clothes"] == "  Red   SHIRT "


def test_a_nearly_identical_report_joins_and_another_child_does_not(land: Land) -> None:
    words = "sits near the tea stall by the big tree holding a green bag and asks people for the train to Patna"
    first = lodge("sighting", sighting(told=words))
    near = lodge("sighting", sighting(told=f"{words} today 17"), address="10.0.0.2")
    other = lodge(
        "sighting", sighting(told="girl sells flowers at the temple gate", sex="girl", doing="working", clothes="blue"),
        address="10.0.0.3",
    )  # fmt: skip
    assert near.matter_id == first.matter_id and other.matter_id != first.matter_id


def test_when_a_second_one_says_danger_the_calm_line_becomes_urgent(land: Land) -> None:
    first = lodge("sighting", sighting())
    lodge("sighting", sighting(danger="yes"), address="10.0.0.2")
    kept = row(first)
    assert kept.citizen_report.danger
    codes = set(Clock.unscoped.filter(matter=kept, stopped_at=None).values_list("code", flat=True))
    assert "D-SIGHT-NOW" in codes
    assert Notice.objects.filter(code="citizen.raise_alarm").count() == 4


def test_past_the_budget_of_a_connection_only_what_it_said_before_needs_a_number(land: Land) -> None:
    for n in range(20):
        letter = "abcdefghijklmnopqrst"[n]
        lodge("sighting", sighting(place_text=letter * 7, clothes=letter * 5))
    with pytest.raises(Refused) as refused:
        lodge("sighting", sighting(place_text="a" * 7, clothes="a" * 5))
    assert refused.value.codes == ["citizen.source_budget"]
    assert lodge("sighting", sighting(place_text="a" * 7, clothes="a" * 5, reporter_phone="9000000009")).number
    assert lodge("sighting", sighting(place_text="new")).number
    assert lodge("sighting", sighting(place_text="elsewhere", danger="yes")).number


def test_one_number_may_report_so_many_a_day(land: Land) -> None:
    for n in range(5):
        lodge("missing", missing(name=f"Child {'abcde'[n]}"), address=f"10.0.1.{n}")
    with pytest.raises(Refused) as refused:
        lodge("missing", missing(name="Child z"), address="10.0.2.1")
    assert refused.value.codes == ["citizen.phone_budget"]


def test_alarms_of_one_connection_share_a_line_from_the_sixth_on(land: Land) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzäöüßéèçñ"
    for n in range(33):
        told = {"place_text": letters[n] * 7, "clothes": letters[n] * 5, "told": letters[n] * 9}
        lodge("sighting", sighting(danger="yes", **told))
    session.bind(machine("test"))
    assert CitizenReport.unscoped.count() == 6 and Repeat.unscoped.count() == 27
    assert CitizenReport.unscoped.get(crowd=True).matter.pk == Repeat.unscoped.first().matter_id


def flood(times: int = 40) -> None:
    """The same alarm again and again from one connection."""
    for _ in range(times):
        lodge("sighting", sighting(danger="yes", clothes="red shirt", told="a man pulls a boy along"))


def test_a_mother_behind_the_connection_of_a_flood_has_a_line_of_her_own(land: Land) -> None:
    other = lodge("missing", missing(name="Karan"), address="10.7.7.7")
    flood()
    hers = lodge("missing", missing(name="Falak", sex="girl", age={"value": 6, "basis": "told"}))
    assert not hers.repeat and hers.matter_id != other.matter_id


def test_an_alarm_that_says_something_else_is_a_line_of_its_own_in_the_middle_of_a_flood(land: Land) -> None:
    flood()
    honest = lodge("sighting", sighting(danger="yes", clothes="green saree", told="a small girl cries at the temple"))
    assert not honest.repeat


def test_behind_a_line_every_report_can_be_read_page_by_page(land: Land) -> None:
    line = lodge("sighting", sighting(danger="yes", clothes="red shirt", told="a man pulls a boy along"))
    flood(45)
    actor = land.bind("gaya.ps")
    read = [queries.read(actor=actor, matter_id=line.matter_id, page=page) for page in (1, 2, 3)]
    assert [len(one.again) for one in read] == [20, 20, 5] and read[0].total == 45


def test_two_children_who_differ_only_in_a_few_words_stay_two_lines(land: Land) -> None:
    """Ticks are alike for many children: what was written decides."""
    one = lodge("sighting", sighting(place_text="Gaya Junction platform 3", clothes="red shirt blue shorts"))
    two = lodge("sighting", sighting(place_text="Gaya Junction platform 3", clothes="white kurta sandals"))
    girl = lodge(
        "sighting", sighting(place_text="Gaya Junction platform 3", clothes="red shirt blue shorts", sex="girl")
    )
    assert len({one.matter_id, two.matter_id, girl.matter_id}) == 3
