"""What goes wrong while a missing child is registered: told in Hindi, nothing written, nothing lost."""

import io
import json
import re
import struct
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.papers.samples import HOSTILE

from .conftest import NEW, form_at, reports

pytestmark = pytest.mark.django_db
Desk = Callable[..., Client]


def picture(kind: str = "JPEG", **more: object) -> bytes:
    """A small picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (320, 320), "teal").save(out, kind, **more)
    return out.getvalue()


def bomb() -> bytes:
    """A picture of a few kilobytes that says it is 40,000 by 40,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 90_000))
        + chunk(b"IEND", b"")
    )


def gps() -> bytes:
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (24.0, 47.0, 3.0)
    exif[0x010E] = "the house with the blue door"
    return picture(exif=exif.tobytes())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", bomb(), "बोझ"),
        ("a.jpg", b"this is no picture at all" * 50, "फ़ोटो (JPEG, PNG या WebP) नहीं"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "नहीं है"),
        ("a.jpg", picture()[:400], "नहीं है"),
        ("a.gif", picture("GIF"), "नहीं है"),
        ("a.jpg", b"", ""),
        ("a.jpg", b"\xff\xd8" + b"\0" * 12_600_000, "12 MB"),
    ],
)
def test_a_bad_photograph_is_refused_in_hindi_and_the_answers_stay(
    desk: Desk, name: str, content: bytes, said: str
) -> None:
    station = desk("gaya.ps")
    before = reports()
    sent = form_at(station, NEW, photo=SimpleUploadedFile(name, content, "image/jpeg"))
    answer = station.post(NEW, sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "अंकित कुमार" in html and "सुनीता देवी" in html
    assert reports() == before


def test_a_photographs_place_and_words_are_gone_when_it_is_shown(desk: Desk) -> None:
    station = desk("gaya.ps")
    sent = form_at(station, NEW, photo=SimpleUploadedFile("a.png", gps(), "image/png"))
    page = station.post(NEW, sent, follow=True).content.decode()
    address = re.search(r'src="(/desk/photos/[^"]+)"', page)
    assert address
    shown = station.get(address[1]).content
    assert b"blue door" not in shown
    assert not Image.open(io.BytesIO(shown)).getexif()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last_seen_at_0": "2031-01-01"}, "अभी आया नहीं"),
        ({"age": "-4"}, "बहुत छोटी"),
        ({"age": "nine"}, "संख्या"),
        ({"age": "1e999"}, "संख्या"),
        ({"last_seen_at_0": "31-02-2026"}, "तारीख"),
        ({"last_seen_at_1": "25:99"}, "समय"),
        ({"sex": "castle"}, "उत्तर को जाँचें"),
        ({"last_seen_place": "999999"}, "उत्तर को जाँचें"),
        ({"reporter_phone": "call me"}, "नंबर"),
        ({"name": ""}, "इसे भरें"),
        ({"name": "x" * 100_000}, "बहुत लंबा"),
    ],
)
def test_what_cannot_be_is_said_in_hindi_and_nothing_is_written(desk: Desk, wrong: dict[str, str], said: str) -> None:
    station = desk("gaya.ps")
    before = reports()
    answer = station.post(NEW, form_at(station, NEW, **wrong))
    html = answer.content.decode()
    assert answer.status_code == 422, f"{wrong} was taken"
    assert 'aria-invalid="true"' in html or "refusal" in html or 'role="alert"' in html
    assert said in html
    assert "सुनीता देवी" in html
    assert reports() == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"birth_date": "2001-01-01"}, "जन्म"),
        ({"birth_date": "2031-01-01"}, "अभी आया नहीं"),
        ({"last_seen_text": "x" * 100_000}, "बहुत लंबा"),
    ],
)
def test_what_cannot_be_is_said_in_the_last_sitting_too(desk: Desk, wrong: dict[str, str], said: str) -> None:
    station = desk("gaya.ps")
    address = station.post(NEW, form_at(station, NEW))["Location"].partition("?")[0] + "sitting/3/"
    answer = station.post(address, form_at(station, address, **wrong))
    assert answer.status_code == 422 and said in answer.content.decode()


def test_a_double_click_makes_one_report(desk: Desk) -> None:
    station = desk("gaya.ps")
    before, sent = reports(), form_at(station, NEW)
    first, second = station.post(NEW, sent), station.post(NEW, sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert reports() == before + 1


def test_what_was_typed_before_the_line_broke_is_there_again(desk: Desk) -> None:
    station = desk("gaya.ps")
    sent = form_at(station, NEW, name="नीली कमीज़ वाला")
    assert station.post("/desk/draft/?form=missing&about=", sent).status_code == 204
    again = station.get(NEW).content.decode()
    assert "नीली कमीज़ वाला" in again and "सुनीता देवी" in again
    assert "नीली कमीज़" not in desk("pune.ps").get(NEW).content.decode(), "a draft is its writer's alone"
    station.post(NEW, sent)
    assert "नीली कमीज़" not in station.get(NEW).content.decode(), "what was sent is no draft any more"


def test_two_windows_keep_one_draft_and_neither_erases_the_other(desk: Desk) -> None:
    station = desk("gaya.ps")
    draft, sheet = "/desk/draft/?form=missing&about=", form_at(station, NEW, name="", reporter_name="")
    first = {**sheet, "name": "नीली कमीज़ वाला", "draft_base": json.dumps({"name": [""]})}
    second = {**sheet, "reporter_name": "सुनीता देवी", "draft_base": json.dumps({"reporter_name": [""]})}
    assert station.post(draft, first).status_code == 204
    told = station.post(draft, second).json()
    assert told == {"theirs": {"name": ["नीली कमीज़ वाला"]}, "other": {}}
    again = {**first, "name": "लाल कमीज़ वाला", "draft_base": json.dumps({"name": ["नीली कमीज़ वाला"]})}
    assert station.post(draft, again).json()["theirs"] == {"reporter_name": ["सुनीता देवी"]}
    late = {**second, "name": "हरी कमीज़ वाला", "draft_base": json.dumps({"name": ["नीली कमीज़ वाला"]})}
    assert station.post(draft, late).json()["other"] == {"name": ["लाल कमीज़ वाला"]}
    third = station.get(NEW).content.decode()
    assert "सुनीता देवी" in third and "हरी कमीज़ वाला" in third
    assert re.search(r'href="#id_name".*?<dd dir="auto">लाल कमीज़ वाला', third, re.DOTALL)


@pytest.mark.parametrize("base", ["", "nonsense", "[]", "7", '{"name": 7}', '{"name": null}', '{"form_version": [{}]}'])
def test_a_forged_beginning_of_a_draft_breaks_nothing(desk: Desk, base: str) -> None:
    station = desk("gaya.ps")
    sent = form_at(station, NEW, draft_base=base)
    for _ in range(2):
        assert station.post("/desk/draft/?form=missing&about=", sent).status_code in (200, 204)
    assert "सुनीता देवी" in station.get(NEW).content.decode()


def test_a_form_that_changed_while_it_was_filled_says_so_and_keeps_the_answers(desk: Desk) -> None:
    station = desk("gaya.ps")
    before = reports()
    answer = station.post(NEW, form_at(station, NEW, form_version="0"))
    html = answer.content.decode()
    assert answer.status_code == 422 and reports() == before
    assert "सुनीता देवी" in html
    assert "बदल" in html


def test_who_saves_second_sees_what_the_first_one_wrote(desk: Desk) -> None:
    station = desk("gaya.ps")
    page = station.post(NEW, form_at(station, NEW))["Location"].split("?")[0]
    mine = form_at(station, f"{page}more/", last_seen_text="पुल के पास")
    theirs = form_at(station, f"{page}more/", last_seen_text="मंदिर के पास")
    assert station.post(f"{page}more/", theirs).status_code == 302
    answer = station.post(f"{page}more/", mine)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "मंदिर के पास" in html and "पुल के पास" in html
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    assert station.post(f"{page}more/", mine | again).status_code == 302


@pytest.mark.parametrize("name", [one for one in HOSTILE if one not in ("0", "-1")])
def test_a_hostile_name_is_stored_as_written_and_shown_as_text(desk: Desk, name: str) -> None:
    station = desk("gaya.ps", "en")
    sent = form_at(station, NEW, name=name[:80], father=name[:80], reporter_name=name[:80], last_seen_text=name)
    answer = station.post(NEW, sent)
    if 'name="one_child"' in answer.content.decode():  # "and" in a name is asked about once
        answer = station.post(NEW, sent | {"one_child": "yes"})
    if answer.status_code == 422:  # a name may be refused, with a reason; then nothing is stored
        assert 'aria-invalid="true"' in answer.content.decode()
        return
    page = answer["Location"].split("?")[0]
    for address in ("/desk/missing/", page, f"{page}more/", "/desk/", "/desk/matches/"):
        shown = station.get(address)
        html = shown.content.decode()
        assert shown.status_code == 200, address
        for raw in ("<script>alert", "<img src=x", "<b>x</b>", "onmouseover='x'"):
            assert raw not in html, address
    assert station.get("/desk/missing/").content.decode().count("<tr") >= 1


def test_a_character_that_no_database_keeps_is_left_out(desk: Desk) -> None:
    station = desk("gaya.ps")
    page = station.post(NEW, form_at(station, NEW, name="क\x00ख"), follow=True)
    assert page.status_code == 200
    assert "कख" in page.content.decode() or "क ख" in page.content.decode()
