"""Pure rules about what a citizen sends: two children in one report, days that cannot be, words to compare."""

import re
import unicodedata
from datetime import date
from typing import Any

from vatsalya.matching.names import several

#: Words that join two names: English, Hindi and romanised Hindi, Bengali, Marathi, Urdu, Tamil.
JOINING = frozenset({"and", "aur", "और", "एवं", "तथा", "व", "आणि", "এবং", "ও", "اور", "மற்றும்"})
_PIN = re.compile(r"(-?\d{1,2}\.\d{1,7}),(-?\d{1,3}\.\d{1,7})")
#: India with its islands and seas, a little wide.
LAT, LON = (5.0, 38.0), (67.0, 98.5)
#: The middle of an age band, as an age judged by eye; half years, so that it is not taken for an age that was said.
AGES = {"b0_5": 2.5, "b6_11": 8.5, "b12_15": 13.5, "b16_17": 16.5}
SKETCH, LEAST_ALIKE = 24, 0.8
#: A missing child younger than this counts in minutes (portal 8).
YOUNG = 12


def band_of(age: float | None, basis: str) -> str:
    """The band that a citizen chose, from the age that was made of it; nothing for an age that was said."""
    return next((band for band, middle in AGES.items() if basis == "apparent" and middle == age), "")


def two_children(name: str) -> bool:
    """True when a name looks like two children: Ravi and Sita, रवि और सीता, Ravi & Sita, Ravi, Sita."""
    if several(name):
        return True
    words = name.casefold().split()
    inside = any(word in JOINING for word in words[1:-1])
    return inside or bool(re.search(r"\w\s*[&+/,;]\s*\w", name))


def born_after_seen(born: date | None, seen: date) -> bool:
    """True when the date of birth lies after the day on which the child was last seen."""
    return born is not None and born > seen


def pin(text: str) -> tuple[float, float] | None:
    """A place on the map as the telephone gave it, if it is one in India."""
    found = _PIN.fullmatch(text.strip())
    if not found:
        return None
    lat, lon = float(found[1]), float(found[2])
    return (lat, lon) if LAT[0] <= lat <= LAT[1] and LON[0] <= lon <= LON[1] else None


def in_danger(what: str, answers: dict[str, Any]) -> bool:
    """A child seen in danger now, or a missing child under twelve (or of unknown age): minutes count."""
    if what == "sighting":
        return answers.get("danger") == "yes"
    age = (answers.get("age") or {}).get("value")
    return age is None or age < YOUNG


def words_of(value: Any) -> list[str]:
    """The telling words of an answer: no case, no marks, no punctuation, no numbers that a script counts up."""
    if isinstance(value, dict):
        return [word for one in value.values() for word in words_of(one)]
    if isinstance(value, list):
        return [word for one in value for word in words_of(one)]
    text = unicodedata.normalize("NFKC", str(value)).casefold()
    parts = re.split(r"[\s,.;:/_-]+", text)
    return ["".join(c for c in part if c.isalnum() or unicodedata.combining(c)) for part in parts]


def alike(one: list[int], two: list[int]) -> float:
    """How much two contents share, from their sketches: 0 nothing, 1 everything."""
    if not one or len(one) != len(two):
        return 0.0
    return sum(a == b for a, b in zip(one, two, strict=True)) / len(one)
