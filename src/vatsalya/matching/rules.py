"""The score of a pair: parts in bits that add up, the chance they stand for, and when to tell.

A score is absolute: it looks at the two records and at how common their facts are,
never at other candidates, so a stranger's record cannot change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from . import levels
from .parts import PARTS
from .record import Person, Traits

ALERT = 22.0  # told at once to both offices; of those told, 19 in 20 were right among a million entries
REVIEW = 14.0  # listed for the weekly look

# The chance that follows from the bits: odds = 2 ** (SLOPE * (bits - log2(register) - OFFSET)).
# Fitted on candidates among 100,000 and 1,000,000 synthetic entries (bench/match.py); the same offset
# held for both. A slope below one says that names, places and times are not independent.
SLOPE = 0.6
OFFSET = 2.9
SMALLEST_REGISTER = 100_000  # a small or new office must not look surer than the country

_RANK = (1.0, 0.7, 0.5, 0.4)  # the second agreeing word of a name says less than the first
MOST_NAME = 16.0


@dataclass(frozen=True)
class Costs:
    """What it costs when two people's names differ: wholly, or in the first word only."""

    differ: float
    first: float
    weight: float = 1.0


CHILD = Costs(differ=-5.0, first=-2.5)
FATHER = Costs(differ=-3.5, first=-2.0, weight=0.9)
MOTHER = Costs(differ=-2.5, first=-1.5, weight=0.9)


@dataclass(frozen=True)
class Scores:
    """Each part's bits for every candidate, and their sum."""

    parts: dict[str, np.ndarray]
    total: np.ndarray


def score(ours: Traits, others: list[Traits], counted: Mapping[str, float] | None = None) -> Scores:
    """Bits of one record with each candidate; `counted` is the register's share of our names."""
    shares = dict(counted or {})
    parts = {
        "name": person(ours.child, [one.child for one in others], CHILD, shares),
        "father": person(_parent(ours.father, ours), [one.father for one in others], FATHER, shares),
        "mother": person(_parent(ours.mother, ours), [one.mother for one in others], MOTHER, shares),
    }
    for name, part in PARTS.items():
        parts[name] = np.fromiter((part(ours, one) for one in others), np.float64, len(others))
    # a place that both name already explains why they are near
    parts["travel"] = np.where((parts["home"] > 3) & (parts["travel"] > 0), parts["travel"] / 2, parts["travel"])
    return Scores(parts, sum(parts.values(), np.zeros(len(others))))


def _parent(parent: Person, ours: Traits) -> Person:
    """A parent without the family name the child has too: it was counted once already."""
    child = {one for name in ours.child.names for one in name}
    names = [[one for one in name if one not in child] or name for name in parent.names]
    return Person(names, parent.soft, parent.given)


def person(ours: Person, theirs: list[Person], costs: Costs, counted: dict[str, float]) -> np.ndarray:
    """Bits of one person's names with each candidate's; order, joining and nicknames do not matter."""
    result = np.zeros(len(theirs))
    filled = [place for place, one in enumerate(theirs) if one.names]
    if not ours.names or not filled:
        return result
    hard = list(dict.fromkeys(one for name in ours.names for one in name))
    words = [*hard, *(one for one in ours.joined() if one not in hard)]
    flat, starts, firsts = _flatten([theirs[place] for place in filled])
    unique = {fold: place for place, fold in enumerate(dict.fromkeys(flat))}
    worth = levels.table(words, list(unique), counted)[1]
    index = np.fromiter((unique[fold] for fold in flat), np.int64, len(flat))
    best = np.maximum.reduceat(worth[:, index], starts, axis=1)
    first_of_ours = best[[words.index(one) for one in ours.first()]].max(axis=0) > 0
    meets = worth.max(axis=0) > 0
    first_of_theirs = np.array([any(meets[unique[one]] for one in first) for first in firsts])
    total = _combined(best, len(hard))
    total = np.minimum(MOST_NAME, total * costs.weight + _soft(ours, [theirs[place] for place in filled]) * (total > 0))
    total += np.where((total > 0) & ~first_of_ours & ~first_of_theirs, costs.first, 0.0)
    result[filled] = np.where(best.max(axis=0) <= 0, costs.differ, total)
    return result


def _flatten(theirs: list[Person]) -> tuple[list[str], list[int], list[list[str]]]:
    flat: list[str] = []
    starts: list[int] = []
    for one in theirs:
        starts.append(len(flat))
        flat += one.words()
    return flat, starts, [one.first() for one in theirs]


def _combined(best: np.ndarray, hard: int) -> np.ndarray:
    """The agreeing words of a name together, or the name written as one word, whichever says more."""
    ranked = -np.sort(-best[:hard], axis=0)[: len(_RANK)]
    apart = (ranked * np.array(_RANK[: len(ranked)])[:, None]).sum(axis=0)
    return np.maximum(apart, best[hard:].max(axis=0)) if len(best) > hard else apart


def _soft(ours: Person, theirs: list[Person]) -> np.ndarray:
    mine = set(ours.soft)
    return np.array([min(2, len(mine.intersection(one.soft))) * levels.SOFT_BITS for one in theirs])


def probability(bits: float, register: int = 0) -> float:
    """The chance that a pair of this score is one child, in a register of this size."""
    chance_alone = np.log2(max(register, SMALLEST_REGISTER)) + OFFSET
    return float(1 / (1 + 2.0 ** -np.clip(SLOPE * (bits - chance_alone), -60, 60)))


def band(bits: float) -> str:
    """alert, review, or weak."""
    return "alert" if bits >= ALERT else "review" if bits >= REVIEW else "weak"


# What a fact of this kind is usually worth when it is known on both sides, to ask for the best first.
_USUAL = {
    "phone": 14,
    "name": 10,
    "mark": 8,
    "home": 6.5,
    "father": 6,
    "mother": 6,
    "words": 5,
    "language": 3,
}
_USUAL |= {"age": 2, "height": 1.2}


def wanted(ours: Traits) -> list[str]:
    """Kinds of facts that are missing from a record, the most telling first."""
    known = {
        "phone": ours.phone, "name": ours.child.names, "mark": ours.marks, "home": ours.home_district or ours.places,
        "father": ours.father.names, "mother": ours.mother.names, "words": ours.words_said,
        "language": ours.languages, "age": ours.born, "height": ours.height,
    }  # fmt: skip
    return [code for code in sorted(_USUAL, key=lambda one: -_USUAL[one]) if not known[code]]
