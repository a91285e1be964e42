"""Measures the nightly run: every open report against every other entry of the country.

    ./vatsalya bench nightly --reports 5000 --others 100000 --json

In the same run: one search per report, as a page would do it, on a sample.
"""

from __future__ import annotations

import platform
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from bench.register import Plan, fill
from vatsalya.matching import block, queries, rules
from vatsalya.matching.bulk import own, rematch
from vatsalya.matching.bulk.night import opened
from vatsalya.matching.bulk.parallel import Progress, peak_mb
from vatsalya.matching.bulk.store import pages

SAMPLE = 200


def run(*, reports: int, others: int, seed: int, budget: int = block.NIGHTLY) -> dict[str, Any]:
    """The whole measurement as one dictionary; in a database of its own."""
    own.use("vatsalya_bench_nightly", fresh=True)
    plan = Plan(size=reports + others, reports=reports, asked=0, seed=seed, counterparts=0.5)
    _, same, loaded = fill(plan)
    folder = Path(tempfile.mkdtemp(prefix="vatsalya-night-"))
    try:
        night = _night(folder, reports, others, dict(same))
        naive = _naive(folder, dict(same), reports, budget)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    machine = {"machine": platform.machine(), "cores": _cores(), "python": platform.python_version()}
    return {"reports": reports, "others": others, "seed": seed, **machine, "load": loaded, **night, "naive": naive}


def _cores() -> int:
    import os

    return os.cpu_count() or 1


def _night(folder: Path, reports: int, others: int, same: dict[UUID, UUID]) -> dict[str, Any]:
    started = time.perf_counter()
    with transaction.atomic():
        own.bind()
        store = rematch.prepare(folder, Progress("others", others))
    prepared = time.perf_counter()
    scored = 0
    for done in rematch.run(folder, least=rules.REVIEW, progress=Progress("reports", reports)):
        scored += done.scored
    ended = time.perf_counter()
    found = {one["report"]: one["pairs"] for one in rematch.answers(folder)}
    disk = sum(one.stat().st_size for one in store.folder.iterdir())
    return {
        "prepare_s": round(prepared - started, 1),
        "match_s": round(ended - prepared, 1),
        "wall_s": round(ended - started, 1),
        "pairs": reports * others,
        "pairs_a_second": round(reports * others / (ended - started)),
        "scored": scored,
        "scored_a_second": round(scored / (ended - prepared)),
        "peak_mb": peak_mb(),
        "files_mb": round(disk / 1e6, 1),
        "reports_with_a_pair": len(found),
        "pairs_proposed": sum(len(one) for one in found.values()),
        **recall(found, same),
    }


def recall(found: dict[str, list[list[Any]]], same: dict[UUID, UUID]) -> dict[str, float]:
    """Of the reports whose child stands in the register: how often it stands first, and among the five kept."""
    places = []
    for report, truth in same.items():
        ids = [pair[0] for pair in found.get(str(report), [])]
        places.append(ids.index(str(truth)) if str(truth) in ids else None)
    share = lambda top: round(sum(one is not None and one < top for one in places) / max(1, len(places)), 3)  # noqa: E731
    return {"with_counterpart": len(places), "kept_first": share(1), "kept_in_5": share(5)}


def _naive(folder: Path, same: dict[UUID, UUID], reports: int, budget: int) -> dict[str, Any]:
    """One search per report, on a sample of those that have a counterpart and those that have none."""
    with transaction.atomic():
        own.bind()
        sample = [row for row in next(pages(("missing",)))[:SAMPLE]]
    kept: dict[str, list[list[Any]]] = {}
    started = time.perf_counter()
    for row in sample:
        with transaction.atomic():
            own.bind()
            found = _search(row, budget)
        kept[str(row[0])] = [[str(one.entry_id)] for one in found if one.band != "weak"]
    took = (time.perf_counter() - started) / max(1, len(sample))
    asked = {report: truth for report, truth in same.items() if str(report) in kept}
    return {
        "searches": len(sample),
        "ms_a_report": round(took * 1000, 1),
        "wall_s_for_all": round(took * reports, 1),
        **recall(kept, asked),
        "night_on_the_same": recall({one["report"]: one["pairs"] for one in rematch.answers(folder)}, asked),
    }


def _search(row: tuple[Any, ...], budget: int) -> list[queries.Candidate]:
    """The search of a page, asked with the entry's own traits."""
    report = opened(row, queries.own_locks())
    return queries.alike(queries.Asked(row[0], row[3], rematch.OTHERS), report.traits, limit=5, budget=budget)
