"""Synthetic children for measuring the matcher.

Spellings come only from attested pairs (data/name_pairs): how people really wrote a
word in Latin letters, and which words of another script people wrote the same way.
Nothing of the matcher is used here, or it would be measured against itself.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from vatsalya.matching.record import Record

DATA = Path(__file__).resolve().parents[1] / "src" / "vatsalya" / "data"
SCRIPTS = {
    "bn": "dakshina_bn", "gu": "dakshina_gu", "kn": "dakshina_kn", "ml": "dakshina_ml", "mr": "dakshina_mr",
    "ta": "dakshina_ta", "te": "dakshina_te", "ur": "dakshina_ur", "pa": "dakshina_pa", "or": "aksharantar_or",
    "as": "aksharantar_as",
}  # fmt: skip
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
BELT = {"5", "6", "7", "8", "9", "10", "20", "22", "23"}  # States that write Hindi
LOCAL = {
    "9": ["awa", "bho"],
    "10": ["mag", "mai", "bho"],
    "20": ["sat", "kru"],
    "22": ["hne", "gon"],
    "8": ["raj"],
}
MARKS = [("scar", 12), ("mole", 20), ("birthmark", 8), ("burn", 3), ("tattoo", 2), ("cut", 8)]
PARTS = """face forehead cheek chin neck arm forearm wrist hand finger back chest abdomen leg thigh knee foot ankle ear
nose head shoulder""".split()


def held_out(native: str) -> bool:
    """A quarter of the words is kept unseen while weights are chosen."""
    return hashlib.sha256(native.encode()).digest()[0] < 64


def _pairs(name: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with gzip.open(DATA / "name_pairs" / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["native"]][row["latin"]] = int(row["count"])
    return found


@cache
def spellings() -> dict[str, dict[str, int]]:
    """Hindi word -> how it was typed in Latin letters, with counts."""
    return {native: latin for native, latin in _pairs("eci_hi").items() if len(native) > 2}


@cache
def other_scripts(language: str) -> dict[str, list[str]]:
    """Latin spelling -> words of another script that people romanised so."""
    found: dict[str, list[str]] = defaultdict(list)
    for native, latins in _pairs(SCRIPTS[language]).items():
        for latin in latins:
            found[latin].append(native)
    return found


@dataclass
class Child:
    """What is true of a child; offices see parts of it."""

    given: str
    family: str
    father: str
    mother: str
    sex: str
    born: float
    home: str
    town: str
    languages: list[str]
    marks: list[tuple[str, str, str, str]] = field(default_factory=list)
    height: float = 0.0


class Country:
    """A reproducible country of children, missing reports and findings."""

    def __init__(self, seed: int = 1) -> None:
        self.luck = random.Random(seed)
        words = spellings()
        self.words = list(words)
        self.weights = [sum(words[one].values()) for one in self.words]
        with (DATA / "lgd_districts.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.state = {row["lgd_district_code"]: row["lgd_state_code"] for row in rows}
        self.names = {row["lgd_district_code"]: (row["name_en"], row["name_hi"]) for row in rows}
        self.districts = list(self.state)
        by_state: dict[str, list[str]] = defaultdict(list)
        for code, state in self.state.items():
            by_state[state].append(code)
        self.by_state = by_state
        self.people = [self.luck.paretovariate(1.1) for _ in self.districts]  # 80/20 inside a country
        with (DATA / "lgd_states.csv").open(encoding="utf-8") as file:
            self.speaks = {row["lgd_state_code"]: row["main_language"] for row in csv.DictReader(file)}
        self.towns: dict[str, list[str]] = defaultdict(list)
        with (DATA / "lgd_urban_local_bodies.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                self.towns[row["lgd_state_code"]].append(row["name_en"].title())
        self._pool: list[str] = []

    def _name(self) -> str:
        if not self._pool:
            self._pool = self.luck.choices(self.words, self.weights, k=10_000)
        return self._pool.pop()

    def child(self) -> Child:
        """A child with everything that could be known of it."""
        luck = self.luck
        home = luck.choices(self.districts, self.people)[0] if luck.random() < 0.02 else self._district()
        state = self.state[home]
        local = LOCAL.get(state, [])
        main = self.speaks.get(state, "hi")
        tongue = luck.choice(local) if local and luck.random() < 0.5 else main
        born = 2026 - luck.triangular(3, 18, 13)
        marks = [self._mark() for _ in range(luck.choices([0, 1, 2], [40, 45, 15])[0])]
        return Child(
            given=self._name(), family=self._name(), father=self._name(), mother=self._name(),
            sex=luck.choice(["boy", "girl"]), born=born, home=home, town=luck.choice(self.towns[state] or ["Rampur"]),
            languages=[tongue], marks=marks, height=luck.gauss(75 + 6 * (2026 - born), 6),
        )  # fmt: skip

    def _district(self) -> str:
        if not getattr(self, "_homes", None):
            self._homes = self.luck.choices(self.districts, self.people, k=10_000)
        return self._homes.pop()

    def _mark(self) -> tuple[str, str, str, str]:
        kind = self.luck.choices([one for one, _ in MARKS], [share for _, share in MARKS])[0]
        return kind, self.luck.choice(PARTS), self.luck.choice(["left", "right", ""]), ""

    def written(self, native: str, state: str) -> str:
        """A word as an office of this State types it: its own script, or Latin as people do."""
        latins = spellings()[native]
        latin = self.luck.choices(list(latins), list(latins.values()))[0]
        if self.luck.random() < 0.5:
            return latin.title()
        if state in BELT:
            return native
        language = self.speaks.get(state, "hi")
        others = other_scripts(language).get(latin) if language in SCRIPTS else None
        return self.luck.choice(others) if others else latin.title()

    def _id(self) -> UUID:
        return UUID(int=self.luck.getrandbits(128))

    def missing(self, child: Child) -> Record:
        """The family's report at their station."""
        luck, on = self.luck, FIRST + timedelta(days=self.luck.randrange((LAST - FIRST).days))
        place = child.home if luck.random() < 0.85 else luck.choice(self.by_state[self.state[child.home]])
        state = self.state[place]
        write = lambda word: self.written(word, state)  # noqa: E731
        age = max(1, int(on.year + on.timetuple().tm_yday / 365 - child.born + luck.gauss(0, 0.4)))
        names = [f"{write(child.given)} {write(child.family)}" if luck.random() < 0.7 else write(child.given)]
        father = f"{write(child.father)} {write(child.family)}" if luck.random() < 0.5 else write(child.father)
        return Record(
            id=self._id(), side="missing", office_no=int(place), event_on=on, names=names,
            father=father if luck.random() < 0.85 else "अज्ञात",
            mother=write(child.mother) if luck.random() < 0.6 else None,
            sex=child.sex, age_value=age, age_basis="parent", state_code=state, district_code=place,
            home_district=child.home, place_words=[child.town] if luck.random() < 0.7 else [],
            languages=child.languages, marks=[one for one in child.marks if luck.random() < 0.8],
            height_cm=round(child.height + luck.gauss(0, 4)) if luck.random() < 0.4 else None,
        )  # fmt: skip

    def found(self, child: Child, lost: date) -> Record:
        """The same child as another office sees it."""
        luck = self.luck
        on = lost + timedelta(days=self._delay())
        place = self._found_at(child.home)
        state = self.state[place]
        write = lambda word: self.written(word, state)  # noqa: E731
        names = [] if luck.random() < 0.12 else [write(child.given if luck.random() > 0.07 else self._name())]
        if names and luck.random() < 0.35:
            names = [f"{names[0]} {write(child.family)}"]
        true_age = on.year + on.timetuple().tm_yday / 365 - child.born
        age = max(1, round(true_age + luck.gauss(0, 1.5)))
        says_place = [child.town if luck.random() < 0.6 else self.names[child.home][luck.randrange(2)]]
        seen = [(k, p, s if luck.random() > 0.15 else "", "") for k, p, s, _ in child.marks if luck.random() < 0.6]
        return Record(
            id=self._id(), side="found", office_no=int(place), event_on=on, names=names,
            father=write(child.father) if luck.random() < 0.4 else None,
            mother=write(child.mother) if luck.random() < 0.3 else None,
            sex=child.sex if luck.random() > 0.005 else None, age_value=age, age_basis="judged by eye",
            state_code=state, district_code=place, home_district=child.home if luck.random() < 0.25 else None,
            place_words=says_place if luck.random() < 0.3 else [],
            languages=child.languages if luck.random() < 0.7 else [],
            marks=seen + ([self._mark()] if luck.random() < 0.15 else []),
            height_cm=round(child.height + luck.gauss(0, 4)) if luck.random() < 0.5 else None,
        )  # fmt: skip

    def _delay(self) -> int:
        """Half within a week, three quarters within a month, a tail of years."""
        draw = self.luck.random()
        if draw < 0.5:
            return self.luck.randrange(0, 8)
        if draw < 0.75:
            return self.luck.randrange(8, 31)
        return 30 + int(self.luck.expovariate(1 / 180))

    def _found_at(self, home: str) -> str:
        draw = self.luck.random()
        if draw < 0.5:
            return home
        return self.luck.choice(self.by_state[self.state[home]]) if draw < 0.85 else self._district()


def informative(record: Record) -> int:
    """How many telling facts beside the name a finding holds."""
    facts = [record.father, record.mother, record.home_district, record.marks, record.place_words]
    return sum(bool(one) for one in facts)


def renamed(record: Record, side: str) -> Record:
    """The same record under another side, for filling a register."""
    return replace(record, side=side)
