"""How two words of a name can agree, and how many bits each way is worth.

The bits of a level are log2(m/u): how often it is seen between two writings of one
name, against how often two different people's names meet at it. The first part
comes from attested pairs of spellings, the second from how common the name is.
Within a level the likeness of the two words counts: writings of one name that meet
only in their skeleton are mostly alike elsewhere too, two names are not.
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
FOLD, CORE, NEAR, NARROW, NICK, BROAD, SLIP, FAINT, NONE = range(9)
#: As a sentence says it, and as weights name it.
LEVELS = ("same", "same", "near", "near", "nick", "sound", "slip", "slip", "none")
CODES = ("same", "core", "near", "narrow", "nick", "broad", "slip", "faint", "none")
#: Below this likeness two words meet only as two different names do.
LEAST_ALIKE = 0.6
_FEW = 9  # so many pairs are compared without the price of starting a bulk call
_FORMS = ("core", "narrow", "broad")


def alike(one: Word, other: Word) -> tuple[int, float]:
    """The edit distance of two cores, and how much the words are alike in three of their forms, 0 to 1."""
    pairs = (one.core, other.core), (one.narrow, other.narrow), (one.broad, other.broad)
    apart = [(Levenshtein.distance(x, y), max(len(x), len(y), 1)) for x, y in pairs]
    return apart[0][0], sum(1 - distance / length for distance, length in apart) / len(_FORMS)


def _compared(ours: list[Word], theirs: list[Word]) -> tuple[np.ndarray, np.ndarray]:
    """Edit distance and likeness of each of our words with each of theirs, as `alike` reckons them."""
    if len(ours) * len(theirs) <= _FEW:
        both = np.array([[alike(x, y) for y in theirs] for x in ours])
        return both[..., 0], both[..., 1]
    cores, likeness = np.array(0), np.zeros((len(ours), len(theirs)))
    for form in _FORMS:
        a, b = [getattr(one, form) for one in ours], [getattr(one, form) for one in theirs]
        distances = cdist(a, b, scorer=Levenshtein.distance, dtype=np.int32)
        lengths = np.maximum.outer(*(np.array([max(1, len(text)) for text in one]) for one in (a, b)))
        likeness += 1 - distances / lengths
        cores = distances if form == "core" else cores
    return cores, likeness / len(_FORMS)


def level(one: Word, other: Word, distance: int, likeness: float = 0.0) -> int:
    """The closest level at which two words meet, given the edit distance of their cores and their likeness."""
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
    if (distance <= 1 and shorter >= 5) or (distance <= 2 and shorter >= 9):
        return SLIP
    return FAINT if likeness >= LEAST_ALIKE else NONE


def _flap(core: str) -> str:
    """ड़ and ढ़ are typed r or d (Rathore, Rathod), never at the beginning of a word."""
    return core.replace("r", "d")


def bits(
    found: int, one: Word, other: Word, counted: float = 0.0, weights: Weights | None = None, likeness: float = 1.0
) -> float:
    """What it is worth that two words meet at a level, less what they are unlike; the commoner of the two decides."""
    if found == NONE:
        return 0.0
    cost = (weights or standard())["word"]
    if found == NICK:
        return float(cost["nick"])
    flap = found == BROAD and one.broad != other.broad  # only an r that is a d: they are as alike as can be
    unlike = 0.0 if flap else max(0.0, cost["alike"] - likeness)
    if found >= SLIP:
        return float(max(cost["least_sound"], cost["slip"] - cost["unlike_slip"] * unlike))
    name = min(rates.name_bits(one.fold, counted), rates.name_bits(other.fold, counted))
    if found <= NEAR:
        return min(cost["most"], max(cost["least_name"], name - cost[CODES[found]]))
    sound = min(rates.sound_bits(one.broad), rates.sound_bits(other.broad), name)
    return max(cost["least_sound"], sound - cost[CODES[found]] - cost["unlike"] * unlike)


def table(
    ours: list[str], theirs: list[str], counted: Mapping[str, float], weights: Weights | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Levels and bits of each of our words with each of theirs; distances are computed in one call."""
    a, b = [forms(one) for one in ours], [forms(one) for one in theirs]
    levels = np.full((len(a), len(b)), NONE, dtype=np.int8)
    worth = np.zeros((len(a), len(b)), dtype=np.float32)
    if not a or not b:
        return levels, worth
    distances, likeness = _compared(a, b)
    look = (distances <= 2) | (likeness >= LEAST_ALIKE)
    for i, x in enumerate(a):
        # only words that meet somewhere are worth a closer look
        near = look[i].nonzero()[0].tolist()
        sounding = [j for j, y in enumerate(b) if y.broad == x.broad]
        short = {forms(fold).narrow for fold in nicknames.relatives(x.fold)}
        related = [j for j, y in enumerate(b) if y.narrow in short] if short else []
        for j in {*near, *sounding, *related}:
            like = float(likeness[i, j])
            found = level(x, b[j], int(distances[i, j]), like)
            levels[i, j] = found
            worth[i, j] = bits(found, x, b[j], counted.get(x.fold, 0.0), weights, like)
    return levels, worth
