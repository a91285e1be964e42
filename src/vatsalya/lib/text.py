"""Cleaning of what people type: what is invisible and dangerous goes, what scripts need stays."""

import re
import unicodedata
from typing import Any

# Bidi overrides and isolates can make a name read as another; ZWJ/ZWNJ are spelling in Indic scripts.
_BAD = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
#: How a formula begins for the program in which a table is opened.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
#: ZWNJ and ZWJ: spelling after a letter or its sign, and nothing at all anywhere else.
_JOINERS = "\u200c\u200d"
#: Letters by their code that show nothing: the fillers of Hangul.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
#: Dot, vowel and nasal sign: what one letter of an Indian script bears at most.
MOST_SIGNS = 3


def clean(text: str) -> str:
    """One line or more as typed, in NFC, without control characters and needless spaces."""
    text = _joined(unicodedata.normalize("NFC", _BAD.sub("", text)))
    return _SPACES.sub(" ", text).strip()


def _joined(text: str) -> str:
    """Joiners stay where a script needs them: after one of its letters or signs."""
    if not any(char in text for char in _JOINERS):
        return text
    kept = ""
    for char in text:
        if char not in _JOINERS or (kept and unicodedata.category(kept[-1])[0] in "LM"):
            kept += char
    return kept


def has_letter(text: str) -> bool:
    """True when at least one letter of any script can be read: a name has one, "-", "?", 12345 and 😀 have none."""
    return any(unicodedata.category(char)[0] == "L" and char not in _BLANK_LETTERS for char in text)


def heaped(text: str) -> bool:
    """True when more signs stand on one letter than any script writes: such a name runs out of its line."""
    run = 0
    for char in text:
        if char not in _JOINERS:
            run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run > MOST_SIGNS:
            return True
    return False


def whole(value: Any) -> Any:
    """A number as people write it: seven and not 7.0; nine and a half stays 9.5, and what is no number stays too."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def cell(text: str) -> str:
    """Words as a cell of a table that somebody opens in a spreadsheet: a name stays a name and is never reckoned."""
    return f"'{text}" if text.startswith(_FORMULA) else text
