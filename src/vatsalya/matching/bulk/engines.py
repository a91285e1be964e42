"""The same rules on DuckDB and on Spark: Splink joins records by exploded keys, our own function scores the pairs.

Splink's own weights are a finite table of levels; ours depend on how common each name is and on distances in years
and kilometres. To be equal to the last bit, the pairs it blocks are scored by the function the search uses.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vatsalya.matching.weights import Weights

from .pairs import CONDITIONS, SIDE, Scorer

ENGINES = ("local", "duckdb", "spark")
Scored = tuple[str, str, float]
_SCHEMA = "report string, other string, bits double"
_BATCH = 20_000
_OTHERS, _REPORTS = "others", "reports"  # in this order of their letters Splink writes a pair


class NoEngine(RuntimeError):
    """An engine that is not there; says how to get it."""


def settings() -> Any:
    """Splink's settings, the same for both engines: a report meets every other record that stands under its keys.

    Splink wants a comparison; it is never asked for a weight.
    """
    from splink import SettingsCreator, block_on
    from splink.comparison_library import ExactMatch

    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on("vkey", arrays_to_explode=["vkey"])],
        comparisons=[ExactMatch("sex")],
        unique_id_column_name="unique_id",
    )


def _blocked(api: Any, others: Any, reports: Any) -> str:
    """The table of pairs that Splink blocks, by its name."""
    from splink import Linker

    # by name, because two tables that Splink names itself have no fixed order
    inputs = [api.register(others, table_name=_OTHERS), api.register(reports, table_name=_REPORTS)]
    linker = Linker(inputs, settings(), log_level=logging.WARNING)
    return linker.inference.compute_blocked_pairs_for_predict().physical_name


def _pairs(blocked: str) -> str:
    """The pairs that meet the conditions of a search, with what the function needs of both sides, report by report."""
    left = ", ".join(f"l.{column} AS {column}_l" for column in SIDE)
    right = ", ".join(f"r.{column} AS {column}_r" for column in SIDE)
    tail = "substr(p.join_key_{}, {})"
    other = tail.format("l", len(f"{_OTHERS}-__-") + 1)
    report = tail.format("r", len(f"{_REPORTS}-__-") + 1)
    return (
        f"SELECT {left}, {right} FROM {blocked} p JOIN {_REPORTS} l ON l.unique_id = {report} "
        f"JOIN {_OTHERS} r ON r.unique_id = {other} WHERE {CONDITIONS}"
    )


def duckdb(
    folder: Path, secret: bytes, *, least: float, memory: str = "2GB", weights: Weights | None = None
) -> Iterator[Scored]:
    """All pairs from `least` bits on, by DuckDB on this machine; what does not fit into memory goes to the folder."""
    import duckdb as program
    from splink.backends.duckdb import DuckDBAPI

    wanted: dict[str, Any] = {
        "memory_limit": memory,
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": "false",
    }
    with program.connect(config=wanted) as opened:
        tables = [opened.read_parquet(str(folder / f"{name}.parquet")) for name in (_OTHERS, _REPORTS)]
        blocked = _blocked(DuckDBAPI(connection=opened), *tables)
        found = opened.sql(f"{_pairs(blocked)} ORDER BY unique_id_l").to_arrow_reader(_BATCH)
        for batch in Scorer(secret, least, weights)(found):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def spark(
    folder: Path, secret: bytes, *, least: float, master: str = "local[2]", weights: Weights | None = None
) -> Iterator[Scored]:
    """The same pairs by Spark: on this machine, or on the cluster that `master` names."""
    from splink.backends.spark import SparkAPI

    with _session(master, folder) as session:
        tables = [session.read.parquet(str(folder / f"{name}.parquet")) for name in (_OTHERS, _REPORTS)]
        api = SparkAPI(spark_session=session, break_lineage_method="persist", register_udfs_automatically=False)
        blocked = _blocked(api, *tables)
        pairs = session.sql(_pairs(blocked)).repartition("unique_id_l").sortWithinPartitions("unique_id_l")
        for row in pairs.mapInArrow(Scorer(secret, least, weights), _SCHEMA).toLocalIterator():
            yield row.report, row.other, row.bits


_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_BATCH),
    "spark.sql.catalogImplementation": "in-memory",
}
#: On one machine the sets are small: compiling each query would take longer than running it.
_ONE_MACHINE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
}


@contextmanager
def _session(master: str, folder: Path) -> Iterator[Any]:
    """A Spark that shows no page, fetches nothing from anywhere and needs a Java of 17 or newer."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise NoEngine(
            "Spark needs Java. Cure (as root): apt install default-jre-headless\n"
            "Spark को Java चाहिए। उपाय (root से): apt install default-jre-headless"
        )
    # workers need this source, and the interpreter of this environment
    source = str(Path(__file__).resolve().parents[3])
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH", "")]))
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    folders = {"spark.local.dir": str(folder / "spill"), "spark.sql.warehouse.dir": str(folder / "warehouse")}
    wanted = _QUIET | folders | (_ONE_MACHINE if master.startswith("local") else {})
    builder = SparkSession.builder.master(master).appName("vatsalya")
    for key, value in wanted.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()
