"""Reading an outside file, CSV or Parquet, row by row with its number, a part at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from .columns import BadRow, headings

PART = 5_000
Numbered = tuple[int, dict[str, Any]]
_TELLS_PARQUET = b"PAR1"


class BadFile(ValueError):
    """A file that cannot be read at all; says why and what to do."""


def parts(path: Path) -> Iterator[list[Numbered]]:
    """Rows by our column names, numbered as a reader counts them (the first row of data is 1)."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise BadFile(f"{path.name}: {error.strerror}") from error
    if not start:
        raise BadFile(f"{path.name} is empty")
    return _parquet(path) if start == _TELLS_PARQUET else _csv(path)


def _csv(path: Path) -> Iterator[list[Numbered]]:
    csv.field_size_limit(1 << 20)
    with path.open("rb") as raw:
        opened = io.TextIOWrapper(raw, encoding=_encoding(path), errors="replace", newline="")
        lines = csv.reader((line.replace("\0", "") for line in opened), delimiter=_delimiter(path))
        first = next(lines, [])
        known = _known(first, path)
        places = {column: first.index(heading) for column, heading in known.items()}
        numbered = enumerate(_lines(lines), 1)
        while part := list(islice(numbered, PART)):
            yield [(number, _cells(line, places)) for number, line in part]


def _lines(lines: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """Every line, or nothing for one that is no CSV; an unreadable line never ends the reading."""
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield None
            continue
        if line:
            yield line


def _cells(line: list[str] | None, places: dict[str, int]) -> dict[str, Any]:
    if line is None:
        return {"": "the line is no CSV, or a cell is longer than a million characters"}
    return {column: line[at] for column, at in places.items() if at < len(line)}


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(3)
    return "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _delimiter(path: Path) -> str:
    with path.open(encoding=_encoding(path), errors="replace") as file:
        head = file.readline(65_536)
    return max(",\t;|", key=head.count)


def _known(found: list[str], path: Path) -> dict[str, str]:
    try:
        return headings(found)
    except BadRow as bad:
        raise BadFile(f"{path.name}: {bad}") from bad


def _parquet(path: Path) -> Iterator[list[Numbered]]:
    try:
        from pyarrow import lib, parquet
    except ImportError as error:
        raise BadFile("Parquet needs the bulk programs: run it as ./vatsalya match_import, or give a CSV") from error
    try:
        opened = parquet.ParquetFile(path)
        known = _known(opened.schema_arrow.names, path)
        number = 0
        for batch in opened.iter_batches(batch_size=PART, columns=list(known.values())):
            held = batch.to_pydict()
            rows = [
                dict(zip(known, values, strict=True))
                for values in zip(*(held[heading] for heading in known.values()), strict=True)
            ]
            yield [(number + at, row) for at, row in enumerate(rows, 1)]
            number += len(rows)
    except (lib.ArrowException, OSError) as error:
        raise BadFile(f"{path.name} is no Parquet file that can be read: {str(error)[:200]}") from error
