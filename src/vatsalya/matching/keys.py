"""Many small keys for one record: each a keyed hash of facts that together are rare.

Two records are compared only when they share a key, so no single field has to be
right: a wrong name is found by its parents, an unnamed child by a mark and a
language. A dump of the table reveals nothing without the key, which is not in the
database.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import nicknames
from .fold import Word, forms, word
from .record import Person, Record, Traits, traits

YEARS_AROUND = 2  # judged ages are off by one to three years
MONTHS_BACK = 3  # three quarters are found within thirty days
COMMON_LANGUAGES = frozenset({"hi", "en", "hin", "eng", "hindi", "english"})


class Locks:
    """The two secrets of matching, drawn from one: one hashes keys, one seals traits."""

    def __init__(self, secret: bytes | str) -> None:
        given = secret.encode() if isinstance(secret, str) else secret
        self.hashing = hmac.digest(given, b"vatsalya.matching.keys.1", "sha256")
        self.sealing = AESGCM(hmac.digest(given, b"vatsalya.matching.traits.1", "sha256"))

    def __hash__(self) -> int:
        return hash(self.hashing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Locks) and other.hashing == self.hashing


def hashed(combination: str, locks: Locks) -> int:
    """A combination as a signed 32-bit number nobody can make without the secret."""
    return int.from_bytes(hmac.digest(locks.hashing, combination.encode(), "sha256")[:4], "big", signed=True)


def own_keys(found: Traits, locks: Locks) -> list[int]:
    """The keys under which a record is stored."""
    return sorted({hashed(one, locks) for one in combinations(found)})


def probe_keys(found: Traits, locks: Locks) -> list[int]:
    """The keys under which a record's counterpart may be stored: years and months around are tried."""
    return sorted({hashed(one, locks) for one in combinations(found, probing=True)})


def many_keys(records: Iterable[Record], locks: Locks) -> list[list[int]]:
    """Stored keys of many records at once, for loading a register."""
    return [own_keys(traits(record), locks) for record in records]


def name_key(fold: str, locks: Locks) -> int:
    """The key whose frequency says how common a name is in the register."""
    return hashed(f"n|{forms(fold).narrow}", locks)


def combinations(found: Traits, *, probing: bool = False) -> set[str]:
    """All combinations of a record's facts, in the clear; only their hashes leave this module."""
    years = _years(found, probing)
    children = [forms(one) for one in found.child.words()][:4]
    keys = set(_by_name(found, children, years, probing))
    keys |= set(_by_parents(found, children))
    keys |= set(_by_marks(found, children, years))
    keys |= set(_by_place_and_speech(found, children, years))
    if probing:  # the counterpart may stand under Rajesh where we say Raju; stored keys do not grow
        for one in [forms(fold) for first in found.child.first()[:2] for fold in nicknames.relatives(first)]:
            keys |= set(_by_short_form(found, one))
    return keys


def _by_short_form(found: Traits, one: Word) -> Iterable[str]:
    """Only with another fact beside it: a short form alone is shared by too many."""
    for letter, parents in (("f", _words(found.father)[:2]), ("m", _words(found.mother)[:2])):
        yield from (f"b{letter}|{one.broad}|{parent.broad}" for parent in parents)
    yield from (f"kb|{mark.kind}|{mark.part}|{one.broad}" for mark in found.marks[:2])
    yield from (f"pb|{forms(fold).broad}|{one.broad}" for fold in found.places[:2])
    yield from (f"bd|{one.broad}|{district}" for district in _districts(found))


def _years(found: Traits, probing: bool) -> list[int]:
    if found.born is None:
        return []
    around = YEARS_AROUND if probing else 0
    return list(range(int(found.born) - around, int(found.born) + around + 1))


def _months(found: Traits, probing: bool) -> list[int]:
    month = found.event_on.year * 12 + found.event_on.month
    if not probing:
        return [month]
    if found.side == "missing":
        return list(range(month, month + MONTHS_BACK))
    return list(range(month - MONTHS_BACK + 1, month + 1))


def _districts(found: Traits) -> set[str]:
    return {code for code in (found.district, found.home_district) if code}


def _by_name(found: Traits, children: list[Word], years: list[int], probing: bool) -> Iterable[str]:
    for one in children:
        yield f"n|{one.narrow}"
        for year in years:
            yield f"ny|{one.narrow}|{found.sex}|{year}"
            yield f"bs|{one.broad}|{found.sex}|{found.state}|{year}"
        for district in _districts(found):
            yield f"bd|{one.broad}|{district}"
    for fold in found.child.first()[:2]:
        for month in _months(found, probing):
            yield f"be|{forms(fold).broad}|{found.sex}|{month}"
    for month in _months(found, probing):
        for year in years:
            for district in _districts(found):
                yield f"dm|{district}|{found.sex}|{month}|{year}"


def _words(person: Person) -> list[Word]:
    return [forms(fold) for fold in person.words()][:3]


def _by_parents(found: Traits, children: list[Word]) -> Iterable[str]:
    fathers, mothers = _words(found.father), _words(found.mother)
    for letter, parents in (("f", fathers), ("m", mothers)):
        for parent in parents:
            for one in children:
                yield f"b{letter}|{one.broad}|{parent.broad}"
            for district in _districts(found):
                yield f"{letter}d|{parent.narrow}|{district}"
    for father in fathers:
        for mother in mothers:
            yield f"fm|{father.broad}|{mother.broad}"


def _by_marks(found: Traits, children: list[Word], years: list[int]) -> Iterable[str]:
    rare = [code for code in found.languages if code not in COMMON_LANGUAGES]
    for mark in found.marks[:4]:
        where = f"{mark.kind}|{mark.part}"
        for one in children[:2]:
            yield f"kb|{where}|{one.broad}"
        for year in years:
            yield f"ky|{where}|{mark.side}|{found.sex}|{year}"
        for district in _districts(found):
            yield f"kd|{where}|{district}"
        for language in rare[:2]:
            yield f"kl|{where}|{language}|{found.sex}"
        if mark.text:
            yield f"tt|{word(mark.text.replace(' ', '')).broad}"
    for year in years if found.disability else ():
        for language in found.languages[:2]:
            yield f"dy|{found.disability}|{language}|{found.sex}|{year}"


def _by_place_and_speech(found: Traits, children: list[Word], years: list[int]) -> Iterable[str]:
    for fold in found.places[:4]:
        place = forms(fold)
        for one in children[:2]:
            yield f"pb|{place.broad}|{one.broad}"
        for year in years:
            yield f"py|{place.narrow}|{found.sex}|{year}"
    for language in [code for code in found.languages if code not in COMMON_LANGUAGES][:2]:
        for one in children[:2]:
            yield f"lb|{language}|{one.broad}|{found.sex}"
    for fold in found.words_said[:4]:
        yield f"w|{forms(fold).narrow}"
    if found.phone:
        yield f"ph|{found.phone}"


@lru_cache(maxsize=4)
def locks(secret: bytes | str) -> Locks:
    """The locks made from a secret, made once."""
    return Locks(secret)
