"""Splink on DuckDB as its manual would have it, on the same records and queries: a baseline, not our rules.

Ordinary blocking rules over columns, comparisons of the romanised name, parents, age and district with term
frequencies, weights learnt by expectation maximisation. Asked in bulk: all queries against the reports at once.
"""

from __future__ import annotations

import logging
import time
from itertools import islice
from typing import Any
from uuid import UUID

from bench.register import Ask, Plan, every, plain
from vatsalya.matching.bulk.parallel import Progress

MOST = 100_000  # of the reports, so that it stays within memory and minutes; reports of the queries are always in
MEMORY = "4GB"


def measure(plan: Plan, asks: list[Ask]) -> dict[str, Any]:
    """Recall of Splink's ranking on a stated number of reports."""
    import duckdb
    import pyarrow as pa
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    from bench.match import recalls

    reports = list(islice((_row(one) for one in every(plan) if one.side == "missing"), MOST))
    there = {row["unique_id"] for row in reports}
    asked = [ask for ask in asks if ask.truth is None or str(ask.truth) in there]
    findings = [_row(ask.finding) for ask in asked]
    started = time.perf_counter()
    with duckdb.connect(config={"memory_limit": MEMORY}) as opened:
        api = DuckDBAPI(connection=opened)
        tables = [pa.Table.from_pylist(rows) for rows in (findings, reports)]
        inputs = [
            api.register(table, table_name=name) for table, name in zip(tables, ("a_asks", "b_reports"), strict=True)
        ]
        linker = Linker(inputs, _settings(), log_level=logging.ERROR)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=plan.seed)
        for rule in _training():
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        found = linker.inference.predict(threshold_match_weight=-20)
        best = opened.sql(
            f"SELECT unique_id_l, unique_id_r FROM {found.physical_name} ORDER BY match_weight DESC, unique_id_r"
        ).fetchall()
    took = time.perf_counter() - started
    ranked: dict[str, list[str]] = {}
    for finding, report in best:
        ranked.setdefault(finding, []).append(report)
    progress = Progress("Splink", len(asked))
    places = [_place(ranked.get(str(ask.finding.id), [])[:50], ask.truth) for ask in asked]
    progress.add(len(asked))
    progress.tell(end=True)
    return {"queries": len(asked), "reports": len(reports)} | recalls(asked, places) | {"bulk_run_s": round(took, 1)}


def _place(ids: list[str], truth: UUID | None) -> int | None:
    return ids.index(str(truth)) if str(truth) in ids else None


def _row(one: Any) -> dict[str, Any]:
    given = plain(one)
    names = given[2].split()
    year = int(given[8]) if one.age_value else None
    return {
        "unique_id": str(one.id), "first": names[0] if names else None, "roman": given[2] or None,
        "father": given[3] or None, "mother": given[4] or None, "sex": given[5] or None, "district": given[6] or None,
        "home": given[7] or None, "born": year, "state": one.state_code,
        "mark": "|".join(one.marks[0][:2]) if one.marks else None,
        "tongue": one.languages[0] if one.languages else None,
    }  # fmt: skip


def _settings() -> Any:
    from splink import SettingsCreator, block_on
    from splink.comparison_level_library import AbsoluteDifferenceLevel, ElseLevel, NullLevel
    from splink.comparison_library import CustomComparison, ExactMatch, JaroWinklerAtThresholds

    age = CustomComparison(
        [NullLevel("born"), *(AbsoluteDifferenceLevel("born", years) for years in (0, 1, 2, 4)), ElseLevel()],
        output_column_name="born",
    )
    names = [JaroWinklerAtThresholds(one, [0.92, 0.8]) for one in ("roman", "father", "mother")]
    places = [
        ExactMatch(one).configure(term_frequency_adjustments=True) for one in ("home", "district", "mark", "tongue")
    ]
    rules = [("first",), ("first", "district"), ("father",), ("mother",), ("district", "sex", "born"), ("mark", "sex"),
             ("home", "sex", "born"), ("tongue", "sex", "born", "state")]  # fmt: skip
    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
        comparisons=[*names, age, ExactMatch("sex"), *places],
        probability_two_random_records_match=1e-5,
    )


def _training() -> list[Any]:
    from splink import block_on

    return [block_on("first", "sex"), block_on("district", "born")]
