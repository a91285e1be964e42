"""What our fonts can draw, and in which language a text is written, judged by its letters."""

import json
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
#: First and last character of a script, and the language whose rules it is read by.
_SCRIPTS = (
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"),
    (0x0B00, 0x0B7F, "or"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0C80, 0x0CFF, "kn"),
    (0x0D00, 0x0D7F, "ml"),
    (0x0600, 0x06FF, "ur"),
    (0x0750, 0x077F, "ur"),
    (0x1C50, 0x1C7F, "sat"),
    (0xABC0, 0xABFF, "mni"),
    (0xAAE0, 0xAAFF, "mni"),
    (0x41, 0x24F, "en"),
)
#: A European accent on an Indian letter: no font has the pair, and no spelling needs it.
_STRAY = re.compile("(?<![A-Za-z\u00c0-\u024f])[\u0300-\u036f]+|(?<=[\u0300-\u036f])[\u0300-\u036f]+")


@cache
def _covered() -> list[list[int]]:
    return json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))


def _has_glyph(char: str) -> bool:
    point = ord(char)
    place = bisect_right(_covered(), point, key=lambda pair: pair[0]) - 1
    return place >= 0 and point <= _covered()[place][1]


def drawable(text: str) -> str:
    """The text as our fonts can print it: a character they lack becomes its number, never an empty box."""
    kept = _STRAY.sub("", unicodedata.normalize("NFC", text))
    return "".join(char if char == "\n" or _has_glyph(char) else _named(char) for char in kept)


def _named(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Mn", "Cf", "Cc") else f"[U+{ord(char):04X}]"


@lru_cache(maxsize=4096)
def _language_of(char: str) -> str:
    point = ord(char)
    return next((lang for first, last, lang in _SCRIPTS if first <= point <= last and char.isalpha()), "")


def tongue(text: str, otherwise: str) -> str:
    """The language to read a text in, by the script of most of its letters."""
    found = Counter(lang for char in text if (lang := _language_of(char)))
    return found.most_common(1)[0][0] if found else otherwise
