"""One rule set: a search, the local run, DuckDB and Spark give a pair the same bits."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.synthetic import Country
from tests.conftest import drop_database
from tests.matching.outside_sets import cells, save, told

INTO = "engines_test"
LEAST = "6"
Pairs = dict[tuple[str, str], float]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small register of reports and findings, half of the findings true; the database goes afterwards."""
    folder = tmp_path_factory.mktemp("engines")
    land, rows = Country(11), []
    for number in range(160):
        child = land.child()
        report = land.missing(child)
        rows.append(cells(report))
        rows.append(cells(land.found(child if number % 2 else land.child(), report.event_on)))
    told("match_import", str(save(folder / "set.csv", rows)), into=INTO, data=folder)
    yield folder
    drop_database(f"vatsalya_{INTO}")


def run(engine: str, data: Path, *more: str) -> Pairs:
    """All pairs of one engine."""
    out = data / f"{engine}.csv"
    told("match_bulk", "--engine", engine, "--least", LEAST, "--out", str(out), *more, into=INTO, data=data)
    with out.open(encoding="utf-8") as file:
        return {(row["report"], row["other"]): float(row["bits"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def local(data: Path) -> Pairs:
    """The pairs of the local engine, every pair that shares a key scored."""
    return run("local", data, "--all")


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_the_engine_gives_the_same_pairs_the_same_bits(data: Path, local: Pairs, engine: str) -> None:
    assert len(local) > 60 and run(engine, data) == local


def test_a_search_gives_the_same_pairs_the_same_bits(data: Path, local: Pairs) -> None:
    with (data / "set.csv").open(encoding="utf-8") as file:
        reports = [row for row in csv.DictReader(file) if row["kind"] == "missing"]
    asked = save(data / "asked.csv", reports)
    answers = told("match_query", str(asked), "--top", "500", "--budget", "3000", into=INTO, data=data)
    found = {
        (one["id"], hit["id"]): hit["bits"]
        for one in answers["results"]
        for hit in one["candidates"]
        if hit["bits"] >= float(LEAST) + 0.2
    }
    assert set(found) <= set(local) and len(found) > 60
    # a search answers in tenths
    assert {pair: local[pair] for pair in found} == pytest.approx(found, abs=0.11)
    assert {pair for pair, bits in local.items() if bits >= float(LEAST) + 0.4} <= set(found)


def test_an_interrupted_run_goes_on_where_it_stopped(data: Path, local: Pairs) -> None:
    work = data / "work"
    first = run("local", data, "--all", "--work", str(work))
    done = sorted((work / "done").glob("*.jsonl"))
    kept = {path: path.stat().st_mtime_ns for path in done[1:]}
    done[0].unlink()
    assert run("local", data, "--all", "--work", str(work)) == first == local
    assert {path: path.stat().st_mtime_ns for path in kept} == kept and done[0].is_file()
