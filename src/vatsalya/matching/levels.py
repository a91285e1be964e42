"""How two words of a name can agree, and how many bits each way is worth.

The bits of a level are log2(m/u): how often it is seen between two writings of one
name, against how often two different people's names meet at it. The first part
comes from attested pairs of spellings, the second from how common the name is.
"""

from __future__ import annotations

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from . import rates
from .fold import Word, forms

# Closest first. A level's cost is what it takes off the bits of the name (or of its sound).
FOLD, CORE, NEAR, NARROW, BROAD, SLIP, NONE = range(7)
LEVELS = ("same", "same", "near", "near", "sound", "slip", "none")
_COST = {FOLD: 0.6, CORE: 1.2, NEAR: 3.5}
_SOUND_COST = {NARROW: 1.0, BROAD: 4.0}
SLIP_BITS = 2.0  # one letter apart in a long word, other consonants
MOST = 12.0
SOFT_BITS = 0.6


def level(one: Word, other: Word, distance: int) -> int:
    """The closest level at which two words meet, given the edit distance of their cores."""
    if one.fold == other.fold:
        return FOLD
    if one.core == other.core:
        return CORE
    shorter = min(len(one.core), len(other.core))
    if one.broad == other.broad and one.broad:
        # Karan and Kiran: in a short word one clear vowel makes another name
        alike = one.narrow == other.narrow or shorter >= 5
        if (distance <= 1 and shorter >= 3 and alike) or (distance <= 2 and shorter >= 7):
            return NEAR
        return NARROW if one.narrow == other.narrow else BROAD
    return SLIP if (distance <= 1 and shorter >= 5) or (distance <= 2 and shorter >= 9) else NONE


def bits(found: int, one: Word, other: Word, counted: float = 0.0) -> float:
    """What it is worth that two words meet at a level; the commoner of the two decides."""
    if found == NONE:
        return 0.0
    if found == SLIP:
        return SLIP_BITS
    name = min(rates.name_bits(one.fold, counted), rates.name_bits(other.fold))
    if found in _COST:
        return min(MOST, max(0.5, name - _COST[found]))
    sound = min(rates.sound_bits(one.broad), rates.sound_bits(other.broad), name)
    return max(0.3, sound - _SOUND_COST[found])


def table(ours: list[str], theirs: list[str], counted: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Levels and bits of each of our words with each of theirs; distances are computed in one call."""
    a, b = [forms(one) for one in ours], [forms(one) for one in theirs]
    levels = np.full((len(a), len(b)), NONE, dtype=np.int8)
    worth = np.zeros((len(a), len(b)), dtype=np.float32)
    if not a or not b:
        return levels, worth
    distances = cdist([x.core for x in a], [y.core for y in b], scorer=Levenshtein.distance, score_cutoff=2)
    for i, x in enumerate(a):
        # only words that meet somewhere are worth a closer look
        near = np.flatnonzero(distances[i] <= 2).tolist()
        sounding = [j for j, y in enumerate(b) if y.broad == x.broad]
        for j in {*near, *sounding}:
            found = level(x, b[j], int(distances[i, j]))
            levels[i, j] = found
            worth[i, j] = bits(found, x, b[j], counted.get(x.fold, 0.0))
    return levels, worth
