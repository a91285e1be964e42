"""The evidence ceiling: the same scoring over all pairs. What a search cannot find here, no blocking can give back."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction

from bench.register import Ask
from vatsalya.matching import rules
from vatsalya.matching.bulk import own
from vatsalya.matching.bulk.night import Night, Report
from vatsalya.matching.bulk.parallel import Progress
from vatsalya.matching.bulk.store import pages, uuid, write
from vatsalya.matching.queries import birth_band, own_locks
from vatsalya.matching.record import Record, traits

AT_ONCE = 5_000


def measure(asks: list[Ask], most: int) -> dict[str, Any]:
    """All reports that pass sex, age and time are scored for a sample of the queries."""
    from bench.match import ranked

    folder = Path(tempfile.mkdtemp(prefix="vatsalya-ceiling-"))
    try:
        with transaction.atomic():
            own.bind()
            store = write(folder / "reports", pages(("missing",)), Progress("ceiling: reports"))
        night = Night(store, own_locks())
        return ranked("ceiling", asks, lambda finding: _all(night, finding), most=most)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _all(night: Night, finding: Record) -> list[UUID]:
    ours = traits(finding)
    report = Report(finding.id, None, None, birth_band(ours), ours)
    with transaction.atomic():
        own.bind()
    rows = np.arange(night.store.size)
    rows = rows[night._fits(report, rows)]
    rows = rows[night.event[rows] <= finding.event_on.toordinal() + 1]
    parts = [_bits(night, ours, rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE)]
    bits = np.concatenate([np.empty(0), *parts])
    order = np.argsort(-bits, kind="stable")[:50]
    return [found for at in order if (found := uuid(night.store.rows["id"][rows[at]]))]


def _bits(night: Night, ours: Any, rows: np.ndarray) -> np.ndarray:
    return rules.score(ours, [night.open(int(row)) for row in rows]).total
