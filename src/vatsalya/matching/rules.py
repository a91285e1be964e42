"""The score of a pair: parts in bits that add up, the chance they stand for, and when to tell.

A score is absolute: it looks at the two records and at how common their facts are in the
country, never at other candidates and never at the register, so a stranger's record cannot
change it. It is the same in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from . import calibration, persons
from .block import MILLION
from .parts import PARTS, Others, Part
from .record import Traits
from .weights import Weights, standard

ALERT = float(standard()["thresholds"]["alert"])  # told at once to both offices
REVIEW = float(standard()["thresholds"]["review"])  # listed for the weekly look
SMALLEST_REGISTER = calibration.SMALLEST_REGISTER
PEOPLE = {"name": "child", "father": "father", "mother": "mother"}


@dataclass(frozen=True)
class Scores:
    """Each part's bits for every candidate, their sum, and the way each part agrees."""

    parts: dict[str, np.ndarray]
    total: np.ndarray
    compared: Mapping[str, Part]

    def level(self, part: str, row: int) -> str:
        """How a part of one pair agrees; empty where one side is silent."""
        found = self.compared[part]
        return found.names[int(found.level[row])]

    def levels(self, row: int) -> dict[str, str]:
        """Every part of one pair that says something, with how it agrees."""
        return {part: level for part in self.compared if (level := self.level(part, row))}


def score(
    ours: Traits,
    others: Sequence[Traits],
    counted: Mapping[str, float] | None = None,
    *,
    weights: Weights | None = None,
    more: Mapping[str, Part] | None = None,
) -> Scores:
    """Bits of one record with each candidate; `more` are parts of plug-ins that a State has switched on."""
    w, rows, columns = weights or standard(), list(others), Others(others)
    compared = {part: persons.compare(which, ours, rows, w, counted or {}) for part, which in PEOPLE.items()}
    compared |= {part: compare(ours, columns, w) for part, compare in PARTS.items()}
    compared |= more or {}
    parts = {part: _learned(part, found, w) for part, found in compared.items()}
    # a place that both name already explains why they are near
    explained = (parts["home"] > w["travel"]["explained_from"]) & (parts["travel"] > 0)
    parts["travel"] = np.where(explained, parts["travel"] * w["travel"]["explained"], parts["travel"])
    return Scores(parts, sum(parts.values(), np.zeros(len(rows))), compared)


def _learned(part: str, found: Part, w: Weights) -> np.ndarray:
    """A part's bits with what decided pairs have taught."""
    shifts = np.array([w.shift(part, level) if level else 0.0 for level in found.names])
    return found.bits + shifts[found.level] if shifts.any() else found.bits


def probability(bits: float, register: int = 0) -> float:
    """The chance that a pair of this score is one child, in a register of this size."""
    return calibration.standard().chance(bits, register)


def alert_line(register: int = 0, weights: Weights | None = None) -> float:
    """Bits from which both offices are told at once; in a register beyond a million more is asked for.

    The score of a pair stays what it is. With 23 bits for all, .921 of what is told is right at ten million; so .957.
    """
    lines = (weights or standard())["thresholds"]
    return float(lines["alert"] + lines["alert_a_doubling"] * np.log2(max(1.0, register / MILLION)))


def band(bits: float, weights: Weights | None = None, register: int = 0) -> str:
    """alert, review, or weak, in a register of this size."""
    if bits >= alert_line(register, weights):
        return "alert"
    return "review" if bits >= (weights or standard())["thresholds"]["review"] else "weak"


def near_equal(bits: Sequence[float], register: int = 0, weights: Weights | None = None) -> list[bool]:
    """Which of these candidates cannot be told apart from the best one: their odds stand within the stated ratio.

    Two at least, and none that is weak by itself: a lonely worthless hit is weak, never undecided.
    """
    w = weights or standard()
    if not bits:
        return []
    within = np.log2(w["thresholds"]["near_equal_odds"])
    table = calibration.standard()
    best = table.odds_bits(max(bits), register)
    alike = [best - table.odds_bits(one, register) <= within and band(one, w, register) != "weak" for one in bits]
    return alike if sum(alike) > 1 else [False] * len(bits)


def verdict(bits: Sequence[float], register: int = 0, weights: Weights | None = None) -> str:
    """What a list of candidates says as a whole: none, weak, possible, strong, or undecided."""
    if not bits:
        return "none"
    if any(near_equal(bits, register, weights)):
        return "undecided"
    return {"alert": "strong", "review": "possible", "weak": "weak"}[band(max(bits), weights, register)]


def thresholds(
    distribution: Sequence[tuple[float, float, float]],
    districts: int,
    per_day: float = 3,
    *,
    precision: float = 0.95,
) -> dict[str, float]:
    """Both lines from what reviewers can look at.

    `distribution`: (bits, pairs a day at this score, of them the same child), for the whole country. The review
    line is the lowest at which the districts' officers see at most `per_day` pairs each; the alert line the lowest
    above it at which what is told is right to `precision`.
    """
    rows = sorted(distribution, reverse=True)
    bits = [row[0] for row in rows]
    pairs, right = np.cumsum([row[1] for row in rows]), np.cumsum([row[2] for row in rows])
    held = [place for place in range(len(rows)) if pairs[place] <= districts * per_day]
    review = bits[held[-1]] if held else bits[0] + 1
    sure = [one for one, n, r in zip(bits, pairs, right, strict=True) if n and r / n >= precision]
    return {"review": float(review), "alert": float(max(review, min(sure, default=bits[0] + 1)))}


# What a fact of this kind is usually worth when it is known on both sides, to ask for the best first.
_USUAL = {"phone": 14, "name": 10, "mark": 8, "home": 6.5, "father": 6, "mother": 6, "words": 5, "language": 3}
_USUAL |= {"age": 2, "height": 1.2}


def wanted(ours: Traits) -> list[str]:
    """Kinds of facts that are missing from a record, the most telling first."""
    known = {
        "phone": ours.phone, "name": ours.child.names, "mark": ours.marks, "home": ours.home_district or ours.places,
        "father": ours.father.names, "mother": ours.mother.names, "words": ours.words_said,
        "language": ours.languages, "age": ours.born, "height": ours.height,
    }  # fmt: skip
    return [code for code in sorted(_USUAL, key=lambda one: -_USUAL[one]) if not known[code]]
