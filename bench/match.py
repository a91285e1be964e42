"""Measures the matcher: one found child against all missing reports.

    python bench/match.py --records 100000 --queries 400 [--json]

Needs DJANGO_SETTINGS_MODULE, DATABASE_URL (application's role) and OWNER_DATABASE_URL of a
database of its own with the matching tables and their wall.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django  # noqa: E402

django.setup()

import psycopg  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench.synthetic import Country, held_out, informative, renamed  # noqa: E402
from vatsalya.matching import actions, queries, rules  # noqa: E402
from vatsalya.matching.record import Record  # noqa: E402

AT = datetime(2026, 12, 31, tzinfo=UTC)
COLUMNS = (
    "id, side, matter_id, child_id, office_no, state_code, district_code, sex, birth_from, birth_to, "
    "event_on, keys, features, published_at"
)
CHUNK = 5_000


def _rows(records: list[Record]) -> list[list]:
    return [actions.row(record, AT) for record in records]


def _one(owner: psycopg.Connection, query: str) -> Any:
    """The single value a query gives."""
    return (owner.execute(query.encode()).fetchone() or [0])[0]


def make(size: int, asked: int, seed: int) -> tuple[list[Record], list[tuple[Record, Any, bool]]]:
    """A register of this size and the findings to search it with: (finding, its report or None, unseen name)."""
    country = Country(seed)
    reports = int(size * 0.6)
    register: list[Record] = []
    asks: list[tuple[Record, Any, bool]] = []
    for number in range(reports + asked // 5):
        child = country.child()
        report = country.missing(child)
        if number < reports:
            register.append(report)
        if number < asked - asked // 5:
            asks.append((country.found(child, report.event_on), report.id, held_out(child.given)))
        elif number >= reports:
            asks.append((country.found(child, report.event_on), None, held_out(child.given)))
    while len(register) < size:
        child = country.child()
        register.append(country.found(child, country.missing(child).event_on))
    return register, asks


def fill(register: list[Record], *, wipe: bool = False) -> dict[str, float]:
    """Load the register as the owner; key derivation runs on all cores."""
    started = time.perf_counter()
    chunks = [register[at : at + CHUNK] for at in range(0, len(register), CHUNK)]
    with (
        psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as owner,
        ProcessPoolExecutor(mp_context=get_context("fork")) as pool,
    ):
        if not wipe and owner.execute("SELECT 1 FROM matching_entry LIMIT 1").fetchone():
            sys.exit("The register is not empty: give --wipe to lose it, or --keep to search it.")
        owner.execute("TRUNCATE matching_entry, matching_key, matching_register, matching_search")
        owner.execute("DROP INDEX IF EXISTS matching_entry_keys")
        # row security forbids COPY into the table itself
        owner.execute("CREATE TEMP TABLE staging (LIKE matching_entry INCLUDING DEFAULTS)")
        # the server takes rows while the other core derives the next ones
        with owner.cursor().copy(f"COPY staging ({COLUMNS}, open) FROM STDIN") as copy:
            for rows in pool.map(_rows, chunks):
                for row in rows:
                    copy.write_row([*row, True])
        owner.execute("INSERT INTO matching_entry SELECT * FROM staging")
        owner.execute(
            "CREATE INDEX matching_entry_keys ON matching_entry USING gin (keys) WITH (fastupdate = off) WHERE open"
        )
        owner.commit()
        loaded = time.perf_counter() - started
        owner.autocommit = True
        owner.execute("VACUUM ANALYZE matching_entry")
        owner.execute("SELECT set_config('app.realms', '{missing}', false)")
        started = time.perf_counter()
        owner.execute("SELECT match_recount()")
        size = _one(owner, "SELECT pg_total_relation_size('matching_entry')")
        index = _one(owner, "SELECT pg_relation_size('matching_entry_keys')")
        keys = _one(owner, "SELECT avg(cardinality(keys)) FROM matching_entry TABLESAMPLE SYSTEM (5)")
    return {
        "load_s": round(loaded, 1),
        "recount_s": round(time.perf_counter() - started, 1),
        "bytes_a_record": round(size / len(register)),
        "bytes_index": round(index / len(register)),
        "keys_a_record": round(float(keys), 1),
    }


def _bind() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.realms', '{missing,cncp}', true), set_config('app.account', '', true)")


def ask(asks: list[tuple[Record, Any, bool]], budget: int) -> dict[str, Any]:
    """All searches, one at a time, as the application's role."""
    places: dict[str, list[int | None]] = defaultdict(list)
    taken: list[float] = []
    scored: list[tuple[float, bool, bool]] = []
    chances: list[tuple[float, bool]] = []
    for finding, truth, unseen in asks:
        with transaction.atomic():
            _bind()
            started = time.perf_counter()
            candidates = queries.find(finding, limit=50, budget=budget)
            taken.append((time.perf_counter() - started) * 1000)
        ids = [one.entry_id for one in candidates]
        if candidates:
            scored.append((candidates[0].score_bits, ids[0] == truth, truth is not None))
            chances += [(one.probability, one.entry_id == truth) for one in candidates[:5]]
        if truth is None:
            continue
        place = ids.index(truth) if truth in ids else None
        places["all"].append(place)
        places["unseen names" if unseen else "seen names"].append(place)
        facts = informative(finding)
        places[f"{facts} facts"].append(place)
        if facts >= 2:
            places["2+ facts"].append(place)
    groups = {group: recall(found) for group, found in sorted(places.items())}
    return {
        "recall": groups,
        **timing(taken),
        **alarms(scored, asks),
        "calibration_error": calibration(chances),
    }


def recall(places: list[int | None]) -> dict[str, float]:
    """How often the true report stands first, among ten, among fifty."""
    share = lambda top: round(sum(one is not None and one < top for one in places) / len(places), 3)  # noqa: E731
    return {"n": len(places), "@1": share(1), "@10": share(10), "@50": share(50)}


def timing(taken: list[float]) -> dict[str, float]:
    """Milliseconds of one search, candidates and scoring and reasons included."""
    taken = sorted(taken)
    at = lambda part: round(taken[min(len(taken) - 1, int(len(taken) * part))], 1)  # noqa: E731
    return {
        "p50_ms": at(0.5),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "mean_ms": round(statistics.mean(taken), 1),
    }


def alarms(scored: list[tuple[float, bool, bool]], asks: list) -> dict[str, Any]:
    """At the alert line: how many true pairs are told, how many tellings are right, and false ones."""
    alone = sum(truth is None for _, truth, _ in asks)
    found = {}
    for line in (rules.REVIEW, 16, 18, 20, rules.ALERT, 24):
        told = [(right, has) for bits, right, has in scored if bits >= line]
        right = sum(one for one, _ in told)
        found[f"{line:g} bits"] = {
            "true told": round(right / max(1, len(asks) - alone), 3),
            "right": round(right / max(1, len(told)), 3),
            "alone but told": round(sum(not has for _, has in told) / max(1, alone), 3),
        }
    return {"alarms": found}


def calibration(chances: list[tuple[float, bool]]) -> float:
    """Expected distance between the chance told and how often it came true, over the first five."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, right in chances:
        bins[min(9, int(chance * 10))].append((chance, right))
    off = [abs(statistics.mean(c for c, _ in b) - statistics.mean(r for _, r in b)) * len(b) for b in bins.values()]
    return round(sum(off) / max(1, len(chances)), 3)


def exact(register: list[Record], asks: list) -> dict[str, float]:
    """The baseline of the same run: same name as typed, district and sex, as an ordinary portal asks."""
    index: dict[tuple, list] = defaultdict(list)
    for one in register:
        if one.side == "missing" and one.names:
            index[one.names[0].casefold(), one.district_code, one.sex].append(one.id)
    places = []
    for finding, truth, _ in asks:
        if truth:
            name = finding.names[0].casefold() if finding.names else ""
            found = index.get((name, finding.district_code, finding.sex), [])
            places.append(found.index(truth) if truth in found else None)
    return recall(places)


def insert_cost(count: int = 200) -> dict[str, float]:
    """Publishing one record with its keys, through the function, one transaction each."""
    country, taken = Country(99), []
    for _ in range(count):
        record = country.missing(country.child())
        started = time.perf_counter()
        with transaction.atomic():
            _bind()
            actions.publish(renamed(record, "sighting"), AT)
        taken.append((time.perf_counter() - started) * 1000)
    return {f"insert_{key}": value for key, value in timing(taken).items()}


def run(*, records: int, queries_asked: int, budget: int, seed: int, keep: bool, wipe: bool) -> dict[str, Any]:
    """The whole measurement as one dictionary."""
    register, asks = make(records, queries_asked, seed)
    result: dict[str, Any] = {"records": records, "queries": len(asks), "budget": budget, "seed": seed}
    result |= {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    result |= {} if keep else fill(register, wipe=wipe)
    ask(asks[:20], budget)  # warm
    result |= ask(asks, budget)
    result["baseline exact name, district, sex"] = exact(register, asks)
    return result | insert_cost()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--budget", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="search the register that is there")
    parser.add_argument("--wipe", action="store_true", help="empty the register that is there")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = run(
        records=given.records,
        queries_asked=given.queries,
        budget=given.budget,
        seed=given.seed,
        keep=given.keep,
        wipe=given.wipe,
    )
    print(json.dumps(result, ensure_ascii=False) if given.json else json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
