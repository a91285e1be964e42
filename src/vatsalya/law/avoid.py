"""Words that the Act keeps away from children, and what is said instead (s.3(viii): non-stigmatising words)."""

import re
from collections.abc import Iterable
from pathlib import Path

from .reading import toml
from .shapes import Avoided

#: In Devanagari a sign after a letter belongs to the word; "\\w" alone does not know that.
_LETTER = r"[\w\u0900-\u0963]"


def avoided(path: Path) -> tuple[Avoided, ...]:
    """The list, from its file."""
    file = toml(path)
    found = []
    for row in file.rows("words"):
        found.append(Avoided(row.texts("en"), row.texts("hi"), row.words("instead")))
        row.end()
    file.end()
    return tuple(found)


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for words as whole words, the longest first, whatever their letters."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!{_LETTER})({'|'.join(map(re.escape, ordered))})(?!{_LETTER})", re.IGNORECASE)


def found_in(text: str, words: Iterable[Avoided]) -> list[Avoided]:
    """Which of the avoided words stand in a text."""
    return [item for item in words if pattern((*item.en, *item.hi)).search(text)]
