"""How two words of a name can agree, and how many bits each way is worth.

The bits of a level are log2(m/u): how often it is seen between two writings of one
name, against how often two different people's names meet at it. The first part
comes from attested pairs of spellings, the second from how common the name is.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from . import nicknames, rates
from .fold import Word, forms
from .weights import Weights, standard

# Closest first.
FOLD, CORE, NEAR, NARROW, NICK, BROAD, SLIP, NONE = range(8)
#: As a sentence says it, and as weights name it.
LEVELS = ("same", "same", "near", "near", "nick", "sound", "slip", "none")
CODES = ("same", "core", "near", "narrow", "nick", "broad", "slip", "none")


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
        if one.narrow == other.narrow:
            return NARROW
        return NICK if nicknames.related(one.narrow, other.narrow) else BROAD
    if nicknames.related(one.narrow, other.narrow):
        return NICK
    if shorter >= 3 and one.core[:1] == other.core[:1] and _flap(one.core) == _flap(other.core):
        return BROAD
    return SLIP if (distance <= 1 and shorter >= 5) or (distance <= 2 and shorter >= 9) else NONE


def _flap(core: str) -> str:
    """ड़ and ढ़ are typed r or d (Rathore, Rathod), never at the beginning of a word."""
    return core.replace("r", "d")


def bits(found: int, one: Word, other: Word, counted: float = 0.0, weights: Weights | None = None) -> float:
    """What it is worth that two words meet at a level; the commoner of the two decides."""
    if found == NONE:
        return 0.0
    cost = (weights or standard())["word"]
    if found in (SLIP, NICK):
        return float(cost[CODES[found]])
    name = min(rates.name_bits(one.fold, counted), rates.name_bits(other.fold, counted))
    if found <= NEAR:
        return min(cost["most"], max(cost["least_name"], name - cost[CODES[found]]))
    sound = min(rates.sound_bits(one.broad), rates.sound_bits(other.broad), name)
    return max(cost["least_sound"], sound - cost[CODES[found]])


def table(
    ours: list[str], theirs: list[str], counted: Mapping[str, float], weights: Weights | None = None
) -> tuple[np.ndarray, np.ndarray]:
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
        short = {forms(fold).narrow for fold in nicknames.relatives(x.fold)}
        related = [j for j, y in enumerate(b) if y.narrow in short] if short else []
        for j in {*near, *sounding, *related}:
            found = level(x, b[j], int(distances[i, j]))
            levels[i, j] = found
            worth[i, j] = bits(found, x, b[j], counted.get(x.fold, 0.0), weights)
    return levels, worth
