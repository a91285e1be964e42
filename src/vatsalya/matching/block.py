"""Which keys to ask for: the rarest first, until a budget of rows is spent."""

from collections.abc import Mapping

INTERACTIVE = 800
NIGHTLY = 3000
MILLION = 1_000_000
UNCOUNTED = 6  # a key that is not in the frequency table stands for few rows


def interactive(size: int) -> int:
    """How many rows one search may look at: 800 up to a million entries, 2,000 at ten million.

    Keys grow commoner as the register grows: with 800 at ten million the right report stands among ten in .785 of the
    searches, with 2,000 in .845 (`bench match`).
    """
    return min(NIGHTLY, round(INTERACTIVE * max(1.0, size / MILLION) ** 0.4))


def rarest(keys: list[int], counts: Mapping[int, int], budget: int = INTERACTIVE) -> list[int]:
    """The keys worth asking for; a common name is never asked for without its frequency."""
    chosen: list[int] = []
    spent = 0
    for key in sorted(keys, key=lambda one: (counts.get(one, UNCOUNTED), one)):
        spent += counts.get(key, UNCOUNTED)
        if spent > budget and chosen:
            break
        chosen.append(key)
    return chosen
