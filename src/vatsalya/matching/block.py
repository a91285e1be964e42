"""Which keys to ask for: the rarest first, until a budget of rows is spent."""

from collections.abc import Mapping

INTERACTIVE = 800
NIGHTLY = 3000
UNCOUNTED = 6  # a key that is not in the frequency table stands for few rows


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
