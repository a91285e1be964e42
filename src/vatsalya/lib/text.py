"""Cleaning of what people type: what is invisible and dangerous goes, what scripts need stays."""

import re
import unicodedata

# Bidi overrides and isolates can make a name read as another; ZWJ/ZWNJ are spelling in Indic scripts.
_BAD = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
#: How a formula begins for the program in which a table is opened.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")


def clean(text: str) -> str:
    """One line or more as typed, in NFC, without control characters and needless spaces."""
    text = unicodedata.normalize("NFC", _BAD.sub("", text))
    return _SPACES.sub(" ", text).strip()


def cell(text: str) -> str:
    """Words as a cell of a table that somebody opens in a spreadsheet: a name stays a name and is never reckoned."""
    return f"'{text}" if text.startswith(_FORMULA) else text
