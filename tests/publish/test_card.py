"""A card is proposed, approved and withdrawn as the law data says; whatever finds the child takes it down."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.journeys.story import FOUND, LOST, Story
from tests.publish.conftest import AT, asked, drawing
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters import actions as matters
from vatsalya.missing import ending, proposing, publish
from vatsalya.missing.models import MissingReport
from vatsalya.notices.models import Notice
from vatsalya.papers.uploads import clean_photo

pytestmark = pytest.mark.django_db


def refusals(act: Any) -> list[str]:
    """The codes with which an act is refused."""
    with pytest.raises(Refused) as no:
        act()
    return no.value.codes


def test_a_published_card_shows_the_allowed_fields_and_nothing_else(desk, card):
    shown = publish.by_public_id(public_id=card.public_id, at=AT)
    assert (shown.first_name, shown.sex, shown.age_from, shown.age_to) == ("अंकित", "boy", 9, 11)
    assert (shown.height_cm, shown.clothes) == (125, "नीली कमीज़")
    told = repr(shown)
    for secret in ("कुमार", "राजेश", "सुनीता", "शांतिपुर", "Zgyandeep", "0000012345", "गया जंक्शन"):
        assert secret not in told


def test_what_was_not_ticked_is_not_on_the_card(desk):
    card = desk.publish(desk.register(), fields=("sex",))
    shown = publish.by_public_id(public_id=card.public_id, at=AT)
    assert (shown.first_name, shown.age_from, shown.height_cm, shown.marks, shown.clothes) == ("", None, None, [], "")


def test_a_proposed_card_is_public_to_nobody(desk):
    card = desk.propose(desk.register())
    assert publish.state_of(public_id=card.public_id, at=AT) is None
    assert publish.by_public_id(public_id=card.public_id, at=AT) is None
    assert list(publish.live(at=AT)) == []


def test_the_nodal_officer_approves_and_not_the_proposer(desk, land):
    card = desk.propose(desk.register())
    with pytest.raises(Forbidden):
        proposing.approve(actor=land.bind("gaya.ps"), card_id=card.pk, at=AT)
    proposing.approve(actor=land.bind("gaya.nodal"), card_id=card.pk, at=AT)
    assert publish.state_of(public_id=card.public_id, at=AT) == "live"


def test_the_nodal_officer_of_another_district_finds_no_card(desk, land):
    card = desk.propose(desk.register())
    with pytest.raises(NotVisible):
        proposing.approve(actor=land.bind("nashik.nodal"), card_id=card.pk, at=AT)


def test_a_card_is_approved_once(desk, land, card):
    again = lambda: proposing.approve(actor=land.bind("gaya.nodal"), card_id=card.pk, at=AT)  # noqa: E731
    assert refusals(again) == ["card.not_proposed"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"fields": ()}, "card.fields"),
        ({"fields": ("father",)}, "card.fields"),
        ({"consent_how": "guessed"}, "card.consent"),
        ({"consent_by": ""}, "card.consent"),
        ({"consent_on": ist_date(AT) + timedelta(days=1)}, "card.consent"),
        ({"consent_on": ist_date(LOST) - timedelta(days=1)}, "card.consent_before_loss"),
        ({"reason": "\u200b because \u200b"}, "card.reason"),
        ({"authority_no": " "}, "card.authority"),
        ({"authority": "minister"}, "card.authority"),
        ({"until_on": ist_date(AT)}, "card.end"),
        ({"until_on": ist_date(AT) + timedelta(days=91)}, "card.end"),
        ({"fields": ("photo",)}, "card.empty_field"),
        ({"fields": ("photo",), "photo_id": uuid4()}, "card.empty_field"),
        ({"clothes": "पिता राजेश की कमीज़"}, "card.tells_too_much"),
        ({"clothes": "uniform of ZGYANDEEP"}, "card.tells_too_much"),
        ({"clothes": "call 98350-12345 6"}, "card.tells_too_much"),
        ({"clothes": "call ९८३५०१२३४५"}, "card.tells_too_much"),
    ],
)
def test_nothing_is_proposed_without_what_the_law_asks(desk, land, wrong, code):
    matter = desk.register()
    actor = land.bind("gaya.ps")
    told = {"actor": actor, "matter_id": matter.pk, "at": AT, "proposal": asked(**wrong)}
    assert code in refusals(lambda: proposing.propose(**told))
    assert code in refusals(lambda: proposing.preview(**told))


def test_a_state_may_ask_for_the_committees_order(desk):
    matter = desk.register("nashik")
    assert refusals(lambda: desk.propose(matter, town="nashik")) == ["card.committee"]
    card = desk.propose(matter, town="nashik", committee_no="CWC/7/2026", committee_on=ist_date(AT))
    assert card.committee_needed


def test_a_child_who_left_a_home_needs_the_committees_order_everywhere(desk):
    matter = desk.register(circumstance="institution")
    assert refusals(lambda: desk.propose(matter)) == ["card.committee"]


def test_marks_on_covered_parts_of_the_body_are_never_offered(desk, land):
    matter = desk.register(marks=[{"kind": "mole", "part": "thigh", "side": "left", "text": ""}])
    assert proposing.offer(actor=land.bind("gaya.ps"), matter_id=matter.pk, at=AT).marks == []


def test_a_new_card_supersedes_the_old_one(desk, card):
    second = desk.publish(card.matter, fields=("sex",))
    assert [c.public_id for c in publish.live(at=AT)] == [second.public_id] != [card.public_id]
    assert (desk.row(card).stage, desk.row(card).why) == ("withdrawn", "mistake")


@pytest.mark.parametrize(
    ("name", "outcome", "told"),
    [
        ("trace", "restored", "found"),
        ("turn_18", "", "ended"),
    ],
)
def test_a_move_that_ends_the_search_takes_the_card_down_in_the_same_transaction(desk, card, name, outcome, told):
    session.bind(machine("test"))
    MissingReport.unscoped.filter(pk=card.matter_id).update(outcome=outcome)
    matters.move(card.matter, name, actor=machine("test"), at=AT + timedelta(seconds=1))
    row = desk.row(card)
    assert (row.stage, row.withdrawn_at) == ("withdrawn", AT + timedelta(seconds=1))
    assert publish.state_of(public_id=card.public_id, at=AT + timedelta(seconds=1)) == told
    assert publish.by_public_id(public_id=card.public_id, at=AT + timedelta(seconds=1)) is None
    assert Notice.objects.filter(matter_id=card.matter_id, code__startswith="card.down").exists()


@pytest.mark.parametrize(
    ("outcome", "asks", "answers", "document"),
    [("not_missing", "gaya.ps", "gaya.sjpu", None), ("dead", "gaya.sjpu", "gaya.nodal", True)],
)
def test_an_end_by_two_officers_takes_the_card_down(land, desk, card, outcome, asks, answers, document):
    ids = {"matter_id": card.matter_id, "at": AT}
    paper = clean_photo(drawing()) if document else None
    ending.ask(actor=land.bind(asks), outcome=outcome, reason="as the inquiry found", document=paper, **ids)
    assert publish.state_of(public_id=card.public_id, at=AT) == "live", "one officer alone ends nothing"
    ending.answer(actor=land.bind(answers), agrees=True, **ids)
    assert publish.state_of(public_id=card.public_id, at=AT) == "ended"


def test_two_officers_who_recognise_the_child_take_the_card_down_with_their_second_word(land, desk):
    told = Story(land)
    report = told.register()
    card = desk.publish(report, fields=("sex",))
    told.admit()
    assert publish.state_of(public_id=card.public_id, at=FOUND) == "live", "a possible match changes nothing"
    told.confirm(at=FOUND + timedelta(hours=1))
    assert publish.state_of(public_id=card.public_id, at=FOUND + timedelta(hours=1)) == "found"
    assert desk.row(card).withdrawn_at == FOUND + timedelta(hours=1)


def test_a_card_ends_at_midnight_of_its_last_day_without_any_worker(desk, card, day):
    last = AT + timedelta(days=60)
    assert publish.state_of(public_id=card.public_id, at=last) == "live"
    over = last + timedelta(days=1)
    assert publish.state_of(public_id=card.public_id, at=over) == "ended"
    assert publish.end_overdue(at=over) == 1
    assert (desk.row(card).stage, desk.row(card).why) == ("withdrawn", "ended")
    assert publish.end_overdue(at=over) == 0


def test_a_guardian_takes_the_consent_back(desk, land, card):
    proposing.withdraw(actor=land.bind("gaya.ps"), card_id=card.pk, at=AT, why="consent", words="came in person")
    assert publish.state_of(public_id=card.public_id, at=AT) == "ended"
    again = lambda: proposing.withdraw(actor=land.bind("gaya.ps"), card_id=card.pk, at=AT, why="consent")  # noqa: E731
    assert refusals(again) == ["card.already_down"]


def test_a_card_is_withdrawn_with_one_of_the_reasons_only(land, card):
    act = lambda: proposing.withdraw(actor=land.bind("gaya.ps"), card_id=card.pk, at=AT, why="found")  # noqa: E731
    assert refusals(act) == ["card.why"]


def test_a_pocso_matter_is_never_public_again(desk, land, card):
    proposing.forbid(actor=land.bind("gaya.ps"), matter_id=card.matter_id, at=AT, ground="pocso")
    assert publish.state_of(public_id=card.public_id, at=AT) == "ended"
    assert desk.row(card).why == "barred"
    assert refusals(lambda: desk.propose(card.matter)) == ["card.barred"]


def test_a_report_opened_again_needs_a_new_card(desk, card):
    session.bind(machine("test"))
    MissingReport.unscoped.filter(pk=card.matter_id).update(outcome="restored")
    matters.move(card.matter, "trace", actor=machine("test"), at=AT)
    matters.move(card.matter, "reopen", actor=machine("test"), at=AT, why="left home again")
    assert publish.by_public_id(public_id=card.public_id, at=AT) is None


def test_every_step_of_a_card_is_in_the_audit_without_its_words(desk, land, card, db):
    proposing.withdraw(actor=land.bind("gaya.ps"), card_id=card.pk, at=AT, why="harm")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(current_user, 'audit_event', 'SELECT'), "
            "(SELECT count(*) FROM pg_trigger WHERE tgrelid = 'missing_publiccard'::regclass AND tgname = 'z_audit')"
        )
        assert cursor.fetchone()[1] == 1


@pytest.mark.parametrize(
    ("name", "first"),
    [("Md. Irfan Ansari", "Md"), ("😀😀", ""), ("<b>Ankit</b>", "Ankit"), ("12 34", ""), ("\u202eकुमार अंकित", "कुमार"),
     ("अज्ञात", ""), ("K. Ravi", "Ravi"), ("x" * 300, "x" * 40), ("O'Brien", "O'Brien")],
)  # fmt: skip
def test_of_a_hostile_name_only_a_first_word_of_letters_is_offered(desk, land, name, first):
    matter = desk.register(name=name)
    offered = proposing.offer(actor=land.bind("gaya.ps"), matter_id=matter.pk, at=AT).first_name
    assert offered == first or (name.startswith("<") and offered == "Ankit")
