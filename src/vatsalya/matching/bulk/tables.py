"""A register as two Parquet files for engines outside the database: reports with the keys they ask for, the others
with the keys they stand under. Traits stay sealed; the engine's workers are given the key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from vatsalya.matching.keys import Locks, probe_keys
from vatsalya.matching.queries import own_locks

from .night import opened, register_size
from .parallel import Progress
from .rematch import OTHERS, REPORTS
from .store import COMMON, Row, pages


def write(folder: Path, progress: Progress) -> int:
    """Both files; in a transaction bound to a machine duty. Returns the size of the register."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keyed = own_locks()
    common = _common()
    _save(folder / "others.parquet", (_others(page, common) for page in pages(OTHERS)), progress)
    _save(folder / "reports.parquet", (_reports(page, common, keyed) for page in pages(REPORTS)), progress)
    return register_size()


def _common() -> set[int]:
    """Keys that too many of the others share: no engine looks under them."""
    counts: Counter[int] = Counter()
    for page in pages(OTHERS):
        for row in page:
            counts.update(_keys(row).tolist())
    return {key for key, count in counts.items() if count > COMMON}


def _keys(row: Row) -> np.ndarray:
    return np.frombuffer(bytes(row[11])[20:], np.dtype([("length", ">i4"), ("key", ">i4")]))["key"].astype(np.int32)


def _others(page: list[Row], common: set[int]) -> list[dict[str, Any]]:
    return [_row(row, [key for key in _keys(row).tolist() if key not in common]) for row in page]


def _reports(page: list[Row], common: set[int], keyed: Locks) -> list[dict[str, Any]]:
    reports = [opened(row, keyed) for row in page]
    return [
        _row(row, [key for key in probe_keys(report.traits, keyed) if key not in common])
        for row, report in zip(page, reports, strict=True)
    ]


def _row(row: Row, keys: list[int]) -> dict[str, Any]:
    return {
        "unique_id": str(row[0]), "side": row[1], "child_id": str(row[3]) if row[3] else None, "state": row[5],
        "district": row[6], "sex": row[7], "low": row[8], "high": row[9], "event_on": row[10],
        "event_day": row[10].toordinal(), "vkey": keys, "features": bytes(row[12]),
    }  # fmt: skip


def _save(path: Path, parts: Iterator[list[dict[str, Any]]] | Iterable[Any], progress: Progress) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    text, number = pa.string(), pa.int32()
    schema = pa.schema({
        "unique_id": text, "side": text, "child_id": text, "state": text, "district": text, "sex": text,
        "low": number, "high": number, "event_on": pa.date32(), "event_day": number, "vkey": pa.list_(number),
        "features": pa.binary(),
    })  # fmt: skip
    with parquet.ParquetWriter(path, schema) as file:
        for rows in parts:
            file.write_table(pa.Table.from_pylist(rows, schema))
            progress.add(len(rows))
