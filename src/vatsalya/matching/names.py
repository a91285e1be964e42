"""From a name as it was given to the words that can be compared.

A desk types "स्व. श्री राम कुमार उर्फ़ गोलू", "Md. Arif s/o Late Karim" or "पता नहीं":
what is no name goes, another name after an alias mark is a name of its own, and
"unknown" is silence, never a name.
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA

from .fold import Word, word

LONGEST = 120  # characters read; more is not a name
MOST_WORDS = 6

with (Path(__file__).parent / "names.toml").open("rb") as file:
    WORDS = tomllib.load(file)

# The composed letters of a keyboard and those of this file are two codes for one letter.
WORDS = {
    key: [unicodedata.normalize("NFKC", one) for one in given] if isinstance(given, list) else given
    for key, given in WORDS.items()
}
_HONORIFICS = frozenset(WORDS["honorific"])
_SOFT = frozenset(word(text).core for text in WORDS["soft"])
_ABBREVIATED = WORDS["abbreviated"]
_ALIAS = re.compile(r"[@/()\[\],;|]|(?:^|\s)(?:a\.?k\.?a\.?|" + "|".join(WORDS["alias"]) + r")(?:\s|$)", re.IGNORECASE)
# Two children in one field: each is a name of its own. A number before a name counts the children.
_AND = re.compile(r"[&+]|(?:^|\s)(?:" + "|".join(WORDS["and"]) + r")(?=\s|$)|(?:^|\s)\d{1,2}\s*[.)]\s*", re.IGNORECASE)
# From here on it is somebody else's name.
_KIN = re.compile(
    r"(?:^|\s)(?:[sdwcb]\s*/\s*o|[sdw]\.o\.|" + "|".join(WORDS["kin"]) + r")(?:[\s.:]|$).*",
    re.IGNORECASE | re.DOTALL,
)
# "Baby of Sunita" is the mother's name.
_OF = re.compile(r"^\s*(?:(?:baby|child|infant|son|daughter)\s*(?:boy|girl)?\s+of|b/o)\b.*", re.I | re.S)
# "Sunita ka beta", "सुनीता की नवजात बच्ची": so is this.
_THEIRS = re.compile(
    rf".*\s(?:{'|'.join(WORDS['of'])})\s+(?:\S+\s+)?(?:{'|'.join(WORDS['offspring'])})\W*$", re.I | re.S
)
_DIGIT_IN_WORD = re.compile("[^\\W\\d_][\u0900-\u0dff]?\\d|\\d[^\\W\\d_]")
_INITIAL = re.compile(r"^(?:[A-Za-z]|[A-Za-z]\.)$")


class Name(NamedTuple):
    """A name taken apart: the words that tell, and the soft ones that hardly do."""

    hard: tuple[Word, ...]
    soft: tuple[Word, ...]


def unknown(text: str) -> bool:
    """True when an officer wrote, in any of our languages, that nobody knows."""
    said = _squeezed(text)
    return said in _UNKNOWN or not said or _nobody(said.split())


def _nobody(words: list[str]) -> bool:
    """True when nothing is left of a text but words for a child and words of not knowing."""
    if _NEVER & set(words):
        words = [one for one in words if one not in _HONORIFICS and word(one).core not in _SOFT]
    told = [_meant(one) for one in words]
    lists = set(told)
    if not all(told) or not lists & {"nobody", "denies"}:
        return False
    return "denies" in lists and len(told) > 1 or not lists & {"telling", "denies"}


@lru_cache(maxsize=1 << 15)
def _meant(one: str) -> str:
    """The list in which a word that names nobody stands, one wrong letter forgiven in the long ones; else nothing."""
    found = next((key for key, listed in _SAYS.items() if one in listed), "")
    if found or not 6 <= len(one) <= 13 or not one.isascii():
        return found
    near = next((long for long in WORDS["slips"] if OSA.distance(one, long, score_cutoff=1) <= 1), "")
    return _meant(near) if near else ""


def split(text: str | None) -> list[str]:
    """Each name in what was typed: the name, and what follows an alias mark."""
    if not text or unknown(text):
        return []
    text = _KIN.sub("", _THEIRS.sub("", _OF.sub("", _visible(text[:LONGEST]))))
    parts = [part.strip() for one in _ALIAS.split(text) for part in _AND.split(one)]
    return [part for part in parts if part and not unknown(part)]


def several(text: str | None) -> bool:
    """True when one field names two children or more: a form can ask to write each in a report of its own."""
    if text and counted(text):
        return True
    if not text or unknown(text):
        return False
    kept = _ALIAS.split(_KIN.sub("", _visible(text[:LONGEST])))[0]
    return sum(bool(part.strip()) and parse(part.strip()) is not None for part in _AND.split(kept)) > 1


def counted(text: str) -> bool:
    """True when a field counts children instead of naming one: "three children", "3 बच्चे"."""
    first, *rest = _visible(text[:LONGEST]).casefold().split() or [""]
    number = first.isdecimal() and int(first) > 1 or _squeezed(first) in _COUNTS
    return number and bool(rest) and all(_squeezed(one) in _CHILDREN for one in rest)


def oddly_written(text: str) -> str:
    """A slip of the hand in a name: "digits" in a word, "scripts" of two languages in one; else nothing."""
    for one in _visible(text[:LONGEST]).split():
        letters = [char for char in one if unicodedata.category(char)[0] == "L"]
        if _DIGIT_IN_WORD.search(one):
            return "digits"
        if len({unicodedata.name(char, "").split(" ")[0] for char in letters} - {"MODIFIER", ""}) > 1:
            return "scripts"
    return ""


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> Name | None:
    """One name as words; nothing when no letter of it can be read."""
    words = [_read(part) for part in _words(text)]
    found = [one for one in words if one and len(one.core) > 1]
    if not found:
        return None
    hard = [one for one in found if one.core not in _SOFT]
    soft = [one for one in found if one.core in _SOFT]
    if not hard:  # "Mohammad" alone, "Ram Singh": the first word has to carry the name
        hard, soft = [soft[0]], soft[1:]
    return Name(tuple(dict.fromkeys(hard))[:4], tuple(dict.fromkeys(soft))[:3])


def first(name: str | None) -> Word | None:
    """The word that tells one child of a family from another; nothing for a name that nobody knows."""
    read = (parse(one) for one in split(name))
    found = next((one for one in read if one), None)
    return found.hard[0] if found else None


def alike(one: str | None, two: str | None) -> bool:
    """True when two names may be one person's by their sound, in whichever script; brothers and sisters have others."""
    ours, theirs = first(one), first(two)
    return ours is not None and theirs is not None and bool({ours.core, ours.narrow} & {theirs.core, theirs.narrow})


def _words(text: str) -> list[str]:
    parts = re.split(r"[^\w\u0300-\u036f\u0900-\u0DFF\u0610-\u06ff\uABC0-\uABFF]+", _visible(text))
    kept = [part for part in parts if part and not part.isdigit() and not _INITIAL.match(part)]
    named = [part for part in kept if part.casefold() not in _HONORIFICS]
    return (named or kept)[:MOST_WORDS]


def _read(part: str) -> Word | None:
    given = _ABBREVIATED.get(part.casefold(), part)
    found = word(given)
    return found if found.fold else None


def _visible(text: str) -> str:
    """Joiners, direction marks and other signs that show nothing are not part of a name."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cc", "Cn", "So", "Cs"})


def _squeezed(text: str) -> str:
    kept = [char if unicodedata.category(char)[0] in "LM" else " " for char in _visible(text[:LONGEST])]
    return " ".join("".join(kept).casefold().split())


_UNKNOWN = frozenset(_squeezed(text) for text in WORDS["unknown"])
_COUNTS, _CHILDREN = (frozenset(_squeezed(text) for text in WORDS[key]) for key in ("counts", "children"))
_SAYS = {key: frozenset(_squeezed(text) for text in WORDS[key]) for key in ("nobody", "beside", "denies", "telling")}
_NEVER = frozenset(_squeezed(text) for text in WORDS["never"])
