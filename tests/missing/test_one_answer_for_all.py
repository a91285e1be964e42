"""When both sides recognised a child nobody is asked any more; and what the pages of report and match then say."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.country_of_tests import Land
from tests.journeys.story import FOUND, REPORTED, Story, missing_answers, place
from tests.missing.conftest import again
from tests.peers.telling import LINE, give, report, verdict
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.helpline import actions as helpline
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Clock, Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, leads, match, queries
from vatsalya.missing.models import Pair, PairStep
from vatsalya.notices.models import Notice
from vatsalya.people import vault

pytestmark = pytest.mark.django_db
LATER = FOUND + timedelta(hours=1)


@pytest.fixture
def story(land: Land) -> Story:
    """Ankit reported in Gaya and admitted in Nashik; a second report is a weaker match of the same boy."""
    told = Story(land)
    told.register()
    told.admit()
    return told


@pytest.fixture
def second(story: Story) -> Matter:
    """Another family's report, proposed for the boy in Nashik too."""
    other = report(story.land, name="अंकित", father="", mother="", reporter_phone="0000012346")
    assert verdict(other, story.case) == "possible" and again(other).state == "MATCH_SUGGESTED"
    return other


def test_the_found_childs_other_pairs_are_put_aside_and_nobody_is_asked(story: Story, second: Matter) -> None:
    assert queries.masked_count(story.case.pk) == 2
    story.confirm()
    assert (verdict(story.report, story.case), verdict(second, story.case)) == ("confirmed", "elsewhere")
    assert queries.masked_hits(story.case.pk) == [] and queries.masked_count(story.case.pk) == 0
    assert again(second).state == "TRACING"  # that child is simply looked for again
    matters.move(again(story.report), "restore", actor=machine("test"), at=LATER)
    assert verdict(second, story.case) == "elsewhere" and queries.masked_count(story.case.pk) == 0


def test_they_are_possible_again_when_the_match_is_taken_back(story: Story, second: Matter) -> None:
    pair = story.confirm()
    match.unconfirm(actor=story.land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=LATER + timedelta(hours=1))
    assert (verdict(story.report, story.case), verdict(second, story.case)) == ("possible", "possible")
    assert again(second).state == "MATCH_SUGGESTED" and queries.masked_count(story.case.pk) == 2


def test_a_pair_whose_report_found_its_child_meanwhile_stays_put_aside(story: Story, second: Matter) -> None:
    pair = story.confirm()
    twin = admission.admit(actor=story.land.bind("pune.home"), at=FOUND, answers=story_of_another())
    give(second, twin, LINE + 3)
    for who in ("gaya.ps", "pune.cwc"):
        session.bind(machine("test"))
        other = Pair.unscoped.get(missing=second, found=twin.pk)
        match.decide(actor=story.land.bind(who), pair_id=other.pk, says="same", at=LATER)
    match.unconfirm(actor=story.land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=LATER + timedelta(hours=1))
    assert (verdict(second, twin), verdict(second, story.case)) == ("confirmed", "elsewhere")


def story_of_another() -> dict[str, Any]:
    """A boy whom the search alone would propose for nobody."""
    from tests.journeys.story import found_answers
    from tests.peers.telling import OTHER

    return found_answers(**OTHER)


def test_the_same_answer_twice_changes_nothing_and_tells_nobody(story: Story) -> None:
    pair = story.pair()

    def say(who: str, says: str) -> tuple[int, int]:
        match.decide(actor=story.land.bind(who), pair_id=pair.pk, says=says, at=LATER)
        session.bind(machine("test"))
        return PairStep.unscoped.filter(pair=pair).count(), Notice.objects.count()

    once = say("gaya.ps", "same")
    assert say("gaya.ps", "same") == once
    both = say("nashik.cwc", "same")
    for who in ("gaya.ps", "nashik.cwc"):
        with pytest.raises(Refused, match="match.already_decided"):
            say(who, "same")
        session.bind(machine("test"))
        assert (PairStep.unscoped.filter(pair=pair).count(), Notice.objects.count()) == both
    assert verdict(story.report, story.case) == "confirmed"


def test_a_call_that_hangs_on_this_child_is_not_matched_with_another(story: Story, desk: Any) -> None:
    call: dict[str, Any] = {"caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "a boy",
                            "name": "Ankit Kumar", "sex": "boy", "age": {"value": 9, "basis": "told"},
                            "languages": ["mag"], "marks": missing_answers()["marks"]}  # fmt: skip
    operator = story.land.bind("gaya.control_room")
    made = helpline.record(actor=operator, at=FOUND, answers=call | {"place": place("Gaya")})
    helpline.hang_on(actor=operator, matter_id=made.pk, number=story.report.number, at=FOUND)
    story.confirm()
    assert verdict(story.report, made) == "elsewhere"
    pages = {lang: desk("gaya.ps", lang).get(f"/desk/missing/{story.report.pk}/").content.decode() for lang in words}
    for lang, page in pages.items():
        assert words[lang] in page and "matched elsewhere" not in page and "मिलान कहीं और" not in page, lang
    session.bind(machine("test"))
    lead = Pair.unscoped.get(found=made.pk)
    page = desk("gaya.ps", "hi").get(f"/desk/matches/{lead.pk}/").content.decode()
    assert "मिलान कहीं और" not in page and words["hi"] in page


def test_what_was_asked_about_a_call_is_asked_no_more_when_the_child_is_found(story: Story) -> None:
    call: dict[str, Any] = {"caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "a boy",
                            "name": "Ankit Kumar", "sex": "boy", "age": {"value": 9, "basis": "told"},
                            "languages": ["mag"], "marks": missing_answers()["marks"]}  # fmt: skip
    operator = story.land.bind("gaya.control_room")
    made = helpline.record(actor=operator, at=FOUND, answers=call | {"place": place("Gaya")})
    session.bind(machine("test"))
    lead = Pair.unscoped.get(missing=story.report, found=made.pk)
    match.decide(actor=story.land.bind("gaya.ps"), pair_id=lead.pk, says="more", question="times", at=FOUND)
    assert len(leads.asked(made)) == 1
    story.confirm()
    assert leads.asked(made) == []


words = {"en": "no longer asked: the child was found", "hi": "अब नहीं पूछा जाता: बच्चा मिल गया"}


# The pages


@pytest.mark.parametrize(("lang", "score", "boy"), [("en", "of 100", "Boy, "), ("hi", "100 में से", "लड़का, ")])
def test_two_possible_matches_are_two_different_lines(
    story: Story, second: Matter, desk: Any, lang: str, score: str, boy: str
) -> None:
    third = admission.admit(actor=story.land.bind("pune.home"), at=FOUND, answers=story_of_another())
    give(story.report, third, LINE + 1)
    lines = {}
    for who, page in (
        ("gaya.ps", f"/desk/missing/{story.report.pk}/"),
        ("nashik.cwc", f"/desk/cases/{story.case.pk}/"),
    ):
        html = desk(who, lang).get(page).content.decode()
        rows = [
            re.sub(r"<[^>]+>", "", row)
            for row in re.findall(r"(?s)<li>(<a href=\"/desk/matches/[0-9a-f-]{36}/.*?)</li>", html)
        ]
        lines[who] = rows
        assert len(rows) == len(set(rows)) == 2, rows
        assert all(score in row and boy in row for row in rows), rows
    assert any("Nashik" in row or "नासिक" in row or "cwc" in row for row in lines["gaya.ps"])
    assert "अंकित" not in "".join(lines["nashik.cwc"]) and "Ankeet" not in "".join(lines["gaya.ps"])


@pytest.mark.parametrize(("lang", "boy"), [("en", "Boy, 15 years"), ("hi", "लड़का, 15 वर्ष")])
def test_the_list_and_those_that_stand_as_high_are_told_apart_too(story: Story, desk: Any, lang: str, boy: str) -> None:
    twins = [admission.admit(actor=story.land.bind("pune.home"), at=FOUND, answers=story_of_another()) for _ in "ab"]
    for twin in twins:
        give(story.report, twin, LINE + 1)
    session.bind(machine("test"))
    pair = Pair.unscoped.get(missing=story.report, found=twins[0].pk)
    page = desk("gaya.ps", lang).get(f"/desk/matches/{pair.pk}/").content.decode()
    assert boy in page and twins[1].number in page
    page = desk("pune.cwc", lang).get("/desk/matches/").content.decode()
    assert story.report.number in page and ("Boy, 9 years" if lang == "en" else "लड़का, 9 वर्ष") in page
    assert "अंकित" not in page and "राजेश" not in page


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_the_report_says_first_where_and_in_what_the_child_was_last_seen(land: Land, desk: Any, lang: str) -> None:
    told = missing_answers(last_seen_text="गया जंक्शन, प्लेटफ़ॉर्म 1", clothes="लाल कमीज़")
    made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=told)
    for who in ("gaya.ps", "gaya.nodal"):
        page = desk(who, lang).get(f"/desk/missing/{made.pk}/").content.decode()
        first = page.partition('<div class="cols">')[2].partition("</section>")[0]
        assert "गया जंक्शन, प्लेटफ़ॉर्म 1" in first and "लाल कमीज़" in first, who
        assert "<time" in first and ("गया, " in first or "Gaya, " in first), first


def test_a_sitting_that_was_not_completed_is_not_done_in_time(story: Story, desk: Any) -> None:
    story.confirm(at=REPORTED + timedelta(hours=2))
    session.bind(machine("test"))
    assert Clock.unscoped.get(matter=story.report, code="D-WANTED").lapsed
    page = desk("gaya.ps", "en").get(f"/desk/missing/{story.report.pk}/").content.decode()
    (line,) = re.findall(r"(?s)<p><a href=\"[^\"]*sitting/2/\".*?</p>", page)
    assert "done in time" not in line and "no longer owed" in line
    page = desk("gaya.ps", "en").get(f"/desk/missing/{story.report.pk}/sitting/2/").content.decode()
    assert "done in time" not in page


@pytest.mark.parametrize(("lang", "words"), [("en", "What stands there now"), ("hi", "अभी वहाँ क्या लिखा है")])
def test_a_sitting_saved_by_two_shows_both_versions(land: Land, desk: Any, lang: str, words: str) -> None:
    made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers())
    one, two = desk("gaya.ps", lang), desk("gaya.ps.1", lang)
    address = f"/desk/missing/{made.pk}/sitting/3/"
    forms = [as_shown(page.get(address)) for page in (one, two)]
    assert one.post(address, forms[0] | {"last_seen_text": "पहला अधिकारी"}).status_code == 302
    answer = two.post(address, forms[1] | {"last_seen_text": "दूसरा अधिकारी"})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page
    assert "पहला अधिकारी" in page and "दूसरा अधिकारी" in page
    fresh = re.search(r'name="row_version" value="(\d+)"', page)
    assert fresh
    second = as_shown(answer) | {"row_version": fresh[1], "token": ""}
    assert second["last_seen_text"] == "दूसरा अधिकारी"
    assert two.post(address, second).status_code == 302


def test_saving_again_after_two_saved_erases_nothing_that_the_other_wrote(land: Land, desk: Any) -> None:
    made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers(home_place=None))
    one, two = desk("gaya.ps", "en"), desk("gaya.ps.1", "en")
    address = f"/desk/missing/{made.pk}/sitting/3/"
    forms = [as_shown(page.get(address)) for page in (one, two)]
    home = str(place("Gaya")["district"])
    assert one.post(address, forms[0] | {"home_place": home}).status_code == 302
    answer = two.post(address, forms[1] | {"last_seen_text": "Platform 1", "home_place": ""})
    second = as_shown(answer)
    assert (str(second["home_place"]), second["last_seen_text"]) == (home, "Platform 1")
    assert two.post(address, second | {"token": ""}).status_code == 302
    assert str(vault.read(land.bind("gaya.ps"), made.child_id)["home_place"]["district"]) == home


def as_shown(page: Any) -> dict[str, Any]:
    """A form sent as its page shows it."""
    html, form, sent = page.content.decode(), page.context["form"], {}
    for bound in form:
        value = bound.value()
        if isinstance(value, (list, tuple)) and hasattr(bound.field.widget, "widgets"):
            sent |= {f"{bound.html_name}_{part}": one for part, one in enumerate(value)}
        elif value not in (None, ""):
            sent[bound.html_name] = value
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    return {key: value for key, value in hidden.items() if key != "csrfmiddlewaretoken"} | sent
