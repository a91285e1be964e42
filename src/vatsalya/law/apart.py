"""Codes of one list that do not stand together in one order, and the finding on which the others rest."""

from dataclasses import dataclass
from pathlib import Path

from .reading import Row, toml


@dataclass(frozen=True)
class Apart:
    """Of each row of codes at most one may be chosen; `first` belongs to every choice."""

    first: str
    rows: tuple[tuple[str, ...], ...]

    def clash(self, chosen: list[str]) -> tuple[str, str] | None:
        """Two chosen codes that contradict each other, if any."""
        for row in self.rows:
            found = [code for code in row if code in chosen]
            if len(found) > 1:
                return found[0], found[1]
        return None


def apart(path: Path) -> dict[str, Apart]:
    """What excludes what, by the name of the code list."""
    return {name: _apart(row) for name, row in toml(path).each()}


def _apart(row: Row) -> Apart:
    rows = row.get("rows", list)
    if not all(isinstance(one, list) and all(isinstance(code, str) for code in one) for one in rows):
        raise row.wrong("rows", "must be lists of codes")
    made = Apart(row.get("first", str), tuple(tuple(one) for one in rows))
    row.end()
    return made
