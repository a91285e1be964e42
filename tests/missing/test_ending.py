"""No end without a coded outcome and two people; a death needs a right of its own and a document; opening again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.journeys.story import REPORTED, missing_answers
from tests.missing.conftest import HOUR, PHOTO, again, recovery_answers, running, sheet
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp.models import CareCase
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Link, Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import ending, grown, production, steps
from vatsalya.missing.models import Effort, Ending

pytestmark = pytest.mark.django_db
LATER = REPORTED + 5 * HOUR
WHY = "he came back alone"


def ask(land: Any, report: Any, who: str = "gaya.ps", outcome: str = "not_missing", **more: Any) -> Any:
    told = {"outcome": outcome, "reason": WHY, "at": LATER} | more
    return ending.ask(actor=land.bind(who), matter_id=report.pk, **told)


def answer(land: Any, report: Any, who: str, *, agrees: bool = True) -> Any:
    return ending.answer(actor=land.bind(who), matter_id=report.pk, at=LATER + HOUR, agrees=agrees)


@pytest.mark.parametrize("second", ["gaya.ps.1", "gaya.sjpu"])
def test_a_second_officer_of_the_station_or_the_unit_ends_it(land: Any, report: Any, second: str) -> None:
    ask(land, report)
    assert again(report).state == "REPORTED" and "D-SECOND" in running(report)
    answer(land, report, second)
    assert again(report).state == "NOT_MISSING" and sheet(report).outcome == "not_missing"
    assert running(report) <= set() and again(report).closed_at


def test_the_same_account_twice_is_refused(land: Any, report: Any) -> None:
    ask(land, report)
    with pytest.raises(Refused, match="missing.ending_by_another"):
        answer(land, report, "gaya.ps")
    assert again(report).state == "REPORTED"


def test_the_same_account_twice_is_refused_by_the_database(land: Any, report: Any) -> None:
    asked = ask(land, report)
    session.bind(machine("test"))
    with pytest.raises(DatabaseError, match="ended_by_two"), transaction.atomic(), connection.cursor() as sql:
        sql.execute(
            "UPDATE missing_ending SET agreed = true, answered_by = asked_by, answered_at = asked_at WHERE id = %s",
            [asked.pk],
        )


def test_the_database_ends_no_report_without_two(land: Any, report: Any) -> None:
    from vatsalya.matters.models import Move

    session.bind(machine("test"))
    with pytest.raises(DatabaseError, match="no end without two"), transaction.atomic():
        Move.unscoped.create(matter=report, name="close", from_state="REPORTED", to_state="CLOSED", at=LATER, role="x")
        Matter.unscoped.filter(pk=report.pk).update(state="CLOSED")
        with connection.cursor() as sql:
            sql.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_refused_closing_goes_on_and_may_be_asked_for_again(land: Any, report: Any) -> None:
    ask(land, report)
    answer(land, report, "gaya.sjpu", agrees=False)
    assert again(report).state == "REPORTED" and not sheet(report).outcome
    ask(land, report)


def test_it_is_asked_for_once_and_answered_once(land: Any, report: Any) -> None:
    ask(land, report)
    with pytest.raises(Refused, match="missing.end_asked"):
        ask(land, report, who="gaya.ps.1")
    answer(land, report, "gaya.sjpu")
    with pytest.raises(Refused, match="missing.end_not_asked"):
        answer(land, report, "gaya.sjpu.1")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"outcome": "restored"}, "missing.end_not_yet"),
        ({"outcome": "false_report"}, "missing.end_not_yet"),
        ({"outcome": "traced_adult"}, "missing.end_not_yet"),
        ({"outcome": "gone"}, "missing.outcome_given"),
        ({"reason": "home"}, "missing.reason_given"),
        ({"outcome": "dead"}, "missing.death_right"),
    ],
)
def test_an_end_that_does_not_fit_is_refused(land: Any, report: Any, more: dict, code: str) -> None:
    with pytest.raises(Refused, match=code):
        ask(land, report, **more)
    session.bind(machine("test"))
    assert not Ending.unscoped.exists()


@pytest.mark.parametrize("who", ["gaya.dm", "gaya.dcpu", "gaya.nodal"])
def test_others_who_read_it_do_not_end_it(land: Any, report: Any, who: str) -> None:
    with pytest.raises((Forbidden, NotVisible)):
        ask(land, report, who=who)


def test_a_death_needs_a_document(land: Any, report: Any) -> None:
    with pytest.raises(Refused, match="missing.death_documented"):
        ask(land, report, who="gaya.sjpu", outcome="dead")
    session.bind(machine("test"))
    with pytest.raises(DatabaseError, match="death_has_document"), transaction.atomic():
        Ending.objects.create(matter=report, outcome="dead", reason=b"x", asked_by=1, asked_at=LATER)


def test_a_death_is_recorded_by_two_who_have_the_right_and_then_closed(land: Any, report: Any) -> None:
    ask(land, report, who="gaya.sjpu", outcome="dead", document=PHOTO)
    with pytest.raises(Forbidden):
        answer(land, report, "gaya.ps")
    answer(land, report, "gaya.nodal")
    assert again(report).state == "FOUND_DEAD" and again(report).closed_at is None
    assert running(report) & {"T68", "T69", "T69B", "D-PHOTO", "D-WANTED"} == set()
    ask(land, report, who="gaya.ps", outcome="dead", reason="inquest is over now")
    answer(land, report, "gaya.ps.1")
    assert again(report).state == "CLOSED"


def test_a_reopened_report_is_looked_for_again(land: Any, report: Any) -> None:
    ask(land, report)
    answer(land, report, "gaya.sjpu")
    actor = land.bind("gaya.ps")
    with pytest.raises(Refused, match="missing.reason_given"):
        steps.take(actor=actor, matter_id=report.pk, at=LATER + 2 * HOUR, name="reopen", reason="again")
    steps.take(actor=actor, matter_id=report.pk, at=LATER + 2 * HOUR, name="reopen", reason="the mother says otherwise")
    kept = sheet(report)
    assert again(report).state == "REOPENED" and again(report).closed_at is None
    assert kept.outcome == "" and kept.traced_at is None and "T69" in running(report)
    with pytest.raises(Refused, match="state.wrong"):
        steps.take(actor=actor, matter_id=report.pk, at=LATER + 3 * HOUR, name="reopen", reason="once more for luck")


def test_an_open_report_is_not_opened_again(land: Any, report: Any) -> None:
    with pytest.raises(Refused, match="state.wrong"):
        steps.take(
            actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, name="reopen", reason="because it is open"
        )


def test_an_earlier_agreement_does_not_close_a_reopened_report(land: Any, report: Any) -> None:
    first = ask(land, report)
    answer(land, report, "gaya.sjpu")
    actor = land.bind("gaya.ps")
    steps.take(actor=actor, matter_id=report.pk, at=LATER + 2 * HOUR, name="reopen", reason="the mother says otherwise")
    steps.take(actor=actor, matter_id=report.pk, at=LATER + 2 * HOUR, name="begin_tracing")
    with pytest.raises(Refused, match="missing.outcome_given"):
        matters.move(again(report), "not_missing", actor=land.bind("gaya.ps"), at=LATER + 3 * HOUR, ending=first)


def test_recovered_produced_closed(land: Any, report: Any) -> None:
    actor = land.bind("gaya.ps")
    since = LATER - HOUR
    production.recover(actor=actor, matter_id=report.pk, at=LATER, answers=recovery_answers(since))
    assert again(report).state == "RECOVERED" and sheet(report).traced_at == LATER
    session.bind(machine("test"))
    clock = again(report).clock("T70")
    assert clock is not None and clock.due_at == since + timedelta(hours=24, minutes=90)
    production.produce(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER + HOUR)
    assert again(report).state == "PRODUCED_CWC" and "T70" not in running(report)
    case = Matter.unscoped.get(kind="cncp")
    assert case.unit_no == land.offices["nashik.cwc"].no and case.state == "PRODUCED"
    assert case.child is not None and case.child.person_id == again(report).child.person_id
    assert CareCase.unscoped.get(pk=case.pk).produced_at == LATER + HOUR
    assert Link.unscoped.filter(matter=report, other=case.pk).exists()
    with pytest.raises(Refused, match="missing.recovery_written"):
        production.produce(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER + HOUR)
    ask(land, report, outcome="placed")
    answer(land, report, "gaya.sjpu")
    assert again(report).state == "CLOSED"


def test_before_the_board_no_care_case_opens(land: Any, report: Any) -> None:
    answers = recovery_answers(LATER - HOUR, produce_before="jjb", alleged="theft, section 303 BNS")
    production.recover(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, answers=answers)
    production.produce(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER + HOUR)
    assert again(report).state == "PRODUCED_JJB" and not Matter.unscoped.filter(kind="cncp").exists()


@pytest.mark.parametrize("name", ["restore", "end_otherwise"])
def test_a_child_with_the_police_does_not_go_home_without_the_committee(land: Any, report: Any, name: str) -> None:
    actor = land.bind("gaya.ps")
    production.recover(actor=actor, matter_id=report.pk, at=LATER, answers=recovery_answers(LATER - HOUR))
    assert name not in steps.open_to(actor, again(report))
    with pytest.raises(Refused, match="missing.produced_first"):
        steps.take(
            actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, name=name, reason="the parents came for it"
        )
    assert again(report).state == "RECOVERED" and "T70" in running(report)
    production.produce(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER + HOUR)
    with pytest.raises(Refused, match="missing.committee_decided"):  # from here on the Committee's order decides
        steps.take(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER + 2 * HOUR, name="restore")
    assert again(report).state == "PRODUCED_CWC"


def test_the_familys_word_does_not_stand_in_for_production(land: Any, report: Any) -> None:
    from vatsalya.citizens import home
    from vatsalya.citizens.models import HomeSaid

    actor = land.bind("gaya.ps")
    home.say(matter_id=str(report.pk), at=LATER)
    production.recover(actor=actor, matter_id=report.pk, at=LATER, answers=recovery_answers(LATER - HOUR))
    session.bind(machine("test"))
    said = HomeSaid.unscoped.get()
    with pytest.raises(Refused, match="missing.produced_first"):
        home.answer(actor=land.bind("gaya.ps"), said_id=said.pk, confirmed=True, reason="", at=LATER + HOUR)
    assert again(report).state == "RECOVERED" and "T70" in running(report)


def test_who_was_found_grown_up_is_not_produced(land: Any, report: Any) -> None:
    session.bind(machine("test"))
    at = LATER.replace(year=again(report).child.birth_to + 19, month=1, day=1)
    grown.turn(at=at)
    actor = land.bind("gaya.ps")
    production.recover(actor=actor, matter_id=report.pk, at=at, answers=recovery_answers(at - HOUR))
    assert "end_otherwise" in steps.open_to(actor, again(report))
    steps.take(actor=actor, matter_id=report.pk, at=at, name="end_otherwise", reason="a grown woman, went home")
    session.bind(machine("test"))
    clock = again(report).clock("T70")
    assert again(report).state == "OTHER" and clock is not None and clock.lapsed


@pytest.mark.parametrize(
    ("age", "more", "code"),
    [
        (6, {"alleged": "theft, section 303 BNS"}, "recovery.jjb_under_seven"),
        (10, {}, "recovery.jjb_reason"),
        (10, {"alleged": "theft"}, "recovery.jjb_reason"),
        (10, {"alleged": "stole 2 mobile phones"}, "recovery.jjb_sections"),
    ],
)
def test_the_board_hears_nobody_of_whom_nothing_is_alleged(land: Any, age: int, more: dict, code: str) -> None:
    told = missing_answers(age={"value": age, "basis": "told"})
    report = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=told)
    answers = recovery_answers(LATER - HOUR, produce_before="jjb", **more)
    with pytest.raises(Refused, match=code):
        production.recover(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, answers=answers)


@pytest.mark.parametrize(
    ("since", "code"), [(LATER + HOUR, "date.future"), (REPORTED - timedelta(days=2), "recovery.before_lost")]
)
def test_a_recovery_at_an_impossible_time_is_refused(land: Any, report: Any, since: Any, code: str) -> None:
    with pytest.raises(Refused, match=code):
        production.recover(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, answers=recovery_answers(since))


def test_a_report_may_end_with_news_and_two_officers(land: Any, report: Any) -> None:
    actor = land.bind("gaya.ps")
    steps.take(actor=actor, matter_id=report.pk, at=LATER, name="hear_of_child")
    steps.take(actor=actor, matter_id=report.pk, at=LATER, name="end_otherwise", reason="seen at home with mother")
    assert again(report).state == "OTHER" and sheet(report).traced_at == LATER
    ask(land, report, outcome="came_back")
    answer(land, report, "gaya.ps.1")
    assert again(report).state == "CLOSED"


def test_who_turns_eighteen_stays_open_and_is_closed_by_two_only(land: Any, report: Any) -> None:
    session.bind(machine("test"))
    birth_to = again(report).child.birth_to
    assert grown.turn(at=LATER.replace(year=birth_to + 18)) == 0
    assert grown.turn(at=LATER.replace(year=birth_to + 19, month=1, day=1)) == 1
    kept = again(report)
    assert kept.state == "TURNED_18" and kept.closed_at is None and sheet(report).turned_18_at
    session.bind(machine("test"))
    assert grown.turn(at=LATER.replace(year=birth_to + 20)) == 0
    ask(land, report, outcome="traced_adult")
    answer(land, report, "gaya.sjpu")
    assert again(report).state == "CLOSED" and sheet(report).traced_at


def test_a_date_of_birth_decides_to_the_day() -> None:
    from datetime import date

    born = date(2008, 11, 20)
    assert not grown.certainly_adult(born=born, birth_to=2000, on=date(2026, 11, 19))
    assert grown.certainly_adult(born=born, birth_to=None, on=date(2026, 11, 20))
    assert not grown.certainly_adult(born=None, birth_to=None, on=date(2050, 1, 1))


def test_reasons_lie_in_the_diary_and_not_with_the_step(land: Any, report: Any) -> None:
    from vatsalya.matters.models import Move

    ask(land, report, reason="Zgeheim was seen there")
    session.bind(machine("test"))
    assert not Move.unscoped.filter(matter=report, reason__icontains="Zgeheim").exists()
    line = Effort.unscoped.get(matter=report, code="end")
    assert b"Zgeheim" not in bytes(line.note)


@pytest.mark.parametrize("lang", ["en", "hi"])
@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("suggest_match", {"en": "First decide it on its page", "hi": "पहले उसके पृष्ठ पर निर्णय करें"}),
        ("note_lead", {"en": "First write what happened", "hi": "पहले लिखें कि बच्चे का क्या हुआ"}),
        ("recover", {"en": "First produce the child", "hi": "सामने पेश करें"}),
    ],
)
def test_where_nothing_ends_yet_the_page_says_what_comes_first(
    land: Any, desk: Any, report: Any, step: str, words: dict, lang: str
) -> None:
    if step == "recover":
        answers = recovery_answers(LATER - HOUR)
        production.recover(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, answers=answers)
    else:
        matters.move(again(report), step, actor=machine("test"), at=LATER)
    before = again(report).state
    page = desk("gaya.ps", lang).get(f"/desk/missing/{report.pk}/end/").content.decode()
    assert words[lang] in page and 'name="outcome"' not in page
    posted = desk("gaya.ps", lang).post(f"/desk/missing/{report.pk}/end/", {"outcome": "came_back", "reason": WHY})
    assert words[lang] in posted.content.decode() and again(report).state == before


def test_every_state_from_which_a_station_ends_nothing_has_words() -> None:
    from vatsalya.law.load import law

    for state in law().machine("missing").states:
        assert law().has_words(ending.first(state)), state
