"""How common a fact is in India: the rarer the fact two records share, the more it says.

Names come from counted words of real registers (data/name_pairs/eci_hi); the rest
are hand-set shares from the census and from what marks homes record. A register's
own counts may only make a name *more* common than here, so that a small register
cannot make an ordinary name look rare.
"""

import csv
import gzip
from collections import Counter
from functools import lru_cache
from math import log2
from pathlib import Path

from . import nicknames
from .fold import forms, word

WORDS = Path(__file__).resolve().parents[1] / "data" / "name_pairs" / "eci_hi.tsv.gz"
RAREST_NAME = 1 / 8192
RAREST_SOUND = 1 / 2048  # a broad skeleton gathers many names

# Share of children who speak it (census 2011, mother tongue, rounded).
LANGUAGES = {
    "hi": 0.43, "bn": 0.08, "mr": 0.07, "te": 0.067, "ta": 0.057, "gu": 0.046, "ur": 0.042, "kn": 0.036, "or": 0.031,
    "ml": 0.029, "pa": 0.027, "bho": 0.042, "mag": 0.0105, "mai": 0.011, "hne": 0.013, "raj": 0.021, "as": 0.0126,
    "en": 0.1, "sat": 0.006, "ks": 0.0056, "ne": 0.0024, "gon": 0.0024, "bhb": 0.0086, "kru": 0.0016, "awa": 0.0031,
    "sd": 0.0023, "doi": 0.0021, "kok": 0.0019, "mni": 0.0015, "brx": 0.0012, "tcy": 0.0015, "hoc": 0.0012,
}  # fmt: skip
RAREST_LANGUAGE = 0.002
# A child of these languages is often written down as a Hindi speaker, so a difference says nothing.
HINDI_BELT = frozenset({"hi", "ur", "bho", "mag", "mai", "hne", "raj", "awa", "bgc", "bns", "gbm", "kfy", "anp", "en"})

MARK_KINDS = {
    "scar": 0.12,
    "mole": 0.2,
    "birthmark": 0.08,
    "burn": 0.03,
    "tattoo": 0.02,
    "cut": 0.08,
    "piercing": 0.1,
}
MARK_KIND = 0.03
MARK_PARTS = {
    "face": 0.12, "forehead": 0.08, "cheek": 0.08, "chin": 0.05, "eye": 0.05, "ear": 0.05, "nose": 0.04, "lip": 0.03,
    "head": 0.06, "neck": 0.05, "shoulder": 0.05, "arm": 0.08, "forearm": 0.06, "elbow": 0.04, "wrist": 0.0185,
    "hand": 0.07, "finger": 0.04, "back": 0.06, "chest": 0.05, "abdomen": 0.05, "stomach": 0.05, "leg": 0.08,
    "thigh": 0.05, "knee": 0.09, "foot": 0.06, "ankle": 0.03,
}  # fmt: skip
MARK_PART = 0.04
DISABILITY = 0.004


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, float], dict[str, float]]:
    folds: Counter[str] = Counter()
    broads: Counter[str] = Counter()
    with gzip.open(WORDS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found = word(row["native"])
            folds[found.core] += int(row["count"])
            broads[found.broad] += int(row["count"])
    total = sum(folds.values())
    share = {key: count / total for key, count in folds.items()}
    return share, {key: count / total for key, count in broads.items()}


@lru_cache(maxsize=1 << 16)
def name_bits(fold: str, counted: float = 0.0) -> float:
    """How many bits it says that two records share this word; `counted` is its share in the register."""
    share = max(_names()[0].get(forms(fold).core, 0.0), nicknames.share(fold))
    return -log2(max(share, counted, RAREST_NAME))


@lru_cache(maxsize=1 << 16)
def sound_bits(broad: str) -> float:
    """How many bits it says that two names have the same broad skeleton."""
    return -log2(max(_names()[1].get(broad, 0.0), RAREST_SOUND))


def language_share(code: str) -> float:
    """The share of children who speak a language."""
    return LANGUAGES.get(code, RAREST_LANGUAGE)


def mark_share(kind: str, part: str, side: str) -> float:
    """The share of children with such a mark."""
    kind_share = MARK_KINDS.get(kind, MARK_KIND)
    part_share = MARK_PARTS.get(part, MARK_PART)
    return kind_share * part_share * {"left": 0.5, "right": 0.5, "both": 0.1}.get(side, 1.0)
