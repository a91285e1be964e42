"""What a report itself says against a card: a suspected sexual offence, the FIR's sections, the family's no."""

import pytest

from tests.journeys.story import missing_answers
from tests.publish.conftest import AT, TOLD
from tests.publish.test_card import refusals
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Forbidden
from vatsalya.matters.models import Move
from vatsalya.missing import actions, barring, proposing, publish, unbarring
from vatsalya.missing.models import MissingReport, PublicationBar

pytestmark = pytest.mark.django_db


def change(desk, matter, **more):
    """The station adds to its report."""
    actor = desk.land.bind("gaya.ps")
    version = MissingReport.unscoped.get(pk=matter.pk).version
    answers = missing_answers(**TOLD, **more)
    actions.add_details(actor=actor, matter_id=matter.pk, at=AT, answers=answers, version=version)


def test_a_child_with_a_suspected_sexual_offence_gets_no_card(desk):
    report = desk.register(risks=["sexual_offence"])
    assert refusals(lambda: desk.propose(report)) == ["card.barred"]
    assert PublicationBar.unscoped.get(matter=report).ground == "pocso"


def test_the_suspicion_takes_a_standing_card_down_at_once(desk, card):
    assert publish.state_of(public_id=card.public_id, at=AT) == "live"
    change(desk, card.matter, risks=["sexual_offence"])
    assert publish.by_public_id(public_id=card.public_id, at=AT) is None


@pytest.mark.parametrize("sections", ["137(2) BNS, 4 POCSO", "64 BNS"])
def test_an_fir_for_such_an_offence_takes_a_standing_card_down(desk, card, sections):
    actor = desk.land.bind("gaya.ps")
    day = AT.date().isoformat()
    fir = {"fir_no": f"12/{day[:4]}", "fir_on": day, "sections": sections}
    actions.link_fir(actor=actor, matter_id=card.matter_id, at=AT, **fir)
    assert publish.by_public_id(public_id=card.public_id, at=AT) is None


def test_the_familys_no_is_kept_and_can_be_changed(desk, card):
    change(desk, card.matter, may_publish="no")
    assert publish.by_public_id(public_id=card.public_id, at=AT) is None
    assert refusals(lambda: desk.propose(card.matter)) == ["card.family_said_no"]
    change(desk, card.matter, may_publish="yes")
    assert desk.propose(card.matter).stage == "proposed"


@pytest.mark.parametrize(
    ("sections", "forbidden"),
    [
        ("4 POCSO", True), ("पॉक्सो 4", True), ("64(1) BNS", True), ("137(2) BNS, 65 BNS", True), ("376 IPC", True),
        ("137(2) BNS", False), ("164 BNS", False), ("", False), ("64 BNSS", False),
    ],
)  # fmt: skip
def test_sections_that_forbid_a_name(sections, forbidden):
    assert barring.forbids(sections) is forbidden


def test_a_match_that_is_taken_back_does_not_leave_found_on_the_poster(desk, card):
    publish.come_down(card.matter, "found", at=AT)
    assert publish.state_of(public_id=card.public_id, at=AT) == "ended"
    assert proposing.bars(actor=desk.land.bind("gaya.ps"), matter_id=card.matter_id) == []


def test_no_permission_is_older_than_the_loss(desk):
    early = AT.date().replace(year=AT.year - 1)
    assert refusals(lambda: desk.propose(desk.register(), authority_on=early)) == ["card.authority_before_loss"]


def lift(desk, bar, who, *, lifts=True):
    unbarring.decide(actor=desk.land.bind(who), bar_id=bar.pk, at=AT, lifts=lifts, reason="the tick was wrong")


def asks(desk, bar):
    unbarring.ask(actor=desk.land.bind("gaya.ps"), bar_id=bar.pk, at=AT, reason="ticked for another child")


def test_a_bar_set_by_mistake_is_lifted_by_two_once_its_cause_is_corrected(desk):
    report = desk.register(risks=["sexual_offence"])
    bar = PublicationBar.unscoped.get(matter=report)
    assert refusals(lambda: asks(desk, bar)) == ["bar.risks_still_say"]
    change(desk, report, risks=[])
    assert refusals(lambda: lift(desk, bar, "gaya.nodal")) == ["bar.not_asked"]
    asks(desk, bar)
    with pytest.raises(Forbidden):
        lift(desk, bar, "gaya.ps")
    lift(desk, bar, "gaya.nodal", lifts=False)
    asks(desk, bar)
    lift(desk, bar, "gaya.nodal")
    assert desk.propose(report).stage == "proposed"
    session.bind(machine("test"))
    steps = Move.unscoped.filter(matter=report, name__contains="bar").order_by("pk").values_list("name", flat=True)
    assert list(steps) == ["bar_card", "ask_unbar", "keep_bar", "ask_unbar", "unbar"]
    change(desk, report, risks=["sexual_offence"])
    assert refusals(lambda: desk.propose(report)) == ["card.barred"]


def test_who_set_a_bar_by_hand_does_not_lift_it(desk):
    report = desk.register()
    proposing.forbid(actor=desk.land.bind("gaya.nodal"), matter_id=report.pk, at=AT, ground="danger")
    bar = PublicationBar.unscoped.get(matter=report)
    asks(desk, bar)
    assert refusals(lambda: lift(desk, bar, "gaya.nodal")) == ["bar.two_persons"]
    lift(desk, bar, "gaya.state_nodal")
    assert proposing.bars(actor=desk.land.bind("gaya.ps"), matter_id=report.pk) == []


def test_a_wrong_section_is_corrected_before_its_bar_is_asked_for(desk, card):
    station, day = desk.land.bind("gaya.ps"), AT.date().isoformat()
    fir = {"fir_no": f"12/{day[:4]}", "fir_on": day, "sections": "4 POCSO"}
    actions.link_fir(actor=station, matter_id=card.matter_id, at=AT, **fir)
    bar = PublicationBar.unscoped.get(matter=card.matter)
    assert refusals(lambda: asks(desk, bar)) == ["bar.sections_still_say"]
    station, told = desk.land.bind("gaya.ps"), {"sections": "137(2) BNS", "reason": "typed from another FIR"}
    actions.correct_sections(actor=station, matter_id=card.matter_id, at=AT, **told)
    asks(desk, bar)
    lift(desk, bar, "gaya.nodal")
