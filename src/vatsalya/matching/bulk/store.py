"""A register's open entries as plain files: columns, sealed traits, and an index of keys in the order of the keys.

Everything is read through memory maps, so that a run needs little memory of its own however large the register is.
What was sealed stays sealed; the folder goes when the run is over.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from .parallel import Progress

PAGE = 10_000
COMMON = 3_000  # a key that more entries share is never looked under
PARTITIONS = 64
_ENTRY = np.dtype([("id", "V16"), ("matter", "V16"), ("child", "V16"), ("office", "<i4"), ("event", "<i4"),
                 ("from", "<i2"), ("to", "<i2"), ("sex", "S1"), ("side", "S1"), ("state", "S8"), ("district", "S8"),
                 ("at", "<i8"), ("length", "<i4")])  # fmt: skip
ANY_YEAR = (-32_768, 32_767)  # where no age is known
SIDE = {"missing": b"m", "found": b"f", "helpline": b"h", "sighting": b"s"}
SIDE_OF = {letter: side for side, letter in SIDE.items()}
_NOBODY = b"\0" * 16
Row = tuple[Any, ...]


def pages(sides: Iterable[str], *, after: UUID | None = None, page: int = PAGE) -> Iterator[list[Row]]:
    """Open entries of these sides in the order of their ids, in a transaction already bound to a machine duty."""
    last = after or UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM match_page(%s::uuid, %s::text[], %s)", [last, list(sides), page])
            rows = cursor.fetchall()
        if rows:
            yield rows
        if len(rows) < page:
            return
        last = rows[-1][0]


class Store:
    """The files of one register, open for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.size = json.loads((folder / "complete.json").read_text())["size"]
        self.rows = _map(folder / "rows.bin", _ENTRY)
        self.sealed = _map(folder / "sealed.bin", np.dtype("u1"))
        self.keys = _map(folder / "keys.bin", np.dtype("<i4"))
        self.starts = _map(folder / "starts.bin", np.dtype("<i8"))
        self.under = _map(folder / "under.bin", np.dtype("<i4"))

    @staticmethod
    def is_complete(folder: Path) -> bool:
        """Was it written to the end?"""
        return (folder / "complete.json").is_file()

    def features(self, row: int) -> bytes:
        """The sealed traits of one entry."""
        at, length = int(self.rows["at"][row]), int(self.rows["length"][row])
        return self.sealed[at : at + length].tobytes()

    def remove(self) -> None:
        """Delete the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _map(path: Path, kind: np.dtype) -> np.ndarray:
    """A file as an array; an empty file cannot be mapped."""
    # as a plain array: the class of maps costs a microsecond at every touch
    return np.asarray(np.memmap(path, kind, "r")) if path.stat().st_size else np.empty(0, kind)


@dataclass
class _Writer:
    folder: Path
    size: int = 0
    at: int = 0

    def __post_init__(self) -> None:
        self.rows = (self.folder / "rows.bin").open("wb")
        self.sealed = (self.folder / "sealed.bin").open("wb")
        self.parts = [(self.folder / f"part{at:02}.bin").open("wb") for at in range(PARTITIONS)]

    def add(self, page: list[Row]) -> None:
        made = np.zeros(len(page), _ENTRY)
        for place, row in enumerate(page):
            made[place] = self._row(row)
        self.rows.write(made.tobytes())
        self._keys(page)
        self.size += len(page)

    def _row(self, row: Row) -> tuple[Any, ...]:
        features = bytes(row[12])
        self.sealed.write(features)
        at, self.at = self.at, self.at + len(features)
        low, high = (row[8], row[9]) if row[8] is not None else ANY_YEAR
        ids = [one.bytes if one else _NOBODY for one in (row[0], row[2], row[3])]
        return (*ids, row[4], row[10].toordinal(), low, high, row[7].encode(), SIDE[row[1]],
                row[5].encode(), row[6].encode(), at, len(features))  # fmt: skip

    def _keys(self, page: list[Row]) -> None:
        """Pairs of key and row, spread over the partitions by the upper bits of the key."""
        sent = [bytes(row[11])[20:] for row in page]
        pairs = np.frombuffer(b"".join(sent), np.dtype([("length", ">i4"), ("key", ">i4")]))
        rows = np.repeat(np.arange(self.size, self.size + len(page), dtype=np.int32), [len(one) // 8 for one in sent])
        both = np.stack([pairs["key"].astype(np.int32), rows], axis=1)
        partition = _ordered(both[:, 0]) >> np.uint32(26)
        order = np.argsort(partition, kind="stable")
        bounds = np.searchsorted(partition[order], np.arange(PARTITIONS + 1))
        for at, file in enumerate(self.parts):
            file.write(both[order[bounds[at] : bounds[at + 1]]].tobytes())

    def close(self) -> None:
        for file in (self.rows, self.sealed, *self.parts):
            file.close()


def _ordered(keys: np.ndarray) -> np.ndarray:
    """Signed keys as unsigned numbers in the same order."""
    return (keys.astype(np.int64) + 2**31).astype(np.uint32)


def write(folder: Path, found: Iterable[list[Row]], progress: Progress) -> Store:
    """Write a register's pages into a folder and index them; a folder half written is begun anew."""
    if Store.is_complete(folder):
        return Store(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    writer = _Writer(folder)
    for page in found:
        writer.add(page)
        progress.add(len(page))
    writer.close()
    _index(folder)
    (folder / "complete.json").write_text(json.dumps({"size": writer.size}))
    return Store(folder)


def _index(folder: Path) -> None:
    """Each partition sorted by key; together they are sorted, because a partition is a range of keys."""
    total = 0
    with (folder / "keys.bin").open("wb") as keys, (folder / "starts.bin").open("wb") as starts:
        with (folder / "under.bin").open("wb") as under:
            for at in range(PARTITIONS):
                path = folder / f"part{at:02}.bin"
                pairs = np.fromfile(path, np.int32).reshape(-1, 2)
                path.unlink()
                order = np.lexsort((pairs[:, 1], pairs[:, 0]))
                found, first, count = np.unique(pairs[order, 0], return_index=True, return_counts=True)
                seldom = count <= COMMON
                kept = np.repeat(seldom, count)
                keys.write(found[seldom].tobytes())
                begins = np.concatenate([[0], np.cumsum(count[seldom])])
                starts.write((total + begins[:-1]).astype(np.int64).tobytes())
                under.write(pairs[order, 1][kept].tobytes())
                total += int(begins[-1])
        starts.write(np.array([total], np.int64).tobytes())


def event(ordinal: int) -> date:
    """A day from its number."""
    return date.fromordinal(int(ordinal))


def uuid(raw: np.void) -> UUID | None:
    """An id from its bytes, or nothing."""
    given = raw.tobytes()
    return None if given == _NOBODY else UUID(bytes=given)
