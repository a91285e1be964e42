"""Photographs from people: whatever is sent, only a clean small JPEG comes out, or a clear refusal."""

import io
import os
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image, ImageCms

from vatsalya.law.load import law
from vatsalya.papers import uploads
from vatsalya.papers.uploads import BadPhoto, clean_photo


def saved(picture: Image.Image, kind: str = "JPEG", **more) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def two_sides(width: int = 600, height: int = 400) -> Image.Image:
    """Red at the left, blue at the right."""
    picture = Image.new("RGB", (width, height), (220, 20, 20))
    picture.paste((20, 20, 220), (width // 2, 0, width, height))
    return picture


def look(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    assert picture.format == "JPEG" and picture.mode == "RGB"
    return picture


def refused(data: bytes) -> str:
    with pytest.raises(BadPhoto) as no:
        clean_photo(data)
    assert no.value.codes == [no.value.code]
    assert law().words(no.value.code, "hi") and law().words(no.value.code, "en")
    return no.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_two_small_jpegs(kind):
    made = clean_photo(saved(two_sides(3000, 2000), kind))
    assert look(made.large).size == (made.width, made.height) == (1600, 1067)
    assert max(look(made.small).size) == 400
    assert len(made.large) <= 400_000 and len(made.small) <= 40_000


def test_the_noisiest_photo_stays_within_its_bytes():
    noise = Image.frombytes("RGB", (1700, 1700), os.urandom(1700 * 1700 * 3))
    made = clean_photo(saved(noise, quality=95))
    assert len(made.large) <= 400_000 and len(made.small) <= 40_000


def test_a_small_photo_is_not_blown_up():
    assert look(clean_photo(saved(two_sides(120, 90))).large).size == (120, 90)


def test_place_camera_and_comments_are_stripped():
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-MAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (24.0, 47.0, 0.0), 3: "E", 4: (85.0, 0.0, 0.0)})
    data = saved(two_sides(), exif=exif, comment=b"HOME-ADDRESS")
    assert b"CAMERA-MAKER" in data and b"HOME-ADDRESS" in data
    made = clean_photo(data)
    for jpeg in (made.large, made.small):
        assert not look(jpeg).getexif()
        assert set(look(jpeg).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"CAMERA-MAKER" not in jpeg and b"HOME-ADDRESS" not in jpeg
    assert made.original == data


@pytest.mark.parametrize(("turn", "left"), [(1, "red"), (3, "blue"), (6, "top"), (8, "bottom")])
def test_a_turned_photo_is_set_upright(turn, left):
    exif = Image.Exif()
    exif[0x0112] = turn
    picture = look(clean_photo(saved(two_sides(), exif=exif)).large)
    red = {"red": (20, 200), "blue": (580, 200), "top": (200, 20), "bottom": (200, 580)}[left]
    assert picture.size == ((600, 400) if turn in (1, 3) else (400, 600))
    assert picture.getpixel(red)[0] > 150 and picture.getpixel(red)[2] < 100


def test_wide_colours_become_common_ones_and_the_profile_goes():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = clean_photo(saved(two_sides(), icc_profile=profile))
    assert "icc_profile" not in look(made.large).info
    assert "icc_profile" not in look(clean_photo(saved(two_sides(), icc_profile=b"nonsense" * 40)).large).info


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1", "I;16"])
def test_every_kind_of_picture_comes_out_in_plain_colours(mode):
    picture = Image.new("I;16", (100, 100), 40000) if mode == "I;16" else two_sides(100, 100).convert(mode)
    middle = look(clean_photo(saved(picture, "JPEG" if mode == "CMYK" else "PNG")).large).getpixel((50, 50))
    assert len(middle) == 3 and (mode != "I;16" or 140 < middle[0] < 170)


def test_what_is_transparent_becomes_white():
    picture = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    assert min(look(clean_photo(saved(picture, "PNG")).large).getpixel((50, 50))) > 250


def test_a_telephones_double_picture_gives_its_first():
    first, second = two_sides(), Image.new("RGB", (600, 400), (0, 200, 0))
    data = saved(first, "MPO", save_all=True, append_images=[second])
    picture = look(clean_photo(data).large)
    assert picture.getpixel((20, 200))[0] > 150


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims a size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (7_000, 6_000), (2_000_000_000, 2), (200_000, 1_000)])
def test_a_bomb_is_refused_by_its_head(size):
    assert refused(png_of(*size)) in ("photo.bomb", "photo.too_small")


def test_a_real_bomb_is_refused():
    assert refused(saved(Image.new("1", (20_000, 20_000)), "PNG")) == "photo.bomb"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + b"\0" * 100,
        b"\xff\xd8\xff\xe0" + b"\0" * 400,
        b"MZ" + b"\0" * 300,
        b"PK\x03\x04" + b"\0" * 300,
    ],
    ids=["nothing", "text", "svg", "pdf", "html", "gif head", "jpeg head", "exe", "zip"],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(data):
    assert refused(data) == "photo.not_a_photo"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
def test_other_pictures_are_refused(kind):
    assert refused(saved(two_sides(64, 64), kind)) == "photo.not_a_photo"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind):
    frames = [Image.new("RGB", (64, 64), (shade, 0, 0)) for shade in (0, 120, 240)]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    assert refused(data) == "photo.not_a_photo"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_photo_is_refused(kind):
    noise = Image.frombytes("RGB", (300, 300), os.urandom(270_000))
    data = saved(noise, kind)
    assert refused(data[: len(data) // 2]) == "photo.not_a_photo"


def test_a_web_page_hidden_in_a_photo_does_not_come_through():
    data = saved(two_sides(), comment=b"<script>alert(1)</script>") + b"<html><script>alert(2)</script></html>"
    made = clean_photo(data)
    assert b"script" not in made.large and b"script" not in made.small


def test_a_file_too_large_is_refused_before_it_is_looked_at():
    assert refused(b"\xff" * (uploads.MOST + 1)) == "photo.too_big"


def test_a_photo_too_small_for_a_face_is_refused():
    assert refused(saved(two_sides(40, 400))) == "photo.too_small"


def test_two_photos_never_meet_in_one_process():
    first, second = uploads.BENCH.take(), uploads.BENCH.take()
    assert first.pid != second.pid
    for worker in (first, second):
        worker.kill()
        worker.communicate()


def test_a_worker_that_died_waiting_is_replaced():
    clean_photo(saved(two_sides()))
    waiting = uploads.BENCH.ready
    waiting.kill()
    waiting.wait()
    assert clean_photo(saved(two_sides())).width == 600


TRIES = {
    "a file": "open('/etc/passwd')",
    "a connection": "__import__('socket').socket()",
    "a child": "__import__('os').fork() or 1" if os.geteuid() else "open('/dev/null')",
    "memory": "bytearray(2 << 30)",
    "the environment": "__import__('os').environ['PATH']",
}


@pytest.mark.parametrize("what", TRIES)
def test_the_decoder_has_no_reach(what):
    """The same limits, with the decoder replaced by something that wants out."""
    script = (
        f"import runpy,socket,os; w=runpy.run_path({str(uploads.WORKER)!r}, run_name='w')\n"
        "w['rehearse']()\nw['limit']()\n"
        f"try:\n    {TRIES[what]}\nexcept (OSError, MemoryError, KeyError): print('held')\nelse: print('out')"
    )
    ran = subprocess.run([sys.executable, "-I", "-B", "-c", script], env={}, capture_output=True, text=True, timeout=20)
    assert ran.stdout == "held\n", ran.stderr
