"""A likely duplicate is told before anything is saved, and never whose it is to somebody without access."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.country_of_tests import Land, settle
from tests.journeys.story import FOUND, REPORTED, Story, found_answers, missing_answers, place
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.clock import IST, now
from vatsalya.lib.errors import Refused
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, duplicates
from vatsalya.missing.models import Warned
from vatsalya.notices.models import Notice
from vatsalya.people.models import Photo

pytestmark = pytest.mark.django_db
GAYA = "196"


@pytest.fixture
def land() -> Land:
    """The offices."""
    return settle()


def warned(land: Land, who: str, answers: dict[str, Any], form: str = "missing") -> list[duplicates.Warning]:
    """What somebody is told before saving."""
    actor = land.bind(who)
    return duplicates.of_answers(answers, form=form, office_no=actor.office_no, at=FOUND, actor=actor)


def test_the_same_child_reported_at_another_station_is_told_masked(land: Land) -> None:
    story = Story(land)
    story.register()
    told = warned(land, "gaya.rail_post", missing_answers(name="Ankit Kumar"))
    assert [one.office_no for one in told] == [land.offices["gaya.ps"].no]
    assert (told[0].matter_id, told[0].number, told[0].kind) == (None, "", "")
    assert "name" in told[0].agrees and "अंकित" not in repr(told) and str(story.report.pk) not in repr(told)


def test_the_owner_is_led_to_its_own_file(land: Land) -> None:
    story = Story(land)
    story.register()
    told = warned(land, "gaya.ps", missing_answers())
    assert told[0].matter_id == story.report.pk and told[0].number == story.report.number


@pytest.mark.parametrize("days", [-20, 20])
def test_it_does_not_matter_which_of_the_two_was_lost_first(land: Land, days: int) -> None:
    Story(land).register()
    lost = (REPORTED - timedelta(hours=3) + timedelta(days=days)).isoformat()
    assert warned(land, "gaya.rail_post", missing_answers(last_seen_at=lost))


def test_another_child_raises_no_warning(land: Land) -> None:
    Story(land).register()
    other = missing_answers(
        name="Zubair Ansari", father="Imran", age={"value": 15, "basis": "told"}, languages=["ur"], marks=[],
        home_place=place("Pune"), last_seen_text="",
    )  # fmt: skip
    assert warned(land, "gaya.rail_post", other) == []


def test_a_found_child_entered_twice_is_told_and_not_mixed_with_the_missing(land: Land) -> None:
    story = Story(land)
    story.register()
    story.admit(father="राजेश कुमार", home_place=place("Gaya"))
    told = warned(land, "pune.home", found_answers(father="Rajesh Kumar", home_place=place("Gaya")), form="17")
    assert [one.office_no for one in told] == [land.offices["nashik.cwc"].no]


def test_the_same_fir_in_one_station_is_told_whatever_its_spelling(land: Land) -> None:
    actor = land.bind("gaya.ps")
    first = missing.register(actor=actor, at=REPORTED, answers=missing_answers(fir_no="0054/2026", fir_on="2026-11-12"))
    blank = {"name": "", "father": "", "marks": [], "languages": [], "home_place": None, "last_seen_text": "",
             "reporter_relation": "neighbour"}  # fmt: skip
    for number in ("54/2026", " 0054 / 2026"):
        told = warned(land, "gaya.ps", missing_answers(**blank, fir_no=number))
        assert [(one.why, one.matter_id) for one in told] == [("number", first.pk)]
    for number in ("", "5/2026", "541/2026"):
        assert warned(land, "gaya.ps", missing_answers(**blank, fir_no=number)) == []


def test_asking_tells_the_other_office_and_nothing_of_the_child(land: Land) -> None:
    story = Story(land)
    story.register()
    told = warned(land, "gaya.rail_post", missing_answers())
    asked = duplicates.ask(told, actor=land.bind("gaya.rail_post"), at=FOUND)
    assert asked == [land.offices["gaya.ps"].no]
    note = Notice.objects.get(code="duplicate.asked")
    assert note.facts == {"from_no": land.offices["gaya.rail_post"].no} and note.matter_id == story.report.pk


def test_saving_in_spite_of_it_needs_a_known_reason_and_is_written_down(land: Land) -> None:
    story = Story(land)
    story.register()
    actor = land.bind("gaya.rail_post")
    told = warned(land, "gaya.rail_post", missing_answers())
    second = missing.register(actor=actor, at=FOUND, answers=missing_answers(reporter_phone="0000054321"))
    with pytest.raises(Refused, match="duplicate.reason_needed"):
        duplicates.remember(second, told, reason="because", actor=actor, at=FOUND)
    duplicates.remember(second, told, reason="sibling", actor=actor, at=FOUND)
    session.bind(machine("test"))
    row = Warned.unscoped.get()
    assert (row.matter_id, row.other, row.reason) == (second.pk, story.report.pk, "sibling")


# On the screen


def boxes(**more: Any) -> dict[str, Any]:
    """The form of a missing child as a browser sends it."""
    then = now().astimezone(IST) - timedelta(days=2)
    return {
        "name": "Ankit Kumar", "sex": "boy", "age": "9", "last_seen_at_0": then.strftime("%Y-%m-%d"),
        "last_seen_at_1": "10:00", "last_seen_place": GAYA, "reporter_name": "Sunita", "reporter_relation": "mother",
        "reporter_phone": "0000054321", "languages": ["mag"], "home_place": GAYA, "father": "Rajesh Kumar",
        "marks-rows": "1", "marks-0-kind": "scar", "marks-0-part": "wrist", "marks-0-side": "left", **more,
    }  # fmt: skip


def reports() -> int:
    """How many missing reports there are."""
    session.bind(machine("test"))
    return Matter.unscoped.filter(kind="missing").count()


@pytest.fixture
def rail(land: Land) -> Client:
    """The railway post, with Ankit registered at the police station already."""
    Story(land).register()
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["language"] = "en"
    sign_in(client, land.postings["gaya.rail_post.0"])
    return client


def picture() -> SimpleUploadedFile:
    """A photograph made here."""
    out = io.BytesIO()
    Image.effect_noise((300, 400), 60).convert("RGB").save(out, "JPEG")
    return SimpleUploadedFile("photo.jpg", out.getvalue(), content_type="image/jpeg")


def test_the_form_stops_with_two_ways_on_and_keeps_all_that_was_typed(rail: Client) -> None:
    before = reports()
    page = rail.post("/desk/missing/new/", boxes())
    text = page.content.decode()
    assert page.status_code == 422 and 'name="duplicate"' in text and "Ankit Kumar" in text
    assert "अंकित" not in text and "राजेश" not in text
    assert reports() == before


def test_another_child_without_a_reason_is_not_saved_and_with_one_it_is(rail: Client) -> None:
    before = reports()
    assert rail.post("/desk/missing/new/", boxes(duplicate="other")).status_code == 422
    assert rail.post("/desk/missing/new/", boxes(duplicate="other", duplicate_reason="x")).status_code == 422
    assert reports() == before
    assert rail.post("/desk/missing/new/", boxes(duplicate="other", duplicate_reason="sibling")).status_code == 302
    assert reports() == before + 1 and Warned.unscoped.count() == 1


def test_the_same_child_asks_the_owner_and_saves_nothing(rail: Client) -> None:
    before = reports()
    page = rail.post("/desk/missing/new/", boxes(duplicate="same"))
    assert page.status_code == 422 and Notice.objects.filter(code="duplicate.asked").count() == 1
    assert reports() == before
    assert "Ankit Kumar" in rail.get("/desk/missing/new/").content.decode()  # kept as a draft


def test_the_photograph_is_not_lost_at_the_stop(rail: Client) -> None:
    text = rail.post("/desk/missing/new/", boxes(photo=picture())).content.decode()
    assert 'name="kept_photo"' in text
    answer = rail.post("/desk/missing/new/", boxes(duplicate="other", duplicate_reason="sibling", kept_photo="1"))
    assert answer.status_code == 302
    session.bind(machine("test"))
    assert Photo.unscoped.count() == 1


def test_a_call_about_a_child_called_about_already_is_stopped_too(land: Land) -> None:
    client = Client()
    sign_in(client, land.postings["gaya.control_room.0"])
    call = {
        "caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "place": GAYA, "told": "x",
        "name": "Ankit Kumar", "sex": "boy", "age": "9", "languages": ["mag"], "marks-rows": "1",
        "marks-0-kind": "scar", "marks-0-part": "wrist", "marks-0-side": "left",
    }  # fmt: skip
    assert client.post("/desk/calls/new/", call).status_code == 302
    assert 'name="duplicate"' in client.post("/desk/calls/new/", call).content.decode()


def test_admitting_the_same_child_in_another_home_is_stopped(land: Land) -> None:
    session.bind(machine("test"))
    told = found_answers(father="राजेश कुमार", home_place=place("Gaya"))
    admission.admit(actor=land.bind("nashik.home"), at=FOUND, answers=told)
    assert warned(land, "pune.home", told, form="17")


# Two children in one form, one telephone, one moment


@pytest.mark.parametrize("name", ["राम और श्याम", "Ravi & Sita", "Ravi aur Sita", "रवि व सीता"])
def test_two_children_in_one_name_are_asked_about_and_one_child_is_saved_after_the_tick(land: Land, name: str) -> None:
    client = Client(headers={"Accept-Language": "en"})
    sign_in(client, land.postings["gaya.rail_post.0"])
    before = reports()
    page = client.post("/desk/missing/new/", boxes(name=name))
    assert page.status_code == 422 and 'name="one_child"' in page.content.decode() and reports() == before
    assert client.post("/desk/missing/new/", boxes(name=name, one_child="yes")).status_code == 302
    assert reports() == before + 1


def test_the_tick_for_one_child_survives_the_stop_for_a_duplicate(rail: Client) -> None:
    page = rail.post("/desk/missing/new/", boxes(name="Ankit & Kumar", one_child="yes")).content.decode()
    assert 'name="duplicate"' in page and '<input type="hidden" name="one_child" value="yes">' in page


@pytest.mark.parametrize(("age", "days"), [(17, 0), (9.5, 1), (0, 0), (9, 400)])
def test_the_same_telephone_and_a_name_that_sounds_the_same_is_told_whatever_age_was_written(
    land: Land, age: float, days: int
) -> None:
    Story(land).register()
    lost = (REPORTED - timedelta(hours=3) - timedelta(days=days)).isoformat()
    bare = {"father": "", "marks": [], "languages": [], "home_place": None, "last_seen_text": ""}
    again = missing_answers(name="Ankit", age={"value": age, "basis": "told"}, last_seen_at=lost, **bare)
    why = [one.why for one in warned(land, "gaya.rail_post", again)]
    assert why == ["phone"] or (why == ["alike"] and 9 <= age < 10), "told once, whoever saw it first"
    assert "phone" not in [one.why for one in warned(land, "gaya.rail_post", again | {"reporter_phone": "0000099999"})]


def test_a_brother_reported_by_the_same_mother_is_not_stopped_for_her_telephone(land: Land) -> None:
    Story(land).register()
    for name in ("Suraj Kumar", "सोनू", "unknown", "Kumar"):
        told = warned(land, "gaya.rail_post", missing_answers(name=name, age={"value": 4, "basis": "told"}, marks=[]))
        assert "phone" not in [one.why for one in told], name
