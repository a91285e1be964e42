"""What each compared fact but the names is worth, in bits; unknown is silence, never a mismatch.

Every part looks at one record and at many candidates in one step, says the bits and the
way in which the two agree (its level), takes its numbers from the weights, and is kept
absolute: it looks at the two records and at nothing else in the register.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from math import log2
from typing import NamedTuple

import numpy as np

from . import geo, growth, rail, rates
from .fold import forms, word
from .levels import BROAD, CORE, FOLD, NARROW, NEAR, level
from .record import Mark, Traits
from .weights import Weights, standard

SILENT = ""
_PLACE_LEVELS = {FOLD: "same", CORE: "core", NEAR: "near", NARROW: "narrow", BROAD: "broad"}


class Part(NamedTuple):
    """Bits for each candidate, and how it agrees: the place of its level in `names`, 0 for silence."""

    bits: np.ndarray
    level: np.ndarray
    names: tuple[str, ...]


class Others:
    """Candidates, with the facts that are numbers in columns."""

    def __init__(self, rows: Sequence[Traits]) -> None:
        self.rows = rows

    def _column(self, take: Callable[[Traits], float], kind: type = np.float64) -> np.ndarray:
        return np.fromiter((take(one) for one in self.rows), kind, len(self.rows))

    @cached_property
    def born(self) -> np.ndarray:
        """Estimated years of birth; not a number where nobody said an age."""
        return self._column(lambda one: np.nan if one.born is None else one.born)

    @cached_property
    def born_error(self) -> np.ndarray:
        """Their likely errors."""
        return self._column(lambda one: one.born_error)

    @cached_property
    def day(self) -> np.ndarray:
        """The day of the loss or the finding, counted."""
        return self._column(lambda one: one.event_on.toordinal())

    @cached_property
    def place(self) -> np.ndarray:
        """The districts' rows in the tables of distances; -1 where nobody said one."""
        rows = geo.index()
        return self._column(lambda one: rows.get(one.district, -1), int)

    @cached_property
    def missing(self) -> np.ndarray:
        """True for reports of a loss."""
        return self._column(lambda one: one.side == "missing", bool)

    @cached_property
    def found(self) -> np.ndarray:
        """True for children found."""
        return self._column(lambda one: one.side == "found", bool)


def _said(bits: np.ndarray, level: np.ndarray, *names: str) -> Part:
    return Part(bits, level, (SILENT, *names))


def _each(ours: Traits, others: Others, one: Callable[[Traits], tuple[float, str]], *names: str) -> Part:
    """A part that has to be looked at candidate by candidate."""
    index = {name: place for place, name in enumerate((SILENT, *names))}
    found = [one(theirs) for theirs in others.rows]
    bits = np.fromiter((worth for worth, _ in found), np.float64, len(found))
    return _said(bits, np.fromiter((index[name] for _, name in found), np.int64, len(found)), *names)


def _stepped(distance: np.ndarray, table: dict | object, unit: str) -> Part:
    """Bits by the first limit that a distance does not pass; not a number is silence."""
    limits, worth = np.array(table["up_to"]), np.array([0.0, *table["bits"]])  # type: ignore[index]
    place = np.minimum(np.searchsorted(limits, np.nan_to_num(distance)), len(limits) - 1) + 1
    place = np.where(np.isnan(distance), 0, place)
    return _said(worth[place], place, *(f"{unit}{limit}" for limit in limits))


def age(ours: Traits, others: Others, w: Weights) -> Part:
    """Birth years reckoned from two ages, each with its likely error by who judged it."""
    table, size = w["age"], len(others.rows)
    if ours.born is None:
        return _said(np.zeros(size), np.zeros(size, int))
    error = np.sqrt(ours.born_error**2 + others.born_error**2 + table["judged"])
    apart = np.abs(ours.born - others.born) / error
    bits = np.log2(table["spread"] * 0.3989 / error) - 0.7213 * apart * apart
    bits = np.where(np.isnan(apart), 0.0, np.clip(bits, table["least"], table["most"]))
    place = np.where(np.isnan(apart), 0, 1 + np.searchsorted([1.0, 2.0, 3.0], np.nan_to_num(apart)))
    return _said(bits, place, "near", "fit", "off", "far")


def sex(ours: Traits, others: Others, w: Weights) -> Part:
    """A wrong sex is rare in a report; transgender children are often entered otherwise."""
    table = w["sex"]
    worth = {one: _sex(ours.sex, one) for one in "bgtu"}
    return _each(
        ours,
        others,
        lambda one: (table[worth[one.sex]] if worth[one.sex] else 0.0, worth[one.sex]),
        "same",
        "same_t",
        "other_t",
        "differs",
    )


def _sex(one: str, other: str) -> str:
    if "u" in (one, other):
        return SILENT
    if one == other:
        return "same_t" if one == "t" else "same"
    return "other_t" if "t" in (one, other) else "differs"


def days_between(one: Traits, other: Traits) -> int:
    """Days from the loss to the finding when that can be told, else days apart."""
    return int(_days(one, Others([other]))[0])


def _days(ours: Traits, others: Others) -> np.ndarray:
    apart = ours.event_on.toordinal() - others.day
    if ours.side == "missing":
        return np.where(others.missing, np.abs(apart), -apart)
    return np.where(others.missing, apart, np.abs(apart))


def time(ours: Traits, others: Others, w: Weights) -> Part:
    """Half of the recovered are found within a week, three quarters within a month; nobody before being lost."""
    days = _days(ours, others)
    part = _stepped(np.abs(days), w["time"], "d")
    against = others.found if ours.side == "missing" else others.missing & (ours.side == "found")
    before = against & (days < -1)
    level = np.where(before, len(part.names), part.level)
    return _said(np.where(before, w["time"]["before"], part.bits), level, *part.names[1:], "before")


def home(ours: Traits, others: Others, w: Weights) -> Part:
    """Where the child says home is, as a district or as a sound, against where it was missed."""
    table, mine = w["home"], home_of(ours)
    places = _Places(ours.places, table)

    def one(theirs: Traits) -> tuple[float, str]:
        said = places.worth(theirs.places)
        other = home_of(theirs)
        if not mine or not other:
            return said, "word" if said else SILENT
        if mine == other:
            return max(table["district"], said), "district"
        near = _state(mine) == _state(other)
        return table["state" if near else "differs"] + said, "word" if said else "state" if near else "differs"

    return _each(ours, others, one, "word", "district", "state", "differs")


def home_of(one: Traits) -> str:
    """The home district that is known, or supposed where a loss was reported."""
    return one.home_district or (one.district if one.side == "missing" else "")


def _state(district: str) -> str:
    found = geo.districts().get(district)
    return found.state if found else district


class _Places:
    """Our place words against many others; the same words come again and again, so each is judged once."""

    def __init__(self, ours: list[str], table: object) -> None:
        self.ours = ours
        self.table = table
        self.known: dict[str, float] = {}

    def worth(self, theirs: list[str]) -> float:
        """The best meeting of two place words."""
        if not self.ours:
            return 0.0
        best = 0.0
        for other in theirs:
            found = self.known.get(other)
            if found is None:
                found = self.known[other] = max(_place(one, other, self.table) for one in self.ours)
            best = max(best, found)
        return best


def _place(ours: str, theirs: str, table: object) -> float:
    if ours == theirs:
        return table["same"]  # type: ignore[index]
    a, b = forms(ours), forms(theirs)
    if a.broad != b.broad or len(a.broad) < 2:
        return 0.0
    found = _PLACE_LEVELS.get(level(a, b, 2))
    return table[found] if found else 0.0  # type: ignore[index]


def travel(ours: Traits, others: Others, w: Weights) -> Part:
    """How far the finding lies from the loss, and whether a train could have done it in the time."""
    table = w["travel"]
    apart = _between(ours, others, geo.straight())
    part = _stepped(apart, table, "km")
    fast = _too_fast(ours, others, apart, table)
    bits, place, names = part.bits + np.where(fast, table["too_fast"], 0.0), part.level.copy(), part.names[1:]
    place[fast] = len(names) + 1
    for row in np.flatnonzero(np.isnan(apart)).tolist() if ours.state else ():
        if others.rows[row].state:
            same = ours.state == others.rows[row].state
            bits[row], place[row] = table["same_state" if same else "other_state"], len(names) + (2 if same else 3)
    return _said(bits, place, *names, "too_fast", "same_state", "other_state")


def _too_fast(ours: Traits, others: Others, apart: np.ndarray, table: object) -> np.ndarray:
    """Which findings no train could have made; weights from before the lines were known go by the straight way."""
    by_rail = table.get("fastest_rail_km_a_day")  # type: ignore[attr-defined]
    km = _between(ours, others, rail.ways().km) if by_rail else apart
    days = _days(ours, others)
    most = by_rail or table["fastest_km_a_day"]  # type: ignore[index]
    return (days >= 0) & (np.nan_to_num(km) / (np.maximum(days, 0) + 1) > most)


def _between(ours: Traits, others: Others, table: np.ndarray) -> np.ndarray:
    """A table of distances from our district to theirs; not a number where one is unknown."""
    row = geo.index().get(ours.district)
    if row is None:
        return np.full(len(others.rows), np.nan)
    return np.where(others.place < 0, np.nan, table[row, others.place])


def on_one_line(ours: Traits, others: Others, w: Weights) -> Part:
    """Far apart, yet one line runs through both; it says the less, the more districts lie on a line with them."""
    table, row = w.tables.get("rail"), geo.index().get(ours.district)
    if not table or row is None:
        return _said(np.zeros(len(others.rows)), np.zeros(len(others.rows), int), "line")
    ways = rail.ways()
    far = np.nan_to_num(_between(ours, others, geo.straight())) > table["from_km"]
    joined = far & (ways.line[row, others.place] != rail.NONE)
    common = np.maximum(ways.share[row], ways.share[others.place])
    worth = np.log2(table["agree"] / np.where(joined, common, 1.0))
    bits = np.where(joined, np.clip(worth, 0.0, table["most"]), 0.0)
    return _said(bits, joined.astype(int), "line")


def language(ours: Traits, others: Others, w: Weights) -> Part:
    """A shared rare language says much; Hindi says little, and hides other mother tongues. Lists are sets."""
    table, mine = w["language"], set(ours.languages)

    def one(theirs: Traits) -> tuple[float, str]:
        shared = mine.intersection(theirs.languages)
        if shared:
            rare = max(log2(table["agree"] / rates.language_share(code)) for code in shared)
            return min(table["most"], rare), "same"
        if not mine or not theirs.languages:
            return 0.0, SILENT
        if mine.union(theirs.languages) <= rates.HINDI_BELT:
            return 0.0, "belt"
        return table["differs"], "differs"

    return _each(ours, others, one, "same", "belt", "differs")


def marks(ours: Traits, others: Others, w: Weights) -> Part:
    """Marks by kind, part and side; a mark that one office did not note is hardly a sign."""
    table = w["mark"]

    def one(theirs: Traits) -> tuple[float, str]:
        if not ours.marks or not theirs.marks:
            return 0.0, SILENT
        worth = [[mark(a, b, w) for b in theirs.marks] for a in ours.marks]
        # each side's marks look for their best counterpart; the side that finds less decides, in either direction
        total = min(_summed([max(row) for row in worth], table), _summed([max(row) for row in zip(*worth)], table))  # noqa: B905
        if total <= 0:
            return table["none"], "none"
        return min(table["most"], total), "several" if total > max(map(max, worth)) else "one"

    return _each(ours, others, one, "one", "several", "none")


def _summed(worth: list[float], table: object) -> float:
    ranked = sorted(worth, reverse=True)
    return ranked[0] + table["more"] * sum(ranked[1:])  # type: ignore[index]


def mark(ours: Mark, theirs: Mark, w: Weights | None = None) -> float:
    """Two marks: left and right are confused often, a cut is called a scar."""
    table = (w or standard())["mark"]
    text = table["text"] if ours.text and theirs.text and _same_text(ours.text, theirs.text) else 0.0
    if ours.part != theirs.part:
        return text
    if ours.kind != theirs.kind:
        return text + (table["kind"] if ours.side == theirs.side and ours.part else 0.0)
    side = ours.side if ours.side == theirs.side else ""
    if ours.side and theirs.side and not side:
        return text + table["side"]
    return text + max(table["least"], log2(table["agree"] / rates.mark_share(ours.kind, ours.part, side)))


def _same_text(ours: str, theirs: str) -> bool:
    return word(ours.replace(" ", "")).broad == word(theirs.replace(" ", "")).broad


def disability(ours: Traits, others: Others, w: Weights) -> Part:
    """A disability is rarely missed when both offices looked."""
    table, mine = w["disability"], ours.disability
    same = min(table["most"], log2(table["agree"] / rates.DISABILITY))

    def one(theirs: Traits) -> tuple[float, str]:
        other = theirs.disability
        if not mine or not other or mine == other == "none":
            return 0.0, SILENT
        if mine == other:
            return same, "same"
        code = "none" if "none" in (mine, other) else "differs"
        return table[code], code

    return _each(ours, others, one, "same", "none", "differs")


def height(ours: Traits, others: Others, w: Weights) -> Part:
    """Heights, once the growth of the time between is reckoned in by age and sex."""
    table = w["height"]
    apart = np.full(len(others.rows), np.nan)
    if ours.height:
        for row, theirs in enumerate(others.rows):
            if theirs.height:
                apart[row] = _height_apart(ours, theirs)
    return _stepped(apart, table, "cm")


def _height_apart(one: Traits, other: Traits) -> float:
    """Centimetres that growth does not explain; a longer time leaves more room."""
    first, second = sorted((one, other), key=lambda found: (found.event_on, found.height))
    years = (second.event_on - first.event_on).days / 365.25
    born = [found.born for found in (one, other) if found.born is not None]
    start = first.event_on.year + first.event_on.timetuple().tm_yday / 365.25
    sexes = {one.sex, other.sex} - {"u", "t"}
    grown = growth.grown(
        sexes.pop() if len(sexes) == 1 else "u", max(0.0, start - sum(born) / len(born)) if born else None, years
    )
    return max(0.0, abs(second.height[0] - first.height[0] - grown) - growth.spread() * grown)


def clothes(ours: Traits, others: Others, w: Weights) -> Part:
    """Clothes count only while they are fresh, and only when both offices wrote the same."""
    table, mine = w["clothes"], set(ours.clothes)
    fresh = np.abs(_days(ours, others)) < table["fresh_days"]
    shared = np.array([len(mine.intersection(one.clothes)) if mine else 0 for one in others.rows], int) * fresh
    return _said(np.minimum(table["most"], table["each"] * shared), np.minimum(shared, 2), "one", "several")


def phone(ours: Traits, others: Others, w: Weights) -> Part:
    """The same telephone number, known to both."""
    same = np.array([bool(ours.phone) and ours.phone == one.phone for one in others.rows], bool)
    return _said(np.where(same, w["phone"]["same"], 0.0), same.astype(int), "same")


def words_said(ours: Traits, others: Others, w: Weights) -> Part:
    """Words the child repeats, as two people heard them, or as a place of the report."""
    table, mine, places = w["words"], set(ours.words_said), set(ours.places)
    sounds = {forms(fold).narrow for fold in mine}

    def one(theirs: Traits) -> tuple[float, str]:
        if not theirs.words_said and not mine:
            return 0.0, SILENT
        said = set(theirs.words_said)
        shared = (mine & said) | mine.intersection(theirs.places) | (said & places)
        if shared:
            return min(table["most"], table["first"] + table["more"] * (len(shared) - 1)), "same"
        if sounds.intersection(forms(fold).narrow for fold in said):
            return table["sound"], "sound"
        return 0.0, SILENT

    return _each(ours, others, one, "same", "sound")


PARTS: dict[str, Callable[[Traits, Others, Weights], Part]] = {
    "age": age, "sex": sex, "time": time, "home": home, "travel": travel, "rail": on_one_line, "language": language,
    "mark": marks, "disability": disability, "height": height, "clothes": clothes, "phone": phone, "words": words_said,
}  # fmt: skip
