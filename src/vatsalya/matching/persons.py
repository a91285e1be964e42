"""One person's names against many: order, joining and nicknames do not matter, and neither does the direction."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from . import levels
from .parts import SILENT, Part
from .record import Person, Traits
from .weights import Weights

#: In the order of levels.CODES; a word that meets while both first words meet nothing is only a part of the name.
_NAMES = (SILENT, *levels.CODES[:-1], "differs", "part")
_PART = len(_NAMES) - 1


def compare(which: str, ours: Traits, rows: list[Traits], w: Weights, counted: Mapping[str, float]) -> Part:
    """The child's, the father's or the mother's names of one record with each candidate's."""
    table = w["name" if which == "child" else which]
    mine, theirs = _person(which, ours), [_person(which, one) for one in rows]
    bits, level = np.zeros(len(rows)), np.zeros(len(rows), int)
    filled = [place for place, one in enumerate(theirs) if one.names]
    if mine.names and filled:
        bits[filled], level[filled] = _compared(mine, [theirs[place] for place in filled], table, w, counted)
    return Part(bits, level, _NAMES)


def _person(which: str, one: Traits) -> Person:
    """A father without the family name the child has too: it was counted once already."""
    person: Person = getattr(one, which)
    if which != "father" or not person.names or not one.child.names:
        return person
    child = {word for name in one.child.names for word in name}
    if all(child.isdisjoint(name) for name in person.names):
        return person
    names = [[word for word in name if word not in child] or name for name in person.names]
    return Person(names, person.soft, person.given)


def _compared(
    ours: Person, theirs: list[Person], table: Mapping, w: Weights, counted: Mapping[str, float]
) -> tuple[np.ndarray, np.ndarray]:
    hard = list(dict.fromkeys(word for name in ours.names for word in name))
    words = [*hard, *(one for one in ours.joined() if one not in hard)]
    grid = _Grid(words, theirs, w, counted)
    first = _firsts_meet(ours, words, theirs, grid)
    total = np.minimum(_combined(grid.ours[: len(hard)], grid.ours[len(hard) :], w), grid.backward(w))
    soft = _soft(ours, theirs) * w["word"]["soft"]
    total = np.minimum(w["word"]["most_name"], total * table["weight"] + soft * (total > 0))
    total += np.where((total > 0) & ~first, table["first"], 0.0)
    apart = grid.ours.max(axis=0) <= 0
    level = np.where((total > 0) | first, 1 + grid.closest, _PART)
    return np.where(apart, table["differs"], total), np.where(apart, 1 + levels.NONE, level)


class _Grid:
    """Bits of each of our words with each candidate's best, and of each candidate's words with our best."""

    def __init__(self, words: list[str], theirs: list[Person], w: Weights, counted: Mapping[str, float]) -> None:
        flat: list[str] = []
        starts, self.hards, self.all = [], [], []
        for one in theirs:
            hard = list(dict.fromkeys(word for name in one.names for word in name))
            found = [*hard, *(word for word in one.joined() if word not in hard)] if _many(one) else hard
            starts.append(len(flat))
            self.hards.append(len(hard))
            self.all.append(len(found))
            flat += found
        self.unique = {fold: place for place, fold in enumerate(dict.fromkeys(flat))}
        met, self.worth = levels.table(words, list(self.unique), counted, w)
        index = np.fromiter((self.unique[fold] for fold in flat), np.int64, len(flat))
        self.starts = np.array(starts)
        self.ours = np.maximum.reduceat(self.worth[:, index], self.starts, axis=1)
        self.best = self.worth.max(axis=0)
        self.flat_best = self.best[index]
        self.closest = np.minimum.reduceat(met.min(axis=0)[index], self.starts)

    def backward(self, w: Weights) -> np.ndarray:
        """The same sum seen from each candidate's words."""
        widest = max(self.all)
        lengths = np.array(self.all)
        padded = np.zeros((len(lengths), widest))
        padded[np.arange(widest)[None, :] < lengths[:, None]] = self.flat_best
        own = np.arange(widest)[None, :] < np.array(self.hards)[:, None]
        return _combined(np.where(own, padded, 0.0).T, np.where(own, 0.0, padded).T, w)


def _many(one: Person) -> bool:
    return any(len(name) > 1 for name in one.names)


def _combined(hard: np.ndarray, joined: np.ndarray, w: Weights) -> np.ndarray:
    """The agreeing words of a name together, or the name written as one word, whichever says more."""
    ranks = np.array(w["word"]["ranks"])
    ranked = -np.sort(-hard, axis=0)[: len(ranks)]
    apart = (ranked * ranks[: len(ranked)][:, None]).sum(axis=0)
    return np.maximum(apart, joined.max(axis=0)) if len(joined) else apart


def _firsts_meet(ours: Person, words: list[str], theirs: list[Person], grid: _Grid) -> np.ndarray:
    """True where the first word of either side meets something of the other."""
    mine = grid.ours[[words.index(one) for one in ours.first()]].max(axis=0) > 0
    meets = {fold for fold, place in grid.unique.items() if grid.best[place] > 0}
    yours = np.array([any(word in meets for word in one.first()) for one in theirs], bool)
    return mine | yours


def _soft(ours: Person, theirs: list[Person]) -> np.ndarray:
    mine = set(ours.soft)
    if not mine:
        return np.zeros(len(theirs))
    return np.array([min(2, len(mine.intersection(one.soft))) for one in theirs])
