"""What children are called at home: names so common that they hardly tell, and short forms of other names."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from .fold import forms, word

FILE = Path(__file__).parent / "nicknames.toml"
MOST_RELATIVES = 8


@lru_cache(maxsize=1)
def data() -> dict[str, Any]:
    """The lists with their date."""
    with FILE.open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(word(text).narrow for text in data()["common"])


@lru_cache(maxsize=1)
def _families() -> dict[str, dict[str, str]]:
    """Of each sound, the folds it may stand for or be short for; both ways."""
    found: dict[str, dict[str, str]] = {}
    for short, longer in data()["short"].items():
        for name in longer:
            one, other = word(short), word(name.replace(" ", ""))
            if one.core != other.core:
                found.setdefault(one.narrow, {})[other.narrow] = other.fold
                found.setdefault(other.narrow, {})[one.narrow] = one.fold
    return found


def share(fold: str) -> float:
    """The share of children who are called so, when it is a household name; else nothing."""
    return 1 / data()["common_share"] if forms(fold).narrow in _common() else 0.0


def related(one: str, other: str) -> bool:
    """True when one name (by its narrow form) is a short form of the other."""
    return other in _families().get(one, ())


def relatives(fold: str) -> list[str]:
    """Other names the same child may be entered under."""
    return list(_families().get(forms(fold).narrow, {}).values())[:MOST_RELATIVES]
