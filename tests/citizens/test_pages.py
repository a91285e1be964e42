"""The citizen at the page, without a script: one form, the code, the number; every mistake told, nothing lost."""

import gzip
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import Land, district, settle
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens.models import CitizenDraft, CitizenReport, Repeat
from vatsalya.lib.clock import IST
from vatsalya.matters.models import Matter
from vatsalya.notices.models import Message
from vatsalya.people.models import Photo

pytestmark = pytest.mark.django_db
PHONE = "9000000001"
ROOT = Path(__file__).parents[2] / "src/vatsalya"


@pytest.fixture
def land() -> Land:
    """The offices of three towns."""
    return settle()


@pytest.fixture
def citizen() -> Client:
    """Somebody without a login, who reads Hindi."""
    client = Client()
    client.cookies["language"] = "hi"
    return client


def _when(hours: float) -> tuple[str, str]:
    moment = datetime.now(UTC).astimezone(IST) - timedelta(hours=hours)
    return moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M")


def seen(**more: Any) -> dict[str, Any]:
    """A sighting as a browser posts it."""
    day, time = _when(1)
    return {
        "token": str(uuid.uuid4()), "form_version": "2026.1", "danger": "no", "place": str(district("Gaya").code),
        "place_text": "Gaya Junction", "seen_at_0": day, "seen_at_1": time, "doing": "crying", "company": "alone",
        "age_band": "b6_11", "sex": "boy", "clothes": "red shirt", "good_faith": ["true_word", "no_post"], **more,
    }  # fmt: skip


def lost(**more: Any) -> dict[str, Any]:
    """A missing child as a browser posts it."""
    day, time = _when(20)
    return {
        "token": str(uuid.uuid4()), "form_version": "2026.1", "name": "अंकित", "sex": "boy", "age": "14",
        "last_seen_at_0": day, "last_seen_at_1": time, "last_seen_place": str(district("Gaya").code),
        "reporter_name": "Sunita", "reporter_relation": "mother", "reporter_phone": PHONE, "marks-rows": "0",
        "good_faith": ["true_word", "no_post"], **more,
    }  # fmt: skip


def kept() -> list[Matter]:
    """All citizens' reports."""
    session.bind(machine("test"))
    return list(Matter.unscoped.filter(kind="citizen"))


def code() -> str:
    """The code of the newest message."""
    found = re.search(r"\b(\d{6})\b", Message.objects.order_by("-pk")[0].body)
    assert found
    return found[1]


def test_a_sighting_without_name_and_number_is_one_sending(land: Land, citizen: Client) -> None:
    assert citizen.get("/sighting/").status_code == 200
    answer = citizen.post("/sighting/", seen())
    assert (answer.status_code, answer["Location"]) == (302, "/sighting/done/")
    body = citizen.get("/sighting/done/").content.decode()
    assert kept()[0].number in body and re.search(r"\w{4}-\w{4}-\w{4}</b>", body)


def test_a_double_click_and_a_second_sending_of_the_queue_are_one_record(land: Land, citizen: Client) -> None:
    data = seen()
    citizen.post("/sighting/", data)
    first = citizen.get("/sighting/done/").content.decode()
    stranger = Client()  # the answer was lost, and with it the new cookie
    again = stranger.post("/sighting/", data, headers={"X-Queue": "1"})
    assert again.json() == {"next": "/sighting/done/"} and len(kept()) == 1
    assert Repeat.unscoped.count() == 0
    number = kept()[0].number
    assert number in first and number in stranger.get("/sighting/done/").content.decode()


def test_a_missing_child_is_stored_only_after_the_code(land: Land, citizen: Client) -> None:
    answer = citizen.post("/report/", lost())
    assert answer["Location"] == "/report/code/" and kept() == []
    citizen.get("/report/code/")
    typed = "".join(chr(ord("०") + int(digit)) for digit in code())
    assert citizen.post("/report/code/", {"code": typed})["Location"] == "/report/done/"
    (matter,) = kept()
    assert matter.number in citizen.get("/report/done/").content.decode()
    assert citizen.post("/report/code/", {"code": "000000"})["Location"] == "/report/done/" and len(kept()) == 1


def test_a_wrong_code_and_somebody_elses_code_store_nothing(land: Land, citizen: Client) -> None:
    citizen.post("/report/", lost())
    mine = code()
    other = Client()
    other.post("/report/", lost(name="Other", reporter_phone="9000000002"))
    theirs = code()
    assert mine != theirs
    for wrong in (theirs, "", "12345", "abcdef"):
        assert citizen.post("/report/code/", {"code": wrong}).status_code == 422
    assert kept() == []
    assert citizen.post("/report/code/", {"code": mine})["Location"] == "/report/done/"


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(land: Land, citizen: Client) -> None:
    citizen.post("/report/", lost())
    right = code()
    for _ in range(5):
        citizen.post("/report/code/", {"code": "000000" if right != "000000" else "111111"})
    assert citizen.post("/report/code/", {"code": right}).status_code == 422 and kept() == []
    citizen.post("/report/code/", {"again": "1"})
    assert citizen.post("/report/code/", {"code": code()})["Location"] == "/report/done/"


def test_the_code_page_without_a_report_leads_back_to_the_form(land: Land, citizen: Client) -> None:
    assert citizen.get("/report/code/")["Location"] == "/report/"
    assert citizen.get("/report/done/")["Location"] == "/report/"
    assert citizen.post("/report/code/", {"token": str(uuid.uuid4()), "code": "1"})["Location"] == "/report/"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "कृपया इसे भरें"),
        ({"last_seen_at_0": "2099-01-01"}, "अभी आया नहीं"),
        ({"birth_date": "2099-01-01"}, "अभी आया नहीं"),
        ({"name": "Ravi and Sita"}, "दो बच्चों"),
        ({"name": "रवि और सीता"}, "दो बच्चों"),
        ({"name": "Ravi & Sita"}, "दो बच्चों"),
        ({"reporter_phone": "12"}, "10 अंक"),
        ({"reporter_phone": "0221234567"}, "मोबाइल नंबर"),
        ({"good_faith": "x"}, "जाँचें"),
        ({"good_faith": "true_word"}, "दोनों वाक्यों"),
        ({"last_seen_place": "999999"}, "जाँचें"),
    ],
)
def test_what_cannot_be_is_told_in_hindi_and_nothing_is_stored(
    land: Land, citizen: Client, more: dict[str, str], said: str
) -> None:
    answer = citizen.post("/report/", lost(**more))
    assert answer.status_code == 422 and said in answer.content.decode(), answer.content.decode()[:3000]
    assert not Message.objects.exists() and kept() == []


def test_a_child_born_after_it_was_seen_is_told(land: Land, citizen: Client) -> None:
    day = datetime.now(UTC).astimezone(IST).date()
    seen_on, born = day - timedelta(days=9), day - timedelta(days=3)
    data = lost(age="0", birth_date=born.isoformat(), last_seen_at_0=seen_on.isoformat(), last_seen_at_1="10:00")
    answer = citizen.post("/report/", data)
    told = answer.content.decode()
    assert answer.status_code == 422 and "जन्म तिथि, बच्चे को आख़िरी बार" in told
    assert 'id="id_birth_date_error"' in told, "what is wrong stands at the box it is about"


def test_a_name_that_only_looks_like_two_is_sent_with_a_tick(land: Land, citizen: Client) -> None:
    answer = citizen.post("/report/", lost(name="Noor and Ali"))
    assert 'name="one_child"' in answer.content.decode()
    assert citizen.post("/report/", lost(name="Noor and Ali", one_child="yes"))["Location"] == "/report/code/"


def test_the_second_child_of_the_family_need_not_be_told_place_and_parents_again(land: Land, citizen: Client) -> None:
    citizen.post("/report/", lost(father="Rajesh Kumar"))
    citizen.post("/report/code/", {"code": code()})
    page = citizen.get("/report/?again=1").content.decode()
    assert "Rajesh Kumar" in page and "अंकित" not in page


def test_hostile_words_come_back_as_words(land: Land, citizen: Client) -> None:
    bad = "<script>alert(1)</script>"
    body = citizen.post("/report/", lost(name=bad, last_seen_text=bad, age="")).content.decode()
    assert bad not in body and "&lt;script&gt;" in body


@pytest.mark.parametrize("data", [b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"0" * 50, b"%PDF-1.7", b""])
def test_what_is_no_photo_is_told_and_the_rest_is_kept(land: Land, citizen: Client, data: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = citizen.post("/sighting/", seen(photo=SimpleUploadedFile("a.jpg", data, "image/jpeg")))
    assert answer.status_code == 422 and "Gaya Junction" in answer.content.decode() and kept() == []


def test_a_photo_is_sealed_and_where_it_was_taken_is_forgotten(land: Land, citizen: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.papers.test_photos import saved, two_sides

    sent = saved(two_sides())
    answer = citizen.post("/sighting/", seen(photo=SimpleUploadedFile("a.jpg", sent, "image/jpeg")))
    assert answer["Location"] == "/sighting/done/"
    session.bind(machine("test"))
    photo = Photo.unscoped.get(child=kept()[0].child_id)
    assert sent not in bytes(photo.original) and CitizenDraft.objects.get().photo is None


def test_danger_with_a_number_is_sent_before_any_code(land: Land, citizen: Client) -> None:
    answer = citizen.post("/sighting/", seen(danger="yes", reporter_phone=PHONE))
    assert answer["Location"] == "/sighting/done/" and not Message.objects.exists()
    session.bind(machine("test"))
    assert CitizenReport.unscoped.get().danger


def test_a_place_without_any_station_is_told_honestly(land: Land, citizen: Client) -> None:
    answer = citizen.post("/sighting/", seen(place=str(district("Kannur").code)))
    assert answer.status_code == 422 and "112" in answer.content.decode()


def test_stations_of_the_place_are_shown_with_their_numbers(land: Land, citizen: Client) -> None:
    page = citizen.get(f"/report/stations/?district={district('Gaya').code}").content.decode()
    assert "ps gaya.ps" in page and citizen.get("/report/stations/?district=x").status_code == 200


@pytest.mark.parametrize("address", ["/child-is-missing/", "/seen-a-child/", "/report/", "/sighting/"])
@pytest.mark.parametrize("lang", ["hi", "en"])
def test_a_first_visit_weighs_less_than_a_hundred_kilobytes(land: Land, address: str, lang: str) -> None:
    client = Client()
    client.cookies["language"] = lang
    page = len(gzip.compress(client.get(address).content))
    files = [
        *(ROOT / "desk/static/vatsalya" / name for name in ("look.css", "desk.css", "app.js")),
        ROOT / "public/static/public/report.js",
    ]
    rest = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert page < 30 * 1024 and page + rest < 100 * 1024
    assert len(gzip.compress(files[-1].read_bytes())) < 4 * 1024


def test_the_script_asks_nobody_outside_and_clears_the_telephone_when_it_arrived() -> None:
    text = (ROOT / "public/static/public/report.js").read_text(encoding="utf-8")
    assert not re.search(r"https?://", text) and "if (done) { forget(" in text


def test_the_token_of_one_kind_of_report_is_worth_nothing_for_the_other(land: Land, citizen: Client) -> None:
    data = seen()
    citizen.post("/sighting/", data)
    assert citizen.post("/report/", lost(token=data["token"]))["Location"] == "/report/code/"
    assert CitizenDraft.objects.get(pk=data["token"]).what == "sighting" and len(kept()) == 1
