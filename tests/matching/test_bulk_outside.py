"""Anybody can take in a set of records of their own and ask it: CSV and Parquet, hostile rows included."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pytest
from django.conf import settings
from django.core.management import CommandError
from pyarrow import parquet

from bench.synthetic import Country
from tests.conftest import drop_database, url
from tests.matching.outside_sets import cells, command, save, told
from vatsalya.matching.bulk.files import BadFile, parts
from vatsalya.matching.management.commands.match_import import choose

INTO = "outside_test"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder, so that both commands share their secret; the database goes afterwards."""
    yield tmp_path_factory.mktemp("outside")
    drop_database(f"vatsalya_{INTO}")


@pytest.fixture(scope="module")
def sets() -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, str]]:
    """A register, queries, and which report belongs to which query."""
    land = Country(5)
    register, queries, truth = [], [], {}
    for number in range(300):
        child = land.child()
        report = land.missing(child)
        register.append(cells(report))
        if number < 30:
            queries.append(cells(land.found(child, report.event_on)) | {"id": f"Q{number}", "kind": ""})
            truth[f"Q{number}"] = str(report.id)
    return register, queries, truth


HOSTILE = [
    {"id": "", "kind": "missing", "report_date": "2026-01-01"},
    {"id": "H1", "kind": "banana", "report_date": "2026-01-01"},
    {"id": "H2", "kind": "missing", "report_date": "31-31-2026"},
    {
        "id": "H3",
        "kind": "missing",
        "report_date": "2026-01-01",
        "name": "😀\u202e\u200d" * 50,
        "age": "-4",
        "marks": "[{",
    },
    {
        "id": "H4",
        "kind": "missing",
        "report_date": "2026-01-01",
        "name": "x" * 5000,
        "sex": "'; DROP TABLE matching_entry",
    },
]


def test_a_csv_goes_in_and_is_asked(data: Path, tmp_path: Path, sets: Any) -> None:
    register, queries, truth = sets
    file = save(tmp_path / "set.csv", [*register[:2], *HOSTILE, *register[2:], register[0]])
    found = told("match_import", str(file), into=INTO, data=data)
    assert (found["loaded"], found["refused"]) == (302, 4)
    refused = {one["row"]: one["column"] for one in found["refusals"]}
    assert refused == {3: "id", 4: "kind", 5: "report_date", 306: "id"}
    assert {(one["row"], one["column"]) for one in found["first_notes"]} >= {(6, "age"), (7, "sex")}
    # the wall stands in the database of its own, too
    with psycopg.connect(url("app", f"vatsalya_{INTO}")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT count(*) FROM matching_entry")

    asked = save(tmp_path / "asked.csv", [*queries, {"id": "bad"}, {"id": "also bad", "report_date": "x"}])
    answers = told("match_query", str(asked), "--top", "10", into=INTO, data=data)
    assert answers["queries"] == 30 and [one["row"] for one in answers["refusals"]] == [31, 32]
    first = {one["id"]: [hit["id"] for hit in one["candidates"]] for one in answers["results"]}
    right = sum(truth[query] in ids for query, ids in first.items())
    assert right >= 24, f"{right} of 30 found among the first ten"
    best = next(one["candidates"][0] for one in answers["results"] if one["candidates"])
    assert best["bits"] == pytest.approx(sum(r["bits"] for r in (*best["reasons"], *best["against"])), abs=0.2)
    assert 0 < best["probability"] < 1 and best["band"] in {"alert", "review", "weak"}
    assert all(len(one["candidates"]) <= 10 for one in answers["results"])


def test_parquet_with_lists_and_dates_says_the_same(data: Path, tmp_path: Path, sets: Any) -> None:
    register, queries, truth = sets
    rows = [
        one
        | {"marks": json.loads(one["marks"]), "languages": one["languages"].split("; "), "age": float(one["age"] or 9)}
        | {"report_date": date.fromisoformat(one["report_date"]), "height": float(one["height"] or 0) or None}
        for one in register
    ]
    file = tmp_path / "set.parquet"
    parquet.write_table(pa.Table.from_pylist(rows), file)
    found = told("match_import", str(file), into=INTO, data=data)
    assert (found["loaded"], found["refused"]) == (300, 0)
    answers = told("match_query", str(save(tmp_path / "asked.csv", queries)), into=INTO, data=data)
    ids = {one["id"]: [hit["id"] for hit in one["candidates"]] for one in answers["results"]}
    assert sum(truth[query] in ids[query][:10] for query in truth) >= 24


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"name,report_date\nA,2026-01-01\n", "no column of ids"),
        (b"PAR1 and then nothing", "no Parquet file"),
        (b"id,name\n1,A\n", "neither report_date"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "set.bin"
    file.write_bytes(content)
    with pytest.raises(BadFile, match=says):
        list(parts(file))


def test_a_command_ends_in_words_and_not_in_a_traceback(data: Path, tmp_path: Path) -> None:
    done = command("match_import", str(tmp_path / "not there.csv"), into=INTO, data=data)
    assert done.returncode == 1 and "No such file" in done.stderr and "Traceback" not in done.stderr


def test_a_real_register_takes_no_outside_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TESTING", False, raising=False)
    monkeypatch.setattr(settings, "DEBUG", False)
    monkeypatch.setattr(settings, "DEMO", False)
    with pytest.raises(CommandError, match="real register"):
        choose("register")
