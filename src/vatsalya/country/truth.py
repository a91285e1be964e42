"""The truth of the country in a file outside the database: which records are one child."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .records import Batch


def path(data: Path) -> Path:
    """Where the truth lies in a data folder."""
    return data / "country" / "truth.jsonl"


def write(batches: Iterable[Batch], data: Path) -> Iterator[Batch]:
    """Hand the batches on, writing the pairs of each on the way."""
    file = path(data)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as lines:
        for batch in batches:
            for row in batch.pairs.rows():
                lines.write(json.dumps(row, separators=(",", ":")) + "\n")
            yield batch


def read(data: Path) -> Iterator[dict[str, Any]]:
    """The pairs: kind, child, left, right, interstate, recognised."""
    with path(data).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
