"""How well spellings of one name meet, on attested pairs that no rule was made from; by script, with baselines.

    ./vatsalya bench names --records 10000 --json

For each held-out pair (a word in its own script, and how somebody typed it in Latin letters) the Latin writing is
looked for among N words of the same script: does the right word stand among the first ten? And of pairs of different
words, drawn at random as often as they are used: how many wrongly reach the level at which a name counts as the same.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402
from rapidfuzz.process import cdist  # noqa: E402

from bench.synthetic import DATA, held_out  # noqa: E402
from vatsalya.matching import levels, rates  # noqa: E402
from vatsalya.matching.fold import Word, word  # noqa: E402
from vatsalya.matching.scripts import sounds  # noqa: E402

TOP = 10
Pair = tuple[str, str]


def pairs(name: str, limit: int, luck: random.Random) -> tuple[list[Pair], list[str]]:
    """Held-out pairs of a file (each word once, with a writing drawn by how often it was seen), and all its words."""
    latins: dict[str, list[tuple[str, int]]] = defaultdict(list)
    with gzip.open(DATA / "name_pairs" / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row["native"]) > 2 and len(row["latin"]) > 2:
                latins[row["native"]].append((row["latin"], int(row["count"])))
    unseen = sorted(native for native in latins if held_out(native))
    luck.shuffle(unseen)
    drawn = []
    for native in unseen[:limit]:
        writings, counts = zip(*latins[native], strict=True)
        drawn.append((native, luck.choices(writings, counts)[0]))
    return drawn, sorted(latins)


def _ours(asked: list[str], words: list[str]) -> np.ndarray:
    """Bits of each asked writing with each word, as the engine gives them; what does not meet is ordered by nothing."""
    ours, theirs = [word(text).fold for text in asked], [word(text).fold for text in words]
    unique = {fold: place for place, fold in enumerate(dict.fromkeys(theirs))}
    worth = levels.table(ours, list(unique), {})[1]
    return worth[:, np.fromiter((unique[fold] for fold in theirs), int, len(theirs))]


def _trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _trigram(asked: list[str], words: list[str]) -> np.ndarray:
    """Share of common trigrams of a plain romanisation, as pg_trgm counts it."""
    index: dict[str, list[int]] = defaultdict(list)
    sizes = np.zeros(len(words))
    for place, text in enumerate(words):
        grams = _trigrams(sounds(text))
        sizes[place] = len(grams)
        for gram in grams:
            index[gram].append(place)
    found = np.zeros((len(asked), len(words)), dtype=np.float32)
    for row, text in enumerate(asked):
        grams = _trigrams(text.lower())
        for gram in grams:
            found[row, index.get(gram, [])] += 1
        found[row] /= np.maximum(1, len(grams) + sizes - found[row])
    return found


def _edit(asked: list[str], words: list[str]) -> np.ndarray:
    """Edit distance of plain romanisations."""
    plain = [sounds(text) for text in words]
    return -cdist([text.lower() for text in asked], plain, scorer=Levenshtein.distance).astype(np.float32)


_CODES = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")


def soundex(latin: str) -> str:
    """A code of consonants as English archives use it: what "sounds like" search usually means."""
    text = "".join(char for char in latin.lower() if "a" <= char <= "z")
    if not text:
        return ""
    coded = [char for char in text.translate(_CODES) if char.isdigit() or char in "aeiouy"]
    kept = [char for place, char in enumerate(coded[1:], 1) if char.isdigit() and char != coded[place - 1]]
    return text[0] + "".join(kept)[:3]


def _soundex(asked: list[str], words: list[str]) -> np.ndarray:
    theirs = np.array([soundex(sounds(text)) for text in words])
    return np.array([theirs == soundex(text) for text in asked], dtype=np.float32)


def _exact(asked: list[str], words: list[str]) -> np.ndarray:
    theirs = np.array([sounds(text) for text in words])
    return np.array([theirs == text.lower() for text in asked], dtype=np.float32)


WAYS: dict[str, Callable[[list[str], list[str]], np.ndarray]] = {
    "engine": _ours,
    "exact after plain romanisation": _exact,
    "soundex": _soundex,
    "trigram": _trigram,
    "edit distance": _edit,
}


def among_ten(asked: list[Pair], words: list[str], way: Callable[[list[str], list[str]], np.ndarray]) -> float:
    """Share of writings whose word stands among the first ten; where many are equal, by the share of them in it."""
    scores = way([latin for _, latin in asked], words)
    place = {text: row for row, text in enumerate(words)}
    met = 0.0
    for row, (native, _) in enumerate(asked):
        own = scores[row, place[native]]
        if own <= scores[row].min():
            continue  # it did not meet at all
        above, equal = int((scores[row] > own).sum()), int((scores[row] == own).sum())
        met += min(1.0, max(0, TOP - above) / equal)
    return round(met / max(1, len(asked)), 3)


def _level(one: Word, other: Word) -> int:
    return levels.level(one, other, *levels.alike(one, other))


def by_level(asked: list[Pair]) -> dict[str, float]:
    """At which level the two writings of one word meet."""
    met = [levels.CODES[_level(word(native), word(latin))] for native, latin in asked]
    return {code: round(met.count(code) / max(1, len(met)), 3) for code in levels.CODES}


def different(draws: int, luck: random.Random) -> dict[str, float]:
    """Of two different names, drawn as often as they are used: the share that wrongly meets at each level."""
    counts: dict[str, int] = defaultdict(int)
    written: dict[str, list[str]] = defaultdict(list)
    with gzip.open(rates.WORDS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            counts[row["native"]] += int(row["count"])
            written[row["native"]].append(row["latin"])
    # two native words that somebody typed alike may be one name: they are no proof of an error
    natives = [native for native in counts if held_out(native) and len(native) > 2]
    weights = [counts[native] for native in natives]
    ones, others = (luck.choices(natives, weights, k=draws) for _ in range(2))
    met = [
        levels.CODES[_level(word(luck.choice(written[one])), word(other))]
        for one, other in zip(ones, others, strict=True)
        if one != other and not set(written[one]) & set(written[other])
    ]
    return {"n": len(met)} | {code: round(met.count(code) / max(1, len(met)), 5) for code in levels.CODES}


FILES = (
    "eci_hi", "eroll_ml", "eroll_pa", "dakshina_bn", "dakshina_gu", "dakshina_hi", "dakshina_kn", "dakshina_ml",
    "dakshina_mr", "dakshina_pa", "dakshina_ta", "dakshina_te", "dakshina_ur", "aksharantar_as", "aksharantar_or",
    "aksharantar_ur", "aksharantar_mai", "aksharantar_kok", "aksharantar_mni", "aksharantar_ks",
)  # fmt: skip


def run(*, names: int = 10_000, asked: int = 300, seed: int = 7, files: tuple[str, ...] = FILES) -> dict[str, Any]:
    """The whole measurement as one dictionary."""
    luck = random.Random(seed)
    found: dict[str, dict[str, Any]] = {}
    for name in files:
        drawn, words = pairs(name, asked, luck)
        others = luck.sample(words, min(len(words), names))
        among = sorted({*others[: max(0, names - len(drawn))], *(native for native, _ in drawn)})
        found[name] = {"asked": len(drawn), "among": len(among)}
        found[name] |= {"in_first_ten": {way: among_ten(drawn, among, score) for way, score in WAYS.items()}}
        found[name] |= {"level": by_level(drawn)}
    ways = {way: round(float(np.mean([one["in_first_ten"][way] for one in found.values()])), 3) for way in WAYS}
    return {
        "names": names,
        "seed": seed,
        "by_script": found,
        "in_first_ten": ways,
        "different_names_meet": different(20_000, luck),
    }


if __name__ == "__main__":
    json.dump(run(names=int(sys.argv[1]) if len(sys.argv) > 1 else 10_000), sys.stdout, ensure_ascii=False, indent=1)
