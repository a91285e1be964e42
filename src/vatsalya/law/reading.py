"""Reading a law file so that a mistake is told with its file and key."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .shapes import Words

LANGUAGES = ("en", "hi")
_MISSING: Any = object()


class LawError(ValueError):
    """Law data that cannot be right: says which file and which key."""


def toml(path: Path) -> "Row":
    """A law file as a row that knows its name."""
    try:
        return Row(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, FileNotFoundError) as wrong:
        raise LawError(f"{path.name}: {wrong}") from wrong


class Row:
    """A table of a law file; every key must be asked for, so that a misspelt one is found."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise LawError(f"{where}: a table is expected")
        self.data, self.where, self._asked = data, where, set[str]()

    def wrong(self, key: str, why: str) -> LawError:
        """The error for a key of this table."""
        return LawError(f"{self.where}: '{key}' {why}")

    def get(self, key: str, kind: Any = object, default: Any = _MISSING, among: Any = None) -> Any:
        """The value of a key, of the right kind and among the values allowed."""
        self._asked.add(key)
        value = self.data.get(key, default)
        if value is _MISSING:
            raise self.wrong(key, "is missing")
        if key in self.data and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise self.wrong(key, f"is {value!r}, which is not of the right kind")
        if among is not None and value not in among:
            raise self.wrong(key, f"is {value!r}; it may be {', '.join(map(str, sorted(among)))}")
        return value

    def words(self, key: str, default: Any = _MISSING) -> Words:
        """A text in both languages."""
        raw = self.get(key, dict, default)
        if key in self.data and (set(raw) != set(LANGUAGES) or not all(isinstance(t, str) for t in raw.values())):
            raise self.wrong(key, "must hold en and hi, and nothing else")
        return raw

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """A list of texts."""
        raw = self.get(key, list, default)
        if not all(isinstance(item, str) for item in raw):
            raise self.wrong(key, "must be a list of texts")
        return tuple(raw)

    def rows(self, key: str, default: Any = _MISSING) -> list["Row"]:
        """A list of tables."""
        return [Row(item, f"{self.where} {key} {place}") for place, item in enumerate(self.get(key, list, default), 1)]

    def tables(self, key: str) -> Iterator[tuple[str, "Row"]]:
        """Tables by name under a key."""
        yield from Row(self.get(key, dict), f"{self.where} {key}").each()

    def each(self) -> Iterator[tuple[str, "Row"]]:
        """Every table of this one by its name."""
        for name, item in self.data.items():
            self._asked.add(name)
            yield name, Row(item, f"{self.where} {name}")

    def dates(self) -> dict[str, Any]:
        """From and until when it is in force."""
        first, last = self.get("valid_from", date), self.get("valid_to", date, None)
        if last is not None and last < first:
            raise self.wrong("valid_to", "lies before valid_from")
        return {"valid_from": first, "valid_to": last}

    def end(self) -> None:
        """Nothing may be left that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                raise self.wrong(key, "is not a key of this table")


def words_by_code(path: Path) -> dict[str, Words]:
    """A file that holds texts by code: sentences or a code list."""
    row = toml(path)
    return {code: row.words(code) for code in row.data}
