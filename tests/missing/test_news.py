"""The family hears by message when its child is found, home, or the report closed; days that cannot be are refused."""

from datetime import timedelta
from typing import Any

import pytest

from tests.citizens.telling import AT, lodge
from tests.citizens.telling import missing as told_by_citizen
from tests.country_of_tests import Land
from tests.journeys.story import FOUND, REPORTED, Story, missing_answers
from tests.missing.conftest import HOUR, again
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.matters import actions as matters
from vatsalya.missing import actions as missing
from vatsalya.missing import ending, match
from vatsalya.notices import gateway
from vatsalya.notices.channels import sms
from vatsalya.notices.models import Message

pytestmark = pytest.mark.django_db
PHONE = "0000012345"


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    """The demo's telephone shows what was sent."""
    settings.DEMO = True


def heard(template: str) -> list[str]:
    """The wordings sent under a template, oldest first."""
    return [one.body for one in Message.objects.filter(template=template).order_by("pk")]


@pytest.mark.parametrize(
    ("lang", "found", "home", "again_"),
    [("hi", "बच्चा मिल गया", "परिवार को सौंप", "खोज जारी"), ("en", "child was found", "given back", "search goes on")],
)
def test_the_mother_hears_of_each_turn_in_her_language(
    land: Land, lang: str, found: str, home: str, again_: str
) -> None:
    story = Story(land)
    story.register(reporter_language=lang, reporter_phone=PHONE)
    story.admit()
    pair = story.pair()
    match.decide(actor=land.bind("gaya.ps"), pair_id=pair.pk, says="same", at=FOUND)
    assert heard("missing.found") == []  # one side alone recognises nobody
    match.decide(actor=land.bind("nashik.cwc"), pair_id=pair.pk, says="same", at=FOUND)
    match.unconfirm(actor=land.bind("nashik.cwc"), pair_id=pair.pk, reason="doubt", at=FOUND + HOUR)
    story.confirm(at=FOUND + 2 * HOUR)
    session.bind(machine("test"))
    matters.move(again(story.report), "restore", actor=machine("test"), at=FOUND + 3 * HOUR)
    said = [heard(f"missing.{what}") for what in ("found", "again", "home")]
    assert [len(one) for one in said] == [2, 1, 1]
    for bodies, words in zip(said, (found, again_, home), strict=True):
        for body in bodies:
            assert words in body and story.report.number in body and "/track/" in body
            assert not any(secret in body for secret in ("अंकित", "Ankeet", "राजेश", "Nashik", "नासिक", "Gaya", "गया जं"))
    assert {one.template for one in sms.for_phone(PHONE)} >= {"missing.found", "missing.again", "missing.home"}


def test_the_reporter_hears_that_the_report_was_closed_and_not_that_it_was_asked_for(land: Land, report: Any) -> None:
    asked = {"outcome": "not_missing", "reason": "he was at his aunt's", "at": REPORTED + HOUR}
    ending.ask(actor=land.bind("gaya.ps"), matter_id=report.pk, **asked)
    assert heard("missing.closed") == []
    ending.answer(actor=land.bind("gaya.sjpu"), matter_id=report.pk, at=REPORTED + 2 * HOUR, agrees=True)
    (body,) = heard("missing.closed")
    assert report.number in body and "aunt" not in body and heard("missing.found") == []


def test_a_death_is_told_by_a_person_and_never_by_a_message() -> None:
    from vatsalya.missing import news

    assert not {"record_death", "turn_18"} & set(news.OF_STEP)


def test_every_wording_is_known_to_the_gateway_and_said_in_both_languages() -> None:
    from vatsalya.missing import news

    for what in news.OF_STEP.values():
        assert f"missing.{what}" in gateway.TEMPLATES
        hindi, english = (law().words(f"missing.sms_{what}", lang, number="N", url="U") for lang in ("hi", "en"))
        assert "N" in hindi and "U" in hindi and "वात्सल्य" in hindi and english.startswith("Vatsalya")


# Days that cannot be


def on(day: str, **more: Any) -> dict[str, Any]:
    return missing_answers(last_seen_at=f"{day}T06:00:00+05:30", **more)


@pytest.mark.parametrize(
    ("day", "more", "code", "named"),
    [
        ("1926-01-05", {"age": {"value": 9, "basis": "told"}}, "seen.too_long_ago", ("05-01-1926", "12-11-2026")),
        ("2017-06-01", {"birth_date": "2017-06-02"}, "seen.before_birth", ("01-06-2017", "02-06-2017")),
        ("1926-01-05", {"age": {"value": None, "basis": "told"}}, "seen.too_long_ago", ("05-01-1926", "12-11-2026")),
    ],
)
def test_a_day_on_which_the_child_could_not_be_seen_is_refused_with_both_dates(
    land: Land, day: str, more: dict[str, Any], code: str, named: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as no:
        missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=on(day, **more))
    (refusal,) = no.value.refusals
    assert refusal.code == code
    for lang in ("en", "hi"):
        assert all(date in law().words(code, lang, **refusal.facts) for date in named), lang


@pytest.mark.parametrize("day", ["2014-12-31", "2020-02-29", "2026-11-10"])
def test_a_day_long_ago_on_which_the_child_lived_is_taken(land: Land, day: str) -> None:
    told = on(day, age={"value": 9, "basis": "told"})
    assert missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=told).number


def test_a_citizen_is_told_the_same(land: Land) -> None:
    from vatsalya.citizens import actions as citizens

    told = told_by_citizen(last_seen_at="1926-01-05T06:00:00+05:30")
    with pytest.raises(Refused) as no:
        citizens.check("missing", told, at=AT)
    assert no.value.codes == ["seen.too_long_ago"]
    assert lodge("missing", told_by_citizen(last_seen_at=(AT - timedelta(days=300)).isoformat())).number
