"""A name in Latin letters, for readers of English: as most people in the country's registers type it.

Whatever no register holds is written by the sounds that the comparison itself hears (`scripts.sounds`), so that there
is one reading of a script and not two. It is a help to say the name; it is never stored and never compared.
"""

import gzip
from functools import cache
from pathlib import Path

from .scripts import sounds

PAIRS = Path(__file__).resolve().parents[1] / "data" / "name_pairs"
#: First character of a script, and its registers of typed words, the surest first.
FILES = {
    0x0900: ("eci_hi", "dakshina_hi"), 0x0980: ("dakshina_bn",), 0x0A00: ("eroll_pa", "dakshina_pa"),
    0x0A80: ("dakshina_gu",), 0x0B00: ("aksharantar_or",), 0x0B80: ("dakshina_ta",), 0x0C00: ("dakshina_te",),
    0x0C80: ("dakshina_kn",), 0x0D00: ("eroll_ml", "dakshina_ml"), 0x0600: ("dakshina_ur",),
}  # fmt: skip


def in_latin(name: str) -> str:
    """The name in Latin letters; empty when it stands in them already."""
    words = name.split()
    return "" if all(word.isascii() for word in words) else " ".join(filter(None, map(_word, words)))


def _word(word: str) -> str:
    return word if word.isascii() else (_typed(word) or sounds(word).replace("c", "ch")).title()


def _typed(word: str) -> str:
    """How most people type this word; empty when nobody did."""
    files = FILES.get(0x0600 if 0x0600 <= ord(word[0]) < 0x0780 else ord(word[0]) & ~0x7F, ())
    return next((found for file in files if (found := _words(file).get(word))), "")


@cache
def _words(file: str) -> dict[str, str]:
    """The commonest typing of each word of a register."""
    best: dict[str, tuple[int, str]] = {}
    for line in gzip.decompress((PAIRS / f"{file}.tsv.gz").read_bytes()).decode().splitlines()[1:]:
        native, latin, count = line.split("\t")
        best[native] = max(best.get(native, (0, "")), (int(count), latin))
    return {native: latin for native, (_count, latin) in best.items()}
