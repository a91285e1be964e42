"""Names as people type them: one name, its spellings in each script, and how each is romanised.

A name is known by one Latin spelling (its key). A language's file gives, for that key, every native word that people
romanise so, and every other romanisation of those words. So the same child can be written in Bihar's Hindi and in
Maharashtra's Marathi, each time as somebody there has typed it, and no rule of the matcher takes part.
"""

import gzip
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np

from .parameters import DATA, parameters

FILES = {
    "hi": ("eci_hi", "dakshina_hi"),
    "pa": ("dakshina_pa", "eroll_pa"),
    "ml": ("dakshina_ml", "eroll_ml"),
    "bn": ("dakshina_bn",),
    "gu": ("dakshina_gu",),
    "kn": ("dakshina_kn",),
    "mr": ("dakshina_mr",),
    "ta": ("dakshina_ta",),
    "te": ("dakshina_te",),
    "ur": ("dakshina_ur", "aksharantar_ur"),
    "as": ("aksharantar_as",),
    "or": ("aksharantar_or",),
    "mni": ("aksharantar_mni",),
}
LATIN = "en"
LANGUAGES = (*FILES, LATIN)
# These three files hold nothing but words of people's names: (file, least count, every how-manieth word is taken).
PEOPLE = (("eci_hi", 2, 1), ("eroll_pa", 1, 5), ("eroll_ml", 1, 5))
MOST_SPELLINGS = 14
LEAST_LIKENESS = 0.25  # a word romanised so by fewer of its typists is another word
LEAST_CHOICE = 8  # a language that can write fewer of the common names writes them in Latin letters


@cache
def _pairs(file: str) -> list[tuple[str, str, int]]:
    lines = gzip.decompress((DATA / "name_pairs" / f"{file}.tsv.gz").read_bytes()).decode().splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return [(native, latin, int(count)) for native, latin, count in rows]


def _rare_keys() -> dict[str, int]:
    """Latin spellings of people's names: often on the election lists, or on a roll that has no counts."""
    seen: Counter[str] = Counter()
    for file, least, every in PEOPLE:
        typed: Counter[str] = Counter()
        for _, latin, count in _pairs(file):
            typed[latin] += count
        kept = [latin for latin, count in typed.items() if count >= least and 3 <= len(latin) <= 14 and latin.isalpha()]
        seen.update({latin: typed[latin] for latin in sorted(kept)[::every]})
    return dict(seen)


@dataclass(frozen=True)
class Spellings:
    """All ways to write each key in one language, laid end to end: key i owns first[i]:first[i + 1]."""

    first: np.ndarray
    weight: np.ndarray  # running total, so that a draw is one search
    native: np.ndarray
    latin: np.ndarray

    def has(self) -> np.ndarray:
        """For each key: can it be written here?"""
        return np.diff(self.first) > 0

    def draw(self, keys: np.ndarray, luck: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """One native spelling and one romanisation for each key."""
        low, high = self.first[keys], self.first[keys + 1]
        total = np.concatenate(([0.0], self.weight))
        at = np.searchsorted(self.weight, total[low] + luck * (total[high] - total[low]), side="right")
        at = np.clip(at, low, high - 1)
        return self.native[at], self.latin[at]


def _spellings(language: str, keys: list[str]) -> Spellings:
    """The spellings of one language for the given keys."""
    rows = [row for file in FILES[language] for row in _pairs(file)]
    wanted = set(keys)
    near = {native for native, latin, _ in rows if latin in wanted}
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for native, latin, count in rows:
        if native in near:
            words[native][latin] += count
    by_key: dict[str, list[str]] = defaultdict(list)
    for native, latins in words.items():
        least = latins.total() * LEAST_LIKENESS
        for latin in wanted.intersection(latin for latin, count in latins.items() if count >= least):
            by_key[latin].append(native)
    return _lay_out([_options(key, by_key.get(key, []), words) for key in keys])


def _options(key: str, natives: list[str], words: dict[str, Counter[str]]) -> list[tuple[str, str, float]]:
    """The spellings of one key, the usual ones weighing most."""
    best = max((words[native][key] for native in natives), default=0)
    options = [
        (native, latin, words[native][key] * count / words[native].total())
        for native in natives
        if words[native][key] * 4 >= best
        for latin, count in words[native].items()
    ]
    return sorted(options, key=lambda option: (-option[2], option[:2]))[:MOST_SPELLINGS]


def _lay_out(options: list[list[tuple[str, str, float]]]) -> Spellings:
    flat = [option for per_key in options for option in per_key]
    return Spellings(
        first=np.concatenate(([0], np.cumsum([len(per_key) for per_key in options]))).astype(np.int64),
        weight=np.cumsum([option[2] for option in flat]),
        native=np.array([option[0] for option in flat], dtype=object),
        latin=np.array([option[1] for option in flat], dtype=object),
    )


def _latin(tables: list[Spellings], keys: list[str]) -> Spellings:
    """Every romanisation that anybody typed for a key, in any script; the key itself weighs most."""
    options = []
    for number, key in enumerate(keys):
        seen: Counter[str] = Counter({key: 30})
        for table in tables:
            low, high = table.first[number], table.first[number + 1]
            for latin in table.latin[low:high]:
                seen[latin] += 1
        kept = seen.most_common(MOST_SPELLINGS)
        options.append([(latin.title(), latin.title(), float(weight)) for latin, weight in kept])
    return _lay_out(options)


@dataclass(frozen=True)
class Names:
    """All names of the country: their keys, how they are written, how often each is given where."""

    keys: list[str]
    tables: dict[str, Spellings]
    shares: dict[tuple[str, str], np.ndarray]  # (language, girl|boy|family|nickname) -> running share over keys

    def pick(self, language: np.ndarray, use: str, luck: np.ndarray) -> np.ndarray:
        """A name (its key) for each person, by the language of the home."""
        keys = np.zeros(len(luck), dtype=np.int64)
        for number, code in enumerate(LANGUAGES):
            here = language == number
            if here.any():
                keys[here] = np.searchsorted(self.shares[code, use], luck[here], side="right")
        return np.minimum(keys, len(self.keys) - 1)

    def writable(self, keys: np.ndarray, language: np.ndarray) -> np.ndarray:
        """Does the language's file hold the name?"""
        known = np.zeros(len(keys), dtype=bool)
        for number, code in enumerate(LANGUAGES):
            here = language == number
            known[here] = self.tables[code].has()[keys[here]]
        return known

    def write(self, keys: np.ndarray, language: np.ndarray, luck: np.ndarray, latin: np.ndarray) -> np.ndarray:
        """Each name as an officer types it: in the office's script, or in Latin letters."""
        text = np.empty(len(keys), dtype=object)
        for number, code in enumerate(LANGUAGES):
            here = language == number
            if not here.any():
                continue
            known = self.tables[code].has()[keys]
            own, other = here & known & ~latin, here & (latin | ~known)
            text[own] = self.tables[code].draw(keys[own], luck[own])[0]
            text[other] = self.tables[LATIN].draw(keys[other], luck[other])[0]
        return text


def _share(keys: dict[str, int], known: np.ndarray, common: list[str], rare: dict[str, int], part: float) -> np.ndarray:
    """Running share: common names fall off slowly (Zipf), rarer ones share the rest."""
    share = np.zeros(len(keys))
    here = [keys[name] for name in common if known[keys[name]]]
    if len(here) < LEAST_CHOICE:
        here = [keys[name] for name in common]
    share[here] = 1.0 / np.arange(3, len(here) + 3) ** 0.7
    share *= (1 - part) / share.sum()
    others = np.zeros(len(keys))
    for name, count in rare.items():
        if known[keys[name]] and name not in common:
            others[keys[name]] = min(count, 40) ** 0.5
    if others.sum():
        share += others * part / others.sum()
    return np.cumsum(share / share.sum())


@cache
def names() -> Names:
    """The country's names, built once from the name pairs."""
    settings = parameters()["names"]
    lists = {use: settings[use].split() for use in ("given_boy", "given_girl", "nicknames")}
    family = {code: words.split() for code, words in settings["family"].items()}
    rare = _rare_keys()
    ordered = sorted({*rare, *(n for some in (*lists.values(), *family.values()) for n in some)})
    number = {key: place for place, key in enumerate(ordered)}
    tables = {code: _spellings(code, ordered) for code in FILES}
    tables[LATIN] = _latin(list(tables.values()), ordered)
    shares = {}
    for code in LANGUAGES:
        known, part = tables[code].has(), settings["rare"]
        own_rare = rare if code != LATIN else {}
        shares[code, "boy"] = _share(number, known, lists["given_boy"], own_rare, part)
        shares[code, "girl"] = _share(number, known, lists["given_girl"], own_rare, part)
        shares[code, "family"] = _share(number, known, family[code], own_rare, part)
        shares[code, "nickname"] = _share(number, known, lists["nicknames"], {}, 0.0)
    return Names(ordered, tables, shares)
