"""Work on all cores, in order, with a bounded number of parts under way."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def pool(workers: int | None = None) -> Iterator[ProcessPoolExecutor]:
    """One process a core, made by fork: what is loaded here need not be loaded again."""
    with ProcessPoolExecutor(workers or os.cpu_count() or 2, mp_context=get_context("fork")) as made:
        yield made


def in_order(made: ProcessPoolExecutor, work: Callable[[T], R], parts: Iterable[T], *, ahead: int = 6) -> Iterator[R]:
    """The results in the order of the parts; no more than a few parts wait, so memory stays bounded."""
    waiting: deque[Future[R]] = deque()
    for part in parts:
        waiting.append(made.submit(work, part))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class Progress:
    """A line on stderr every few seconds: how much is done, how fast, how long still."""

    def __init__(self, what: str, total: int = 0, *, every: float = 5.0, quiet: bool = False) -> None:
        self.what, self.total, self.every, self.quiet = what, total, every, quiet
        self.started = self.told = time.perf_counter()
        self.done = 0

    def add(self, count: int) -> None:
        """Count, and tell when it is time."""
        self.done += count
        if time.perf_counter() - self.told >= self.every:
            self.tell()

    def tell(self, *, end: bool = False) -> None:
        """One line."""
        self.told = time.perf_counter()
        if self.quiet:
            return
        took = max(self.told - self.started, 1e-6)
        rate = self.done / took
        left = f", {(self.total - self.done) / rate:,.0f} s left" if self.total and rate and not end else ""
        of = f" of {self.total:,}" if self.total else ""
        print(f"{self.what}: {self.done:,}{of}, {rate:,.0f}/s, {took:,.0f} s{left}", file=sys.stderr, flush=True)


def peak_mb(*, children: bool = True) -> float:
    """The most memory this process, and the largest of its ended children, ever held."""
    import resource

    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if children else 0
    return round((own + theirs) / 1024, 1)


def counted(rows: Iterable[Any], progress: Progress) -> Iterator[Any]:
    """Rows as they pass, counted."""
    for row in rows:
        progress.add(1)
        yield row
