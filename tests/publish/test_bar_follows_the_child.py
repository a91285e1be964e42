"""A bar is set by whatever says it, and follows the child into every file: recovery, Board, call, merge, lost again."""

from datetime import timedelta

import pytest

from tests.journeys.story import FOUND, missing_answers, place
from tests.missing.conftest import recovery_answers
from tests.missing.test_merging import Two
from tests.missing.test_verdicts import CALL
from tests.publish.conftest import AT, TOLD
from tests.publish.test_barring import asks, change, lift
from tests.publish.test_card import refusals
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.helpline import actions as helpline
from vatsalya.missing import actions, card_questions, duplicates, production, proposing, publish, sections, steps
from vatsalya.missing.card_models import PublicCard
from vatsalya.missing.models import MissingReport, PublicationBar

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def bars(report):
    session.bind(machine("test"))
    return sorted(PublicationBar.unscoped.filter(matter=report, lifted_at=None).values_list("ground", flat=True))


@pytest.mark.parametrize(
    ("said", "ground"),
    [
        ({"produce_before": "jjb", "alleged": "theft, section 303 BNS"}, "ccl"),
        ({"trafficked": "yes", "purpose": "sexual"}, "pocso"),
        ({"offence": "पॉक्सो धारा 6"}, "pocso"),
        ({"trafficked": "yes", "purpose": "labour", "offence": "137(2) BNS"}, None),
    ],
)
def test_what_the_production_report_says_bars_and_stays_when_the_search_begins_again(desk, said, ground):
    report = desk.register()
    when = AT + HOUR
    production.recover(
        actor=desk.land.bind("gaya.ps"), matter_id=report.pk, at=when + HOUR, answers=recovery_answers(when, **said)
    )
    production.produce(actor=desk.land.bind("gaya.ps"), matter_id=report.pk, at=when + 2 * HOUR)
    told = {"name": "reopen", "reason": "ran away from the home again"}
    steps.take(actor=desk.land.bind("gaya.ps"), matter_id=report.pk, at=when + 3 * HOUR, **told)
    assert bars(report) == ([ground] if ground else [])
    if ground:
        assert "card.barred" in refusals(lambda: desk.propose(report, at=when + 4 * HOUR))


def second(desk, report, reason):
    """The station registers a child that the register warns of."""
    actor, answers = desk.land.bind("gaya.ps"), missing_answers(**TOLD)
    told = duplicates.of_answers(answers, form="missing", office_no=actor.office_no, at=FOUND, actor=actor)
    assert [one.other for one in told] == [report.pk]
    made = actions.register(actor=actor, at=FOUND, answers=answers)
    duplicates.remember(made, told, reason=reason, actor=actor, at=FOUND)
    return made


def test_a_child_lost_again_has_its_bar_at_once_and_it_is_lifted_where_it_began(desk):
    first = desk.register(risks=["sexual_offence"])
    again = second(desk, first, "lost_again")
    assert bars(again) == ["pocso"]
    assert refusals(lambda: desk.propose(again)) == ["card.barred"]
    carried = PublicationBar.unscoped.get(matter=again)
    assert refusals(lambda: asks(desk, carried)) == ["bar.other_file"]
    change(desk, first, risks=[])
    own = PublicationBar.unscoped.get(matter=first)
    for bar in (own, carried):
        asks(desk, bar)
        lift(desk, bar, "gaya.nodal")
    assert desk.propose(again, at=FOUND).stage == "proposed"


@pytest.mark.parametrize(("says", "live"), [("other", True), ("same", False)])
def test_another_child_like_a_barred_one_is_shown_only_after_the_approver_asked(desk, says, live):
    first = desk.register(risks=["sexual_offence"])
    card = desk.propose(second(desk, first, "other_child"), at=FOUND)

    def approve(**told):
        actor = desk.land.bind("gaya.nodal")
        return proposing.approve(actor=actor, card_id=card.pk, at=FOUND, told=card_questions.Answers(**told))

    assert refusals(approve) == ["card.barred_like"]
    approve(barred_child=says)
    assert (publish.by_public_id(public_id=card.public_id, at=FOUND) is not None) is live
    assert bars(card.matter) == ([] if live else ["pocso"])


def test_a_merge_takes_the_cards_of_both_files_down(desk, monkeypatch):
    monkeypatch.setattr("tests.missing.test_merging.settle", lambda: desk.land)
    two = Two()
    card = desk.propose(two.one, at=FOUND, fields=("sex",))
    session.bind(machine("test"))
    version = MissingReport.unscoped.get(pk=two.two.pk).version
    answers = missing_answers(risks=["sexual_offence"], reporter_phone="0000012345")
    actions.add_details(actor=two.rail(), matter_id=two.two.pk, at=FOUND, answers=answers, version=version)
    two.merged()
    assert desk.row(card).stage == "withdrawn" and bars(two.one) == bars(two.two) == ["pocso"]


def test_a_call_of_a_sexual_offence_bars_the_child_on_whom_it_hangs_and_taking_it_off_lifts_nothing(desk, card):
    number, operator = card.matter.number, desk.land.bind("gaya.control_room")
    call = helpline.record(actor=operator, at=AT, answers={**CALL, "place": place("Gaya"), "sexual_offence": "yes"})
    helpline.hang_on(actor=operator, matter_id=call.pk, number=number, at=AT, sure=True)
    assert publish.by_public_id(public_id=card.public_id, at=AT) is None
    session.bind(machine("test"))
    bar = PublicationBar.unscoped.get(matter=card.matter_id)
    assert refusals(lambda: asks(desk, bar)) == ["bar.calls_still_say"]
    helpline.take_off(actor=desk.land.bind("gaya.control_room"), matter_id=call.pk, at=AT)
    assert bars(card.matter_id) == ["pocso"]


def test_correcting_the_fir_of_a_published_card_takes_it_down_in_the_same_second(desk, card):
    day = AT.date().isoformat()
    fir = {"fir_no": f"12/{day[:4]}", "fir_on": day, "sections": "137(2) BNS"}
    actions.link_fir(actor=desk.land.bind("gaya.ps"), matter_id=card.matter_id, at=AT, **fir)
    assert publish.by_public_id(public_id=card.public_id, at=AT) is not None
    told = {"sections": "96 bns", "reason": "the station added a section"}
    actions.correct_sections(actor=desk.land.bind("gaya.ps"), matter_id=card.matter_id, at=AT, **told)
    row = PublicCard.unscoped.get(pk=card.pk)
    assert (row.stage, row.withdrawn_at, row.why) == ("withdrawn", AT, "barred")


@pytest.mark.parametrize(
    ("told", "kept", "wrong", "barred"),
    [
        ("POCSO Act s.6", "6 POCSO", "", True), ("6 पॉक्सो", "6 POCSO", "", True), ("POSCO 6", "6 POCSO", "", True),
        ("पोक्सो धारा ६", "6 POCSO", "", True), ("143(4) bns", "143(4) BNS", "", True),
        ("376DA IPC", "376DA IPC", "", True),
        ("67B IT Act", "67B IT", "", True), ("5 PITA", "5 ITPA", "", True), ("140(4) BNS", "140(4) BNS", "", True),
        ("140(1) BNS", "140(1) BNS", "", False), ("363 IPC", "363 IPC", "", False), ("64 BNSS", "64 BNSS", "", False),
        ("6 XYZ", "6 XYZ", "law", False), ("theft", "theft", "shape", False),
        ("363, 376 IPC", "363, 376 IPC", "shape", True),
    ],
)  # fmt: skip
def test_sections_are_understood_as_stations_write_them(told, kept, wrong, barred):
    assert (sections.tidy(told), sections.forbids(told)) == (kept, barred)
    assert (sections.unread(kept.split(",")[0]) or "") == wrong


def lost_in(year, **more):
    """A report of today about a child lost years ago."""
    return {"last_seen_at": f"{year}-01-10T09:00:00+05:30", **more}


def test_a_late_report_of_somebody_grown_has_no_card_and_one_of_whom_nobody_can_say_is_asked(desk):
    actor = desk.land.bind("gaya.ps")
    grown = actions.register(actor=actor, at=AT, answers=missing_answers(**lost_in(2024, birth_date="2007-01-15")
                             | {"age": {"value": 16, "basis": "told"}}))  # fmt: skip
    grown.refresh_from_db()
    assert grown.state == "TURNED_18"
    assert "card.grown" in refusals(lambda: desk.propose(grown, fields=("sex",)))
    perhaps = actions.register(
        actor=desk.land.bind("gaya.ps"),
        at=AT,
        answers=missing_answers(**lost_in(2024), age={"value": 17, "basis": "told"}),
    )
    assert refusals(lambda: desk.propose(perhaps, fields=("sex",))) == ["card.perhaps_grown"]
    card = desk.propose(perhaps, fields=("sex",), under_eighteen=True)
    nodal = desk.land.bind("gaya.nodal")
    assert refusals(lambda: proposing.approve(actor=nodal, card_id=card.pk, at=AT)) == ["card.perhaps_grown"]
    told = card_questions.Answers(under_eighteen=True)
    assert proposing.approve(actor=nodal, card_id=card.pk, at=AT, told=told).stage == "published"
