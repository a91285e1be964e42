"""The run over a whole register: every open report against every other entry, in parts, on all cores, restartable."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from vatsalya.matching import learned
from vatsalya.matching.queries import own_locks

from . import own
from .night import KEPT, OPENED, SPREAD, Night, opened
from .parallel import Progress, in_order, pool
from .store import Row, Store, pages, write

REPORTS = ("missing",)
OTHERS = ("found", "sighting", "helpline")
PART = 250


@dataclass(frozen=True)
class Job:
    """One part of the work, for a worker: where the register lies, which reports, where the answer goes."""

    folder: Path
    number: int
    rows: list[Row]
    least: float
    limit: int
    spread: int
    most: int

    @property
    def answer(self) -> Path:
        """The part's answer; it exists only when it is whole."""
        return self.folder / "done" / f"{self.number:06}.jsonl"


@dataclass
class Done:
    """What became of a part."""

    reports: int
    scored: int
    answer: Path


_nights: dict[tuple[Path, int, int], Night] = {}


def prepare(folder: Path, progress: Progress, *, sides: Iterable[str] = OTHERS) -> Store:
    """The other side of the register as files; in a transaction already bound to a machine duty."""
    return write(folder / "others", pages(sides), progress)


def run(
    folder: Path,
    *,
    least: float,
    limit: int = KEPT,
    spread: int = SPREAD,
    most: int = OPENED,
    progress: Progress,
    workers: int | None = None,
) -> Iterator[Done]:
    """Match every open report; what an earlier run finished is not done again."""
    (folder / "done").mkdir(parents=True, exist_ok=True)
    connection.close()  # workers open connections of their own
    with pool(workers) as made:
        made.submit(os.getpid).result()  # the workers are there before this process connects again
        with transaction.atomic():
            own.bind()
            jobs = (
                Job(folder, number, rows, least, limit, spread, most) for number, rows in enumerate(_parts(REPORTS))
            )
            for done in in_order(made, _work, jobs):
                progress.add(done.reports)
                yield done
    progress.tell(end=True)


def _parts(sides: Iterable[str]) -> Iterator[list[Row]]:
    for page in pages(sides):
        for at in range(0, len(page), PART):
            yield page[at : at + PART]


def _work(job: Job) -> Done:
    """One part in a worker."""
    if job.answer.is_file():
        return Done(len(job.rows), 0, job.answer)
    with transaction.atomic():
        own.bind()
        night = _night(job)
        before = night.scored
        lines = [json.dumps(one, ensure_ascii=False) for one in matched(night, job.rows, job.least, job.limit)]
    half = job.answer.with_suffix(f".{os.getpid()}")
    half.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    half.rename(job.answer)
    return Done(len(job.rows), night.scored - before, job.answer)


def _night(job: Job) -> Night:
    key = (job.folder, job.spread, job.most)
    if key not in _nights:
        _nights.clear()
        store = Store(job.folder / "others")
        _nights[key] = Night(store, own_locks(), spread=job.spread, most=job.most, weights=learned.now())
    return _nights[key]


def matched(night: Night, rows: list[Row], least: float, limit: int) -> Iterator[dict[str, Any]]:
    """Reports with their pairs, as plain values: the other's id and the bits, best first."""
    reports = [opened(row, night.keyed) for row in rows]
    for report in reports:
        found = night.pairs(report, least=least, limit=limit)
        if found:
            yield {"report": str(report.entry_id), "pairs": [[str(entry), bits] for entry, bits in found]}


def answers(folder: Path) -> Iterator[dict[str, Any]]:
    """All pairs found so far."""
    for path in sorted((folder / "done").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
