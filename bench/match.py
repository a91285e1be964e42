"""Measures the matcher: one found child against all missing reports, and the ordinary ways beside it.

    ./vatsalya bench match --records 100000 --queries 500 --baselines all --json

Works in a database of its own, made anew. The same queries are asked of every way. With `--again` the register and the
queries of the last run are used, so that times can be taken at a quiet hour without loading for an hour before.
"""

from __future__ import annotations

import os
import pickle
import platform
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from bench.register import AT, Ask, Plan, fill
from bench.synthetic import Country, informative, renamed
from vatsalya.matching import actions, block, queries, rules
from vatsalya.matching.bulk import own
from vatsalya.matching.bulk.parallel import Progress, peak_mb
from vatsalya.matching.record import Record

TOP = 50
REPORTED = 0.6  # of the register are missing reports; the rest were found
SLOW_QUERIES = 100  # of the slow ways, at most so many queries are asked


def run(
    *, records: int, asked: int, budget: int, seed: int, baselines: str, ceiling: int, again: bool = False
) -> dict[str, Any]:
    """The whole measurement as one dictionary."""
    own.use("vatsalya_bench_match", fresh=not again)
    plan = Plan(size=records, reports=int(records * REPORTED), asked=asked, seed=seed, plain=baselines != "none")
    plan, asks, loaded = _last() if again else _filled(plan)
    spent = budget or block.interactive(plan.size)
    result: dict[str, Any] = {"records": plan.size, "queries": len(asks), "budget": spent, "seed": plan.seed}
    result |= {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    result |= {"database": database()} | loaded
    with connection.cursor() as cursor:
        cursor.execute("SELECT avg(cardinality(keys)) FROM (SELECT keys FROM matching_entry LIMIT 10000) t")
        result["keys_a_record"] = round(float(cursor.fetchone()[0]), 1)
    engine(asks[:20], budget or None, Progress("warming", quiet=True))
    result |= engine(asks, budget or None, Progress("engine", len(asks)), plan.size)
    result |= {"as_a_page_asks": as_a_page_asks(asks, budget or None)}
    result |= insert_cost() | {"peak_mb": peak_mb(children=False)}
    return result | {"baselines": _baselines(plan, asks, baselines, ceiling)}


def _filled(plan: Plan) -> tuple[Plan, list[Ask], dict[str, Any]]:
    asks, _, loaded = fill(plan)
    loaded |= {"peak_mb_load": peak_mb()}
    _kept().write_bytes(pickle.dumps((plan, asks, loaded)))
    return plan, asks, loaded


def _last() -> tuple[Plan, list[Ask], dict[str, Any]]:
    if not _kept().exists():
        raise RuntimeError("no register of a last run in this DATA: run once without --again")
    return pickle.loads(_kept().read_bytes())  # noqa: S301  our own file, written by the last run


def _kept() -> Path:
    return Path(settings.DATA) / "bench_match.pickle"


def _baselines(plan: Plan, asks: list[Ask], which: str, sample: int) -> dict[str, Any]:
    if which == "none":
        return {}
    from bench import ceiling, ordinary

    found = ordinary.measure(asks, slow=which == "all")
    if sample:
        found["evidence ceiling: all pairs scored"] = ceiling.measure(asks, sample)
    if which == "all":
        from bench import splinked

        found["Splink on DuckDB"] = splinked.measure(plan, asks)
    return found


def database() -> str:
    """Which server this is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        return " ".join(cursor.fetchone()[0].split()[:2])


def engine(asks: list[Ask], budget: int | None, progress: Progress, records: int = 0) -> dict[str, Any]:
    """All searches, one at a time, each in a transaction of its own."""
    places: list[int | None] = []
    taken: list[float] = []
    scored: list[tuple[float, bool, bool]] = []
    chances: list[tuple[float, bool]] = []
    for ask in asks:
        with transaction.atomic():
            own.bind()
            started = time.perf_counter()
            candidates = queries.find(ask.finding, limit=TOP, budget=budget)
            taken.append((time.perf_counter() - started) * 1000)
        ids = [one.entry_id for one in candidates]
        places.append(ids.index(ask.truth) if ask.truth in ids else None)
        if candidates:
            scored.append((candidates[0].score_bits, ids[0] == ask.truth, ask.truth is not None))
            chances += [(one.probability, one.entry_id == ask.truth) for one in candidates[:5]]
        progress.add(1)
    told = recalls(asks, places) | timing(taken) | alarms(scored, asks, records)
    return told | {"calibration_error": calibration(chances)}


def as_a_page_asks(asks: list[Ask], budget: int | None) -> dict[str, float]:
    """The time of a search that explains the first ten, as pages show them, and not fifty."""
    taken: list[float] = []
    for ask in asks:
        with transaction.atomic():
            own.bind()
            started = time.perf_counter()
            queries.find(ask.finding, limit=10, budget=budget)
            taken.append((time.perf_counter() - started) * 1000)
    return timing(taken)


def recalls(asks: list[Ask], places: list[int | None]) -> dict[str, Any]:
    """Recall and mean reciprocal rank over the queries that have a counterpart, and by what is known of the child."""
    groups: dict[str, list[int | None]] = defaultdict(list)
    for ask, place in zip(asks, places, strict=True):
        if ask.truth is None:
            continue
        facts = informative(ask.finding)
        for group in ("all", f"{facts} facts", *(f"{most}+ facts" for most in (2, 3) if facts >= most)):
            groups[group].append(place)
        groups["unseen names" if ask.unseen else "seen names"].append(place)
    found = {group: recall(ranks) for group, ranks in sorted(groups.items())}
    overall = {key: value for key, value in found.get("all", {}).items() if key != "n"}
    return overall | {"by_facts": found}


def recall(places: list[int | None]) -> dict[str, float]:
    """How often the true report stands first, among ten, among fifty; and the mean of one over its place."""
    share = lambda top: round(sum(one is not None and one < top for one in places) / len(places), 3)  # noqa: E731
    ranks = [1 / (one + 1) for one in places if one is not None]
    tops = {f"recall_at_{top}": share(top) for top in (1, 10, 50)}
    return {"n": len(places)} | tops | {"mrr": round(sum(ranks) / len(places), 3)}


def timing(taken: list[float]) -> dict[str, float]:
    """Milliseconds of one search, candidates and scoring and reasons included."""
    taken = sorted(taken)
    at = lambda part: round(taken[min(len(taken) - 1, int(len(taken) * part))], 1)  # noqa: E731
    return {"p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "mean_ms": round(statistics.mean(taken), 1)}


def alarms(scored: list[tuple[float, bool, bool]], asks: list[Ask], records: int) -> dict[str, Any]:
    """At each line: how many true pairs are told, how many tellings are right, how many children alone raise one."""
    alone = sum(ask.truth is None for ask in asks)
    found = {}
    sure = round(rules.alert_line(records), 1)
    for line in sorted({rules.REVIEW, 16.0, 18.0, 20.0, rules.ALERT, sure}):
        told = [(right, has) for bits, right, has in scored if bits >= line]
        right = sum(one for one, _ in told)
        found[f"{line:g} bits"] = {
            "true_told": round(right / max(1, len(asks) - alone), 3),
            "precision": round(right / max(1, len(told)), 3),
            "alone_but_told": round(sum(not has for _, has in told) / max(1, alone), 3),
        }
    alert, review = found[f"{sure:g} bits"], found[f"{rules.REVIEW:g} bits"]
    return {
        "precision_alert": alert["precision"], "told_alert": alert["true_told"],
        "false_alarms_alert": alert["alone_but_told"], "precision_review": review["precision"],
        "told_review": review["true_told"], "false_alarms_review": review["alone_but_told"], "alarms": found,
    }  # fmt: skip


def calibration(chances: list[tuple[float, bool]]) -> float:
    """Expected distance between the chance told and how often it came true, over the first five."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, right in chances:
        bins[min(9, int(chance * 10))].append((chance, right))
    off = [abs(statistics.mean(c for c, _ in b) - statistics.mean(r for _, r in b)) * len(b) for b in bins.values()]
    return round(sum(off) / max(1, len(chances)), 3)


def insert_cost(count: int = 200) -> dict[str, float]:
    """Publishing one record with its keys, through the function, one transaction each."""
    country, taken = Country(99), []
    for _ in range(count):
        record = country.missing(country.child())
        started = time.perf_counter()
        with transaction.atomic():
            own.bind()
            actions.publish(renamed(record, "sighting"), AT)
        taken.append((time.perf_counter() - started) * 1000)
    return {f"insert_{key}": value for key, value in timing(taken).items()}


def ranked(
    what: str, asks: list[Ask], way: Callable[[Record], list[UUID]], *, most: int | None = None
) -> dict[str, Any]:
    """One way of searching on these queries: recall and times."""
    asks = asks[:: max(1, len(asks) // most)][:most] if most else asks
    progress, taken, places = Progress(what, len(asks)), [], []
    for ask in asks:
        started = time.perf_counter()
        ids = way(ask.finding)
        taken.append((time.perf_counter() - started) * 1000)
        places.append(ids.index(ask.truth) if ask.truth in ids else None)
        progress.add(1)
    return {"queries": len(asks)} | recalls(asks, places) | timing(taken)
