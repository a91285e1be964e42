"""What people do with a proposal: ask, answer, take back, and who may not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, REPORTED, Story, found_answers, missing_answers, place
from tests.missing.conftest import running
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.helpline import actions as helpline
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import links
from vatsalya.matters.models import Link, Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, leads, match, pair_view
from vatsalya.missing.models import MissingReport, Pair, PairQuestion, PairStep
from vatsalya.notices.models import Notice
from vatsalya.people.models import Child, Join

pytestmark = pytest.mark.django_db
LATER = FOUND + timedelta(hours=1)
CALL: dict[str, Any] = {
    "caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "a boy at the tea stall",
    "name": "Ankit Kumar", "sex": "boy", "age": {"value": 9, "basis": "told"}, "languages": ["mag"],
    "marks": [{"kind": "scar", "part": "wrist", "side": "left", "text": ""}],
}  # fmt: skip


@pytest.fixture
def story() -> Story:
    """Ankit reported in Gaya and admitted in Nashik: a possible match stands."""
    told = Story(settle())
    told.register()
    told.admit()
    return told


def says(story: Story, who: str, answer: str, **more: Any) -> Pair:
    """One side answers."""
    return match.decide(
        actor=story.land.bind(who), pair_id=story.pair().pk, says=answer, at=more.pop("at", LATER), **more
    )


def refused(act: Any) -> list[str]:
    """The codes with which an act is refused."""
    with pytest.raises(Refused) as no:
        act()
    return no.value.codes


def told(office: Any) -> list[str]:
    """What an office was told, oldest first."""
    return list(Notice.objects.filter(to_no=office.no).order_by("pk").values_list("code", flat=True))


def test_need_more_asks_one_coded_thing_and_the_answer_comes_back(story: Story) -> None:
    pair = says(story, "gaya.ps", "more", question="mark", note="बाईं कलाई?")
    assert (pair.verdict, pair.missing_says) == ("possible", "more")
    assert told(story.land.offices["nashik.cwc"])[-1] == "match.said_more"
    chair = story.land.bind("nashik.cwc")
    asked = pair_view.questions(pair, actor=chair)
    assert [(one["code"], one["note"]) for one in asked] == [("mark", "बाईं कलाई?")]
    match.answer(actor=chair, question_id=asked[0]["id"], code="fits", note="देखा", at=LATER)
    police = story.land.bind("gaya.ps")
    assert [(one["answer"], one["told"]) for one in pair_view.questions(pair, actor=police)] == [("fits", "देखा")]
    assert told(story.land.offices["gaya.ps"])[-1] == "match.told"
    assert says(story, "gaya.ps", "same").missing_says == "same"
    assert says(story, "nashik.cwc", "same").verdict == "confirmed"


@pytest.mark.parametrize("question", ["", "nonsense", "<script>"])
def test_need_more_without_a_known_question_is_refused(story: Story, question: str) -> None:
    assert refused(lambda: says(story, "gaya.ps", "more", question=question)) == ["match.question_needed"]


def test_the_same_question_is_not_asked_twice_before_its_answer(story: Story) -> None:
    says(story, "gaya.ps", "more", question="mark")
    assert refused(lambda: says(story, "gaya.ps", "more", question="mark")) == ["match.already_asked"]
    says(story, "gaya.ps", "more", question="height")


def test_only_the_side_that_was_asked_answers_and_only_once(story: Story) -> None:
    says(story, "gaya.ps", "more", question="mark")
    session.bind(machine("test"))
    question = PairQuestion.unscoped.get()
    ids = {"question_id": question.pk, "code": "fits", "at": LATER}
    with pytest.raises(Forbidden):
        match.answer(actor=story.land.bind("gaya.ps"), **ids)
    with pytest.raises(NotVisible):
        match.answer(actor=story.land.bind("pune.cwc"), **ids)
    chair = story.land.bind("nashik.cwc")
    assert refused(lambda: match.answer(actor=chair, **{**ids, "code": "yes"})) == ["match.answer_needed"]
    match.answer(actor=chair, **ids)
    assert refused(lambda: match.answer(actor=chair, **ids)) == ["match.already_told"]


HOSTILE = ["<script>alert(1)</script>", "x" * 5000, "\u202eabc\u0000def", "'; DROP TABLE missing_pair; --", "{{ 7*7 }}"]


@pytest.mark.parametrize("note", HOSTILE)
def test_hostile_words_are_words_and_lie_sealed(story: Story, note: str) -> None:
    pair = says(story, "gaya.ps", "more", question="mark", note=note)
    session.bind(machine("test"))
    assert note[:20].encode() not in bytes(PairQuestion.unscoped.get().asked)
    client = Client()
    sign_in(client, story.land.postings["nashik.cwc.0"])
    page = client.get(f"/desk/matches/{pair.pk}/").content.decode()
    assert "<script>alert" not in page and "x" * 301 not in page and "\u202e" not in page


def test_ones_own_answer_is_taken_back_until_the_other_side_has_answered(story: Story) -> None:
    pair = says(story, "gaya.ps", "same")
    pair = match.undo(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, at=LATER)
    assert (pair.missing_says, pair.verdict) == ("", "possible")
    says(story, "nashik.cwc", "same")
    pair = says(story, "gaya.ps", "different")
    assert pair.verdict == "rejected"
    assert refused(lambda: match.undo(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, at=LATER)) == [
        "match.other_answered"
    ]


def test_a_no_given_by_mistake_is_taken_back_and_the_report_says_possible_again(story: Story) -> None:
    pair = says(story, "gaya.ps", "different")
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=story.report.pk).state == "TRACING"
    match.undo(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, at=LATER)
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=story.report.pk).state == "MATCH_SUGGESTED"


def test_nobody_takes_another_officers_answer_back(story: Story) -> None:
    pair = says(story, "nashik.cwc", "same")
    member = story.land.bind("nashik.cwc.1")
    assert refused(lambda: match.undo(actor=member, pair_id=pair.pk, at=LATER)) == ["match.not_your_answer"]
    police = story.land.bind("gaya.ps")
    assert refused(lambda: match.undo(actor=police, pair_id=pair.pk, at=LATER)) == ["match.nothing_to_undo"]


@pytest.mark.parametrize("senior", ["nashik.cwc", "gaya.sjpu"])
def test_a_senior_takes_a_confirmed_match_back_and_everything_parts_again(story: Story, senior: str) -> None:
    session.bind(machine("test"))
    before = [Child.unscoped.get(pk=one.child_id).person_id for one in (story.report, story.case)]
    pair = story.confirm()
    session.bind(machine("test"))
    assert len({Child.unscoped.get(pk=one.child_id).person_id for one in (story.report, story.case)}) == 1
    match.unconfirm(actor=story.land.bind(senior), pair_id=pair.pk, reason="doubt", note="ज़रा रुकें", at=LATER)
    session.bind(machine("test"))
    report = Matter.unscoped.get(pk=story.report.pk)
    assert report.state == "MATCH_SUGGESTED" and MissingReport.unscoped.get(pk=report.pk).traced_at is None
    assert {"T69", "D-CIRCULATE", "D-PHOTO", "D-WANTED"} <= running(report), "owed again, each with its whole time"
    circulate = report.clock("D-CIRCULATE")
    assert circulate is not None and circulate.started_at == LATER
    assert [Child.unscoped.get(pk=one.child_id).person_id for one in (story.report, story.case)] == before
    assert Join.unscoped.filter(about=pair.pk).count() == 2  # joined, and a further row that parts
    assert not match_links(story) and match_links(story, ended=True)
    fresh = Pair.unscoped.get(pk=pair.pk)
    assert (fresh.verdict, fresh.missing_says, fresh.found_says) == ("possible", "", "")
    assert told(story.land.offices["gaya.ps"])[-1] == told(story.land.offices["nashik.cwc"])[-1] == "match.unconfirmed"
    assert story.confirm(LATER + timedelta(hours=1)).verdict == "confirmed"  # and again, with new links
    assert match_links(story)


def test_what_was_done_before_the_match_or_since_is_not_owed_again(story: Story) -> None:
    """The photograph went out before; nothing is asked for a second time."""
    session.bind(machine("test"))
    matters.move(story.report, "circulate_photo", actor=machine("test"), at=FOUND)
    pair = story.confirm()
    assert "D-CIRCULATE" not in running(story.report)
    match.unconfirm(actor=story.land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=LATER)
    assert "D-CIRCULATE" not in running(story.report) and "D-PHOTO" in running(story.report)


def test_what_was_done_while_nobody_owed_it_is_not_owed_again(story: Story) -> None:
    pair = story.confirm()
    session.bind(machine("test"))
    report = Matter.unscoped.get(pk=story.report.pk)
    matters.move(report, "circulate_photo", actor=machine("test"), at=LATER)
    match.unconfirm(actor=story.land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=LATER + timedelta(hours=1))
    assert "D-CIRCULATE" not in running(story.report)


def match_links(story: Story, *, ended: bool = False) -> list[Any]:
    """The links of the report that stand (or all rows, when the ended ones are asked for)."""
    session.bind(machine("test"))
    if ended:
        return list(Link.unscoped.filter(matter=story.report))
    return links.of_kind(story.report, "same_child")


@pytest.mark.parametrize("who", ["gaya.ps", "nashik.cwc.1", "nashik.home", "pune.cwc", "nashik.sjpu", "gaya.nodal"])
def test_nobody_else_takes_a_confirmed_match_back(story: Story, who: str) -> None:
    pair = story.confirm()
    with pytest.raises((Forbidden, NotVisible)):
        match.unconfirm(actor=story.land.bind(who), pair_id=pair.pk, reason="doubt", at=LATER)


def test_a_match_is_not_taken_back_without_a_reason_or_once_the_child_is_home() -> None:
    story = Story(settle())
    story.whole()
    chair = story.land.bind("gaya.cwc")  # the case was handed over: the new owner answers for the found side
    session.bind(machine("test"))
    pair = Pair.unscoped.get(missing=story.report)
    assert (pair.verdict, pair.found_no) == ("reunited", story.land.offices["gaya.cwc"].no)
    story.land.bind("gaya.cwc")
    again = {"actor": chair, "pair_id": pair.pk, "at": LATER + timedelta(days=30)}
    assert refused(lambda: match.unconfirm(reason="", **again)) == ["match.reason_needed"]
    assert refused(lambda: match.unconfirm(reason="doubt", **again)) == ["match.already_home"]


def test_not_the_same_after_all_stays_rejected_until_more_is_known(story: Story) -> None:
    pair = story.confirm()
    match.unconfirm(actor=story.land.bind("nashik.cwc"), pair_id=pair.pk, reason="not_same", at=LATER)
    session.bind(machine("test"))
    assert Pair.unscoped.get(pk=pair.pk).verdict == "rejected"
    assert Matter.unscoped.get(pk=story.report.pk).state == "TRACING"


def test_decide_after_the_report_is_over_is_refused(story: Story) -> None:
    session.bind(machine("test"))
    MissingReport.unscoped.filter(pk=story.report.pk).update(traced_at=LATER)
    assert refused(lambda: says(story, "gaya.ps", "same")) == ["match.report_over"]


def test_every_answer_is_a_label_without_identity(story: Story) -> None:
    story.confirm()
    with session.engine():
        labels = pair_view.labelled()
    assert [(one["side"], one["says"]) for one in labels] == [("missing", "same"), ("found", "same")]
    assert all(one["parts"]["name"] > 0 and one["bits"] > 0 and one["posting"] for one in labels)
    text = str(labels)
    assert "अंकित" not in text and "Ankeet" not in text and "राजेश" not in text
    pair = story.pair()
    match.unconfirm(actor=story.land.bind("nashik.cwc"), pair_id=pair.pk, reason="not_same", at=LATER)
    with session.engine():
        assert [(one["side"], one["says"]) for one in pair_view.labelled()] == [("senior", "different")]


def test_a_guessed_pair_is_not_found_and_a_stranger_sees_nothing(story: Story) -> None:
    pair = story.pair()
    for who in ("pune.ps.0", "pune.cwc.0", "nashik.home.0"):
        client = Client()
        sign_in(client, story.land.postings[who])
        for tail in ("", "photo/missing/", "photo/found/"):
            assert client.get(f"/desk/matches/{pair.pk}/{tail}").status_code in (403, 404)
        for tail in ("decide/", "undo/", "unconfirm/"):
            answer = client.post(f"/desk/matches/{pair.pk}/{tail}", {"says": "same", "reason": "doubt"})
            assert answer.status_code in (403, 404)


def test_a_child_in_care_who_tells_more_is_searched_again() -> None:
    story = Story(settle())
    story.register()
    story.admit(name="", languages=[], marks=[], home_says="")
    session.bind(machine("test"))
    assert not Pair.unscoped.exists()
    admission.add_details(
        actor=story.land.bind("nashik.home"), matter_id=story.case.pk, at=LATER, answers=found_answers(), opened=1
    )
    assert story.pair().source == "save"
    with pytest.raises(Refused, match="stale"):
        admission.add_details(
            actor=story.land.bind("nashik.home"), matter_id=story.case.pk, at=LATER, answers=found_answers(), opened=1
        )
    with pytest.raises((Forbidden, NotVisible)):
        admission.add_details(
            actor=story.land.bind("pune.home"), matter_id=story.case.pk, at=LATER, answers=found_answers(), opened=2
        )


# A call is a lead


@pytest.fixture
def lead() -> tuple[Story, Matter, Pair]:
    """Ankit is reported; a call to 1098 in Maharashtra tells of a boy like him."""
    story = Story(settle())
    story.register()
    operator = story.land.bind("nashik.control_room")
    call = helpline.record(actor=operator, at=FOUND, answers={**CALL, "place": place("Nashik")})
    session.bind(machine("test"))
    return story, call, Pair.unscoped.get(missing=story.report, found=call.pk)


def test_a_call_makes_a_lead_that_the_reports_office_alone_follows_up(lead: tuple[Story, Matter, Pair]) -> None:
    story, call, pair = lead
    assert (pair.kind, pair.source, pair.found_kind) == ("lead", "helpline", "helpline")
    assert told(story.land.offices["nashik.control_room"])[-1] == "lead.possible"
    pair = match.decide(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, says="same", at=LATER)
    assert pair.verdict == "followed"
    session.bind(machine("test"))
    report = Matter.unscoped.get(pk=story.report.pk)
    assert report.state == "TRACING" and MissingReport.unscoped.get(pk=report.pk).traced_at is None
    sheets = [Child.unscoped.get(pk=one.child_id).person_id for one in (report, call)]
    assert len(set(sheets)) == 2  # a lead joins nobody
    match.undo(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, at=LATER)
    session.bind(machine("test"))
    assert Pair.unscoped.get(pk=pair.pk).verdict == "possible"


def test_the_helpline_answers_on_its_own_call_and_sees_nothing_of_the_report(lead: tuple[Story, Matter, Pair]) -> None:
    story, call, pair = lead
    match.decide(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, says="more", question="times", note="कब?", at=LATER)
    asked = leads.asked(call)
    assert [(one["code"], one["note"]) for one in asked] == [("times", "कब?")]
    client = Client()
    sign_in(client, story.land.postings["nashik.control_room.0"])
    assert client.get(f"/desk/matches/{pair.pk}/").status_code in (403, 404)
    page = client.get(f"/desk/calls/{call.pk}/").content.decode()
    assert "अंकित" not in page and "राजेश" not in page and story.report.number not in page
    answer = client.post(f"/desk/calls/{call.pk}/tell/{asked[0]['id']}/", {"answer": "not_known"})
    assert answer.status_code == 302
    assert told(story.land.offices["gaya.ps"])[-1] == "match.told"
    stranger = Client()
    sign_in(stranger, story.land.postings["gaya.control_room.0"])
    answer = stranger.post(f"/desk/calls/{call.pk}/tell/{asked[0]['id']}/", {"answer": "fits"})
    assert answer.status_code in (403, 404)


def test_a_question_of_another_call_cannot_be_answered_through_ones_own(lead: tuple[Story, Matter, Pair]) -> None:
    story, call, pair = lead
    match.decide(actor=story.land.bind("gaya.ps"), pair_id=pair.pk, says="more", question="times", at=LATER)
    operator = story.land.bind("gaya.control_room")
    other = helpline.record(
        actor=operator, at=FOUND, answers={**CALL, "name": "Zubair", "marks": [], "place": place("Gaya")}
    )
    with pytest.raises(NotVisible):
        helpline.tell_lead(
            actor=operator, matter_id=other.pk, question_id=leads.asked(call)[0]["id"], code="fits", note="", at=LATER
        )


def test_a_report_saved_after_the_call_finds_it_too() -> None:
    story = Story(settle())
    operator = story.land.bind("gaya.control_room")
    call = helpline.record(actor=operator, at=REPORTED, answers={**CALL, "place": place("Gaya")})
    story.register()
    session.bind(machine("test"))
    pair = Pair.unscoped.get(missing=story.report, found=call.pk)
    assert (pair.kind, pair.source) == ("lead", "save")
    assert PairStep.unscoped.filter(pair=pair, name="proposed").count() == 1


def test_details_added_twice_keep_one_pair(story: Story) -> None:
    for version in (1, 2):
        missing.add_details(
            actor=story.land.bind("gaya.ps"), matter_id=story.report.pk, at=LATER, answers=missing_answers(),
            version=version,
        )  # fmt: skip
    session.bind(machine("test"))
    assert Pair.unscoped.filter(missing=story.report).count() == 1
