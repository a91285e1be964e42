"""Four forms of one word, from close to loose, so that spellings meet and different names stay apart.

- fold: the sounds in order, without the 'a' that scripts write and Latin typing drops at will;
- core: the fold without a last 'a' (राम, Rama);
- narrow: consonants, first and last clear vowel;
- broad: consonants with voicing, b/v, n/m and s/c/j merged, because Tamil writes no
  voicing and Bengali has one letter for b and v.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from .scripts import sounds

_RULES = [
    (re.compile(r"([b-df-hj-np-tv-z])\1+"), r"\1"),
    (re.compile(r"n(?=[pbf])"), "m"),
    (re.compile(r"ao(?![aeiou])"), "av"),
    (re.compile(r"(?:a[iy]|e[iy])(?![aeiou])"), "e"),
    (re.compile(r"(?:au|ou)"), "o"),
    (re.compile(r"(?<=[iey])y(?=[aeiou])|(?<=u)v(?=[aeiou])"), ""),
    (re.compile(r"(?<=[^aeiou])y(?![aeiou])"), "i"),
    (re.compile(r"^y(?![aeiou])"), "i"),
    (re.compile(r"^ye"), "e"),
    (re.compile(r"(?<=[^aeiou])h|(?<!^)h$"), ""),
    (re.compile(r"(?<!^)a(?!$)"), ""),
    (re.compile(r"([a-z])\1+"), r"\1"),
]
_NOT_VOWEL = re.compile(r"[aeiou]+")
_CLASSES = str.maketrans("eo", "iu")
_BROAD = str.maketrans("gcjdmbfvl", "ksstnpppr")
_MOHAMMAD = re.compile(r"m[ou]?h?[aei]?m[aei]?[dt]|m[ou]?h?d")


class Word(NamedTuple):
    """One word of a name in its four forms; two words may meet at any of them."""

    fold: str
    core: str
    narrow: str
    broad: str


@lru_cache(maxsize=1 << 17)
def word(text: str) -> Word:
    """The four forms of one word as given, in any script."""
    fold = sounds(text)
    for rule, instead in _RULES:
        fold = rule.sub(instead, fold)
    if _MOHAMMAD.fullmatch(fold):
        fold = "mohmd"
    return forms(fold)


@lru_cache(maxsize=1 << 17)
def forms(fold: str) -> Word:
    """The looser forms that follow from a fold."""
    core = fold[:-1] if len(fold) > 2 and fold.endswith("a") else fold
    return Word(fold, core, _narrow(core), _broad(core))


def _narrow(core: str) -> str:
    text = core.translate(_CLASSES).replace("y", "i")
    head = "a" if text[:1] in "aiu" and text else ""
    vowels = [char for char in text if char in "iu"]
    consonants = "".join(char for char in text if char not in "aiu")
    return f"{head}{consonants}{vowels[0] if vowels else ''}{text[-1] if text[-1:] in 'iu' and text else ''}"


def _broad(core: str) -> str:
    head = "a" if core[:1] in "aeiou" and core else ""
    rest = "".join(char for char in core if char not in "aeiouhy").translate(_BROAD)
    return head + re.sub(r"(.)\1+", r"\1", rest.replace("ks", "s"))


def joined(words: list[Word]) -> Word:
    """Two words written as one: Ram Kumar and Ramkumar."""
    return forms("".join(word.core for word in words[:-1]) + words[-1].fold)


def plain(text: str) -> str:
    """Text in one compatible form, lower case, for comparing words of a list."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
