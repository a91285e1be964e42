"""A spoken note is what its bytes say: short, small, sound alone; sealed, and played only for the place."""

import io
import struct
import wave

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.citizens.test_pages import seen
from tests.country_of_tests import settle
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens import sound
from vatsalya.citizens.models import Voice
from vatsalya.lib.errors import Refused


def wav(seconds: float, rate: int = 4000) -> bytes:
    """Silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate)
        file.writeframes(b"\x80" * int(seconds * rate))
    return out.getvalue()


def ogg(seconds: float, head: bytes = b"OpusHead\x01\x01") -> bytes:
    """Two pages: the head, and an end that tells the count of samples."""

    def page(body: bytes, grains: int) -> bytes:
        return b"OggS\x00\x00" + struct.pack("<q", grains) + b"\0" * 12 + bytes([1, len(body)]) + body

    return page(head, 0) + page(b"x" * 20, int(seconds * 48_000))


def webm(seconds: float, kind: int = 2) -> bytes:
    """A recording as a browser makes it: no length in its head, sizes left open."""
    head = b"\x1aE\xdf\xa3\x84" + b"webm"
    track = b"\x16T\xaek\x88" + b"\xae\x86\x83\x81" + bytes([kind]) + b"\xec\x81\x00"
    millis = int(seconds * 1000)
    cluster = b"\x1fC\xb6u\x01\xff\xff\xff\xff\xff\xff\xff" + b"\xe7\x84" + struct.pack(">I", millis)
    return head + b"\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff" + track + cluster + b"\xa3\x85\x81\x00\x00\x80x"


def box(name: bytes, body: bytes) -> bytes:
    """A box of an MP4 file."""
    return struct.pack(">I", len(body) + 8) + name + body


def mp4(seconds: float, hand: bytes = b"soun", *, pieces: bool = False) -> bytes:
    """A recording of an iPhone, whole or in pieces."""
    length = 0 if pieces else int(seconds * 1000)
    mdhd = box(b"mdhd", b"\0" * 12 + struct.pack(">II", 1000, length) + b"\0" * 4)
    hdlr = box(b"hdlr", b"\0" * 8 + hand + b"\0" * 12)
    moov = box(b"moov", box(b"trak", box(b"mdia", mdhd + hdlr)))
    trun = box(b"trun", b"\0\0\1\0" + struct.pack(">III", 2, int(seconds * 500), int(seconds * 500)))
    moof = box(b"moof", box(b"traf", box(b"tfhd", b"\0" * 8) + trun)) if pieces else b""
    return box(b"ftyp", b"isom\0\0\0\0") + moov + moof


GOOD = {"audio/wav": wav(5), "audio/ogg": ogg(5), "audio/webm": webm(5), "audio/mp4": mp4(5)}


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_each_kind_of_recording_is_known_by_its_bytes(kind: str) -> None:
    note = sound.note(GOOD[kind])
    assert (note.kind, note.seconds) == (kind, 5.0)


def test_a_recording_in_pieces_is_as_long_as_its_pieces() -> None:
    assert sound.note(mp4(7, pieces=True)).seconds == 7.0


@pytest.mark.parametrize("data", [wav(70), ogg(70), mp4(70), mp4(70, pieces=True), webm(70)])
def test_longer_than_a_minute_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        sound.note(data)
    assert refused.value.codes == ["voice.too_long"]


BAD = [
    *(b"", b"ID3", b"<html>", b"OggS", b"RIFF1234WAVE", b"\x1aE\xdf\xa3", b"\x89PNG", b"\0\0\0\x08ftyp" + b"\xff" * 40),
    *(ogg(5, b"\x80theora"), ogg(5)[:60], webm(5, kind=1), webm(5)[:40], mp4(5, b"vide"), mp4(0)),
]


@pytest.mark.parametrize("data", BAD)
def test_pictures_pages_and_broken_things_are_no_note(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        sound.note(data)
    assert refused.value.codes == ["voice.not_a_note"]


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        sound.note(b"OggS" + b"0" * sound.MOST)
    assert refused.value.codes == ["voice.too_big"]


@pytest.mark.django_db
def test_it_is_sealed_and_played_only_for_the_place() -> None:
    land, citizen = settle(), Client()
    sent = SimpleUploadedFile("note.webm", GOOD["audio/webm"], "audio/webm")
    assert citizen.post("/sighting/", seen(voice=sent))["Location"] == "/sighting/done/"
    session.bind(machine("test"))
    voice = Voice.unscoped.get()
    assert GOOD["audio/webm"] not in bytes(voice.sound) and voice.seconds == 5.0
    url = f"/desk/citizens/voice/{voice.pk}/"
    for post, status in (
        ("gaya.ps", 200),
        ("gaya.nodal", 200),
        ("gaya.chl", 200),
        ("pune.ps", 404),
        ("gaya.home", 404),
    ):
        answer = sign_in(Client(), land.postings[f"{post}.0"]).get(url)
        assert answer.status_code == status, post
        if status == 200:
            assert answer.content == GOOD["audio/webm"] and answer["Content-Type"] == "audio/webm"
            assert answer["Cache-Control"] == "private, no-store"
    assert Client().get(url).status_code == 302


@pytest.mark.django_db
def test_a_bad_note_is_told_and_the_words_are_kept() -> None:
    settle()
    sent = SimpleUploadedFile("note.webm", b"<script>", "audio/webm")
    answer = Client().post("/sighting/", seen(voice=sent))
    assert answer.status_code == 422 and "Gaya Junction" in answer.content.decode()
