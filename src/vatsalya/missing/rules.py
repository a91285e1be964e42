"""Pure rules: how two facts compare, and when two numbers given elsewhere are the same. No database, no clock."""

import re
import unicodedata
from typing import Any

MATCH, NEAR, DIFFERS, ONE_SIDE, UNKNOWN = "match", "near", "differs", "one", "unknown"
#: Both sides know it, each in its own way (a district, a child's word for home): a person compares.
LOOK = "look"


def compare(left: Any, right: Any) -> str:
    """match, differs, one (only one side is known) or unknown; which side is which does not matter."""
    one, two = _values(left), _values(right)
    if not one and not two:
        return UNKNOWN
    if not one or not two:
        return ONE_SIDE
    return MATCH if one <= two or two <= one else DIFFERS


def _values(given: Any) -> frozenset[str]:
    """A fact as a set of plain words: a single value is a list of one, order says nothing."""
    if given is None or given == "":
        return frozenset()
    many = given if isinstance(given, list | tuple | set | frozenset) else [given]
    return frozenset(_plain(one) for one in many if one not in (None, ""))


def _plain(given: Any) -> str:
    if isinstance(given, dict):
        return " ".join(_plain(given[key]) for key in sorted(given) if given[key] not in (None, ""))
    if isinstance(given, float) and given.is_integer():
        return str(int(given))
    return unicodedata.normalize("NFKC", str(given)).casefold().strip()


def by_bits(code: str, bits: float) -> str:
    """What a reason of the engine says of two known facts: the same, nearly, or not."""
    if bits < 0:
        return DIFFERS
    return MATCH if code.rpartition(".")[2] in ("same", "district") else NEAR


def cleaned(identifier: str | None) -> str:
    """A number given elsewhere as it is compared: letters and digits alone; empty is nobody's number.

    ER/054/8/56, er 054 8 56 and ER05485 6 are one; test1 and test1111 are two.
    """
    text = unicodedata.normalize("NFKC", identifier or "").upper()
    digits = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    return re.sub(r"[\W_]+", "", digits)
