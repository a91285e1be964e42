"""The line burnt into a public photograph stands whole in it, whatever the picture's shape; no page cuts it off."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from vatsalya.papers import poster

SIZES = [(1600, 1200), (1200, 1600), (400, 400), (300, 400), (120, 150), (200, 800), (800, 100), (60, 60), (40, 400),
         (400, 40), (400, 20), (24, 200)]  # fmt: skip
DESK = Path(poster.__file__).parents[1] / "desk"


def burnt(wide: int, high: int) -> Image.Image:
    """A green picture with its line."""
    out = io.BytesIO()
    Image.new("RGB", (wide, high), (120, 160, 120)).save(out, "JPEG")
    made = poster.burnt(out.getvalue(), on=date(2026, 11, 25), until=date(2026, 12, 10))
    return Image.open(io.BytesIO(made)).convert("RGB")


def white(picture: Image.Image) -> list[tuple[int, int]]:
    """Where letters stand."""
    wide, high = picture.size
    return [(x, y) for y in range(high) for x in range(wide) if min(picture.getpixel((x, y))) > 170]


@pytest.mark.parametrize(("wide", "high"), SIZES)
def test_no_letter_of_the_line_touches_an_edge(wide: int, high: int) -> None:
    picture = burnt(wide, high)
    letters = white(picture)
    assert letters
    assert min(x for x, _ in letters) > 0 and max(x for x, _ in letters) < picture.width - 1
    assert min(y for _, y in letters) > 0 and max(y for _, y in letters) < picture.height - 1
    band = [y for y in range(picture.height) if sum(picture.getpixel((1, y))) < 250]
    assert band[0] > 0 and band[-1] < picture.height - 1  # the whole band lies in the picture


def test_the_desk_shows_the_public_picture_whole() -> None:
    words = (DESK / "templates/desk/card_words.html").read_text(encoding="utf-8")
    style = (DESK / "static/vatsalya/desk.css").read_text(encoding="utf-8")
    assert re.search(r'<img class="photo whole" src="{{ image }}"', words)
    assert re.search(r"\.photo\.whole\{[^}]*width:auto;height:auto", style)
